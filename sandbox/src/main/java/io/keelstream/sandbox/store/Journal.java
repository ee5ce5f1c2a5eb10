package io.keelstream.sandbox.store;

import io.keelstream.contracts.file.OwnerOnly;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.json.JsonException;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.sandbox.resource.TypeKey;
import io.keelstream.sandbox.tree.Tree;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file to which every change is appended before it is acknowledged, one JSON value a line. What a killed process had
 * acknowledged is in the file (it was handed to the operating system; it is not forced to the disk, so a power cut may cost
 * the last moments). A line that the kill cut off is left out on reading. Now and then the file is replaced by one that
 * holds the living objects alone. Values of Secrets are in it, so that only its owner may read it. A lock beside it keeps a second sandbox away. Not thread-safe: the store's lock guards it.
 */
final class Journal implements AutoCloseable {

    private static final long SMALL = 8L << 20;

    private final Path file;
    private final FileChannel guard;
    private OutputStream out = OutputStream.nullOutputStream();
    private long size;
    private long sizeAfterStart;

    /** One line: a state of an object, or (null) its removal. */
    record Entry(long revision, ObjectKey key, @Nullable StoredObject object) {}

    private Journal(Path file, FileChannel guard) {
        this.file = file;
        this.guard = guard;
    }

    /** Opens the file, making it where there is none, and gives every line to the reader. */
    static Journal open(Path file, Consumer<Entry> reader) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            FileChannel guard = FileChannel.open(
                    file.resolveSibling(file.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (!locked(guard)) {
                guard.close();
                throw new IOException(
                        "another sandbox uses the state file " + file + "; stop it, or choose another file");
            }
            if (Files.exists(file)) {
                try (InputStream stream = Files.newInputStream(file)) {
                    new Lines(stream).forEach(line -> entry(line, reader));
                }
            }
            return new Journal(file, guard);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the state file " + file + ": " + e.getMessage(), e);
        }
    }

    void append(Change change) {
        try {
            StoredObject after = change.after();
            byte[] line = line(change.revision(), change.key(), after == null ? null : after.json());
            out.write(line);
            out.flush();
            size += line.length;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the state file " + file, e);
        }
    }

    /** Whether most of the file is states that are gone. */
    boolean isLong() {
        return size > SMALL && size > 4 * sizeAfterStart;
    }

    /** Replaces the file by one that holds these objects alone. */
    void startOver(long revision, Iterable<StoredObject> objects) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            out.close();
            size = 0;
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, OwnerOnly.file());
            try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(fresh), 1 << 16)) {
                Iterator<StoredObject> all = objects.iterator();
                while (all.hasNext()) {
                    StoredObject object = all.next();
                    write(stream, line(object.revision(), object.key(), object.json()));
                }
                write(stream, line(revision, new ObjectKey(new TypeKey("", ""), "", ""), null));
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sizeAfterStart = size;
            out = Files.newOutputStream(file, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the state file " + file, e);
        }
    }

    @Override
    public void close() {
        try (guard) {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the state file " + file, e);
        }
    }

    private void write(OutputStream stream, byte[] line) throws IOException {
        stream.write(line);
        size += line.length;
    }

    private static byte[] line(long revision, ObjectKey key, byte @Nullable [] json) {
        Map<String, @Nullable Object> head = Tree.of(
                "revision", revision,
                "group", key.type().group(),
                "plural", key.type().plural(),
                "namespace", key.namespace(),
                "name", key.name());
        byte[] start = Json.write(head);
        byte[] label = ",\"object\":".getBytes(StandardCharsets.US_ASCII);
        byte[] body = json == null ? "null".getBytes(StandardCharsets.US_ASCII) : json;
        // The head's closing brace is overwritten by the label, and comes again after the body.
        byte[] line = new byte[start.length - 1 + label.length + body.length + 2];
        System.arraycopy(start, 0, line, 0, start.length - 1);
        System.arraycopy(label, 0, line, start.length - 1, label.length);
        System.arraycopy(body, 0, line, start.length - 1 + label.length, body.length);
        line[line.length - 2] = '}';
        line[line.length - 1] = '\n';
        return line;
    }

    private static void entry(byte[] line, Consumer<Entry> reader) {
        try {
            Map<String, @Nullable Object> tree = Json.readObject(line);
            ObjectKey key = new ObjectKey(
                    new TypeKey(Tree.text(tree, "group"), Tree.text(tree, "plural")),
                    Tree.text(tree, "namespace"),
                    Tree.text(tree, "name"));
            long revision = Tree.number(0, tree, "revision");
            Object object = tree.get("object");
            reader.accept(new Entry(
                    revision, key, object == null ? null : new StoredObject(key, revision, Manifest.map(object))));
        } catch (JsonException e) {
            // The process ended while it wrote this line: the change was never acknowledged.
            return;
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
