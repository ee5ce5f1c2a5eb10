package io.keelstream.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelstream.e2e.suite.AnyCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A limit that limits nothing would make tests and figures mean nothing. */
@AnyCluster
class ControlGroupTests {

    private static final Duration LEAST = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    @BeforeAll
    static void demand() {
        assumeTrue(ControlGroup.whyNot().isEmpty(), () -> ControlGroup.whyNot().orElse(""));
    }

    @Test
    void tenWritesInASecondTakeTheirTime() throws Exception {
        // Given
        Process shell = shell("dd if=/dev/zero of=forced bs=4k count=30 oflag=dsync");

        // When
        long start = System.nanoTime();
        try (ControlGroup _ = ControlGroup.disk(shell.toHandle(), folder, 10)) {
            letGo(shell);
        }

        // Then
        assertThat(shell.exitValue()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(LEAST);
    }

    @Test
    void tenthOfAProcessorIsNoMore() throws Exception {
        // Given: this takes a processor more than a fifth of a second
        Process shell = shell("i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done");

        // When
        long start = System.nanoTime();
        try (ControlGroup _ = ControlGroup.processor(shell.toHandle(), 10)) {
            letGo(shell);
        }

        // Then
        assertThat(shell.exitValue()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(LEAST);
    }

    /** It waits for a line before it begins. */
    private Process shell(String command) throws Exception {
        return new ProcessBuilder("sh", "-c", "read go; " + command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(folder, "shell", ".log").toFile())
                .start();
    }

    private static void letGo(Process shell) throws Exception {
        shell.getOutputStream().write('\n');
        shell.getOutputStream().close();
        shell.waitFor();
    }
}
