package io.keelstream.standalone.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTests {

    @TempDir
    private Path folder;

    @Test
    void newFolderIsItsOwnersAlone() throws Exception {
        Path fresh = folder.resolve("a/b");

        try (StateFolder state = StateFolder.lock(fresh)) {
            assertThat(permissions(state.path())).isEqualTo("rwx------");
        }
    }

    @Test
    void folderOfAnOlderVersionIsClosedToOthersWithItsFiles() throws Exception {
        // Given
        Path old = Files.createDirectory(folder.resolve("old"));
        Path journal = Files.createFile(old.resolve("sandbox.journal"));
        Path topic = Files.createDirectories(old.resolve("kafka/topic-0"));
        Path log = Files.createFile(topic.resolve("0.log"));
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(journal, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-rw-r--"));

        // When
        try (StateFolder state = StateFolder.lock(old)) {
            // Then
            assertThat(permissions(state.path())).isEqualTo("rwx------");
            assertThat(permissions(journal)).isEqualTo("rw-------");
            assertThat(permissions(topic)).isEqualTo("rwx------");
            assertThat(permissions(log)).isEqualTo("rw-------");
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
