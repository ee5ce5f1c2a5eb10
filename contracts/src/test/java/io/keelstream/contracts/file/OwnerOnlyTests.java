package io.keelstream.contracts.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTests {

    @TempDir
    private Path folder;

    @Test
    void othersLoseWhatTheyMayAndTheOwnerKeepsIt() throws Exception {
        // Given
        Path root = open(Files.createDirectory(folder.resolve("root")), "rwxr-xr-x");
        Path inner = open(Files.createDirectory(root.resolve("inner")), "rwxrwxrwx");
        Path fixed = open(Files.createFile(inner.resolve("fixed")), "r--r--r--");
        Path script = open(Files.createFile(inner.resolve("script")), "rwxr-xr-x");
        Path outside = open(Files.createFile(folder.resolve("outside")), "rw-r--r--");
        Files.createSymbolicLink(inner.resolve("link"), outside);
        Files.createSymbolicLink(inner.resolve("dangling"), folder.resolve("absent"));

        // When
        OwnerOnly.narrow(root);

        // Then
        assertThat(permissions(root)).isEqualTo("rwx------");
        assertThat(permissions(inner)).isEqualTo("rwx------");
        assertThat(permissions(fixed)).isEqualTo("r--------");
        assertThat(permissions(script)).isEqualTo("rwx------");
        assertThat(permissions(outside)).isEqualTo("rw-r--r--");
    }

    @Test
    void newFilesAndFoldersBelongToTheirOwner() throws Exception {
        assertThat(permissions(Files.createFile(folder.resolve("file"), OwnerOnly.file())))
                .isEqualTo("rw-------");
        assertThat(permissions(Files.createDirectory(folder.resolve("folder"), OwnerOnly.folder())))
                .isEqualTo("rwx------");
    }

    private static Path open(Path path, String permissions) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
