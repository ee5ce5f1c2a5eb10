package io.keelstream.cli.adopt.source;

import io.keelstream.cli.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads a folder of this machine as a {@link SourceTree}: no links, nothing of Git's own, and no more than its limits. */
public final class SourceFolder {

    private static final int DEPTH = 64;
    private static final int MOST_FILES = 200_000;

    private SourceFolder() {}

    /** The files of a folder; ends the command where it cannot be read. */
    public static SourceTree read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw CommandFailure.wrongUse(folder + " is not a folder");
        }
        Map<String, Supplier<byte[]>> files = new TreeMap<>();
        try {
            Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), DEPTH, visitor(folder, files));
        } catch (IOException e) {
            throw CommandFailure.no(folder + " cannot be read: " + e.getMessage());
        }
        return new SourceTree(files);
    }

    private static SimpleFileVisitor<Path> visitor(Path root, Map<String, Supplier<byte[]>> files) {
        return new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return folder.endsWith(".git") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.put(root.relativize(file).toString().replace('\\', '/'), () -> content(file));
                }
                if (files.size() > MOST_FILES) {
                    throw CommandFailure.no(root + " has more than " + MOST_FILES + " files; name a folder inside it");
                }
                return FileVisitResult.CONTINUE;
            }
        };
    }

    /** Of a file that is too large for anybody only as much as shows that. */
    private static byte[] content(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(SourceTree.MOST_BYTES + 1);
        } catch (IOException e) {
            throw CommandFailure.no(file + " cannot be read: " + e.getMessage());
        }
    }
}
