package io.keelstream.contracts.file;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files and folders that only their owner may read and write, where the file system knows owners. Stateless. */
public final class OwnerOnly {

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    private OwnerOnly() {}

    /** With what a file is created: {@code 0600}. */
    public static FileAttribute<?>[] file() {
        return attributes("rw-------");
    }

    /** With what a folder is created: {@code 0700}. */
    public static FileAttribute<?>[] folder() {
        return attributes("rwx------");
    }

    /**
     * Takes what others may do from a folder and from everything in it; what the owner may do stays. Links are not followed.
     * A folder that is the owner's alone is left as it is, with what is in it, which nobody else reaches.
     *
     * @throws IOException where the folder belongs to somebody else
     */
    public static void narrow(Path folder) throws IOException {
        if (isPosix() && take(folder)) {
            Files.walkFileTree(folder, new Taking());
        }
    }

    /** Whether there was something to take. */
    private static boolean take(Path path) throws IOException {
        Set<PosixFilePermission> granted = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        if (OWNER.containsAll(granted)) {
            return false;
        }
        Set<PosixFilePermission> kept = EnumSet.noneOf(PosixFilePermission.class);
        kept.addAll(granted);
        kept.retainAll(OWNER);
        Files.setPosixFilePermissions(path, kept);
        return true;
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private static final class Taking extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            take(folder);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!attributes.isSymbolicLink()) {
                take(file);
            }
            return FileVisitResult.CONTINUE;
        }

        /** What is gone by now needs nothing. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
