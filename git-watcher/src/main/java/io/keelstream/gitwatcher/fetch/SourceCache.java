package io.keelstream.gitwatcher.fetch;

import io.keelstream.contracts.file.OwnerOnly;
import io.keelstream.kubernetes.digest.ObjectDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was fetched, on disk, by the address that it is from and its digest: what one address brought is nothing that another one has. An entry is complete or not there: it is made beside its place and moved into it, so
 * several processes may have the folder in common. A file is checked whenever it is read. Above its bound the entries are deleted that were
 * used least recently, none that was used a moment ago. Losing the folder costs a fetch. Thread-safe.
 */
final class SourceCache {

    /** A render that has just begun reads what it found. */
    private static final Duration IN_USE = Duration.ofMinutes(10);

    private final Path folder;
    private final long bytes;

    /**
     * A cache in a folder, which is made when it is needed.
     *
     * @param bytes its bound
     */
    SourceCache(Path folder, long bytes) {
        this.folder = folder;
        this.bytes = bytes;
    }

    /**
     * A file; null where it is not there, or is damaged.
     *
     * @param from the address that it is from, without a version
     */
    byte @Nullable [] read(String from, String digest) {
        Path file = place(from + " " + digest);
        try {
            byte[] content = Files.readAllBytes(file);
            if (Digests.of(content).equals(digest)) {
                touch(file);
                return content;
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // not there, or not readable: it is fetched
        }
        return null;
    }

    /** Keeps a file. A full disk loses nothing but the file. */
    void write(String from, String digest, byte[] content) {
        try {
            Path made = Files.createTempFile(made(), "incoming-", "");
            Files.write(made, content);
            Files.move(made, place(from + " " + digest), StandardCopyOption.ATOMIC_MOVE);
            trim();
        } catch (IOException e) {
            System.getLogger(SourceCache.class.getName())
                    .log(System.Logger.Level.WARNING, "What was fetched cannot be kept in " + folder, e);
        }
    }

    /** The folder of a name; null where it is not there. */
    @Nullable
    Path folder(String name) {
        Path place = place(name);
        if (!Files.isDirectory(place)) {
            return null;
        }
        touch(place);
        return place;
    }

    /** An empty folder that becomes the one of a name with {@link #keep}. */
    Path incoming() {
        try {
            return Files.createTempDirectory(made(), "incoming-");
        } catch (IOException e) {
            throw new UncheckedIOException("nothing can be fetched into " + folder, e);
        }
    }

    /** Makes a folder that of a name, unless another process was faster; the folder that it is. */
    Path keep(Path incoming, String name) throws IOException {
        Path place = place(name);
        try {
            Files.move(incoming, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(place)) {
                throw e;
            }
            delete(incoming);
        }
        trim();
        return place;
    }

    /** Deletes a folder that {@link #incoming} made, or one that is damaged. */
    static void delete(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (NoSuchFileException e) {
            // another process deletes it too
        }
    }

    private Path made() throws IOException {
        return Files.createDirectories(folder, OwnerOnly.folder());
    }

    private Path place(String name) {
        String digest = ObjectDigest.sha256(name.getBytes(StandardCharsets.UTF_8));
        return folder.resolve(digest.substring("sha256:".length()));
    }

    private static void touch(Path path) {
        try {
            Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
        } catch (IOException e) {
            // deleted meanwhile
        }
    }

    private record Kept(Path path, Instant used, long size) {}

    private void trim() throws IOException {
        List<Kept> kept = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path each : all.toList()) {
                try {
                    kept.add(new Kept(each, Files.getLastModifiedTime(each).toInstant(), size(each)));
                } catch (NoSuchFileException | UncheckedIOException e) {
                    // another process deleted or moved it
                }
            }
        }
        kept.sort(Comparator.comparing(Kept::used));
        long all = kept.stream().mapToLong(Kept::size).sum();
        Instant recent = Instant.now().minus(IN_USE);
        for (Kept each : kept) {
            if (all <= bytes || each.used().isAfter(recent)) {
                return;
            }
            delete(each.path());
            all -= each.size();
        }
    }

    private static long size(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return Files.size(path);
        }
        try (Stream<Path> all = Files.walk(path)) {
            long sum = 0;
            for (Path each : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                sum += Files.size(each);
            }
            return sum;
        }
    }
}
