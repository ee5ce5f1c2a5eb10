package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile programs, written in shell. */
class ChildTest {

    @TempDir
    Path folder;

    private final Confinement confinement = Confinement.detect();

    @Test
    void programThatHangsIsKilledWithEverythingItStarted() throws Exception {
        // Given
        String mark = "3600." + Math.abs(UUID.randomUUID().getMostSignificantBits() % 1_000_000);
        String script = "(sleep " + mark + " & sleep " + mark + ") & sleep " + mark;

        // When
        ChildResult result = run(script, new ChildLimits(Duration.ofMillis(600), 512L << 20, 1 << 20));

        // Then
        assertThat(result).isEqualTo(new ChildResult.Killed("0 s of time"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> ProcessHandle.allProcesses()
                        .noneMatch(each -> each.info().commandLine().orElse("").contains(mark)));
    }

    @Test
    void processesThatAProgramLeavesBehindAreKilled() throws Exception {
        // Given
        String mark = "3600." + Math.abs(UUID.randomUUID().getMostSignificantBits() % 1_000_000);
        ChildLimits limits = new ChildLimits(Duration.ofSeconds(20), 512L << 20, 1 << 20);

        // When
        ChildResult result = new Child(Confinement.none(), limits)
                .run(
                        List.of("/bin/sh", "-c", "sleep " + mark + " & sleep 0.3; echo done"),
                        folder,
                        Map.of("PATH", "/usr/bin:/bin"));

        // Then
        assertThat(result).isEqualTo(new ChildResult.Ended(0, "done\n", ""));
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> ProcessHandle.allProcesses()
                        .noneMatch(each -> each.info().commandLine().orElse("").contains(mark)));
    }

    @Test
    void programThatFloodsItsOutputIsKilled() throws Exception {
        ChildResult result = run(
                "while :; do echo 0123456789012345678901234567890123456789; done",
                new ChildLimits(Duration.ofSeconds(20), 512L << 20, 1 << 20));

        assertThat(result).isEqualTo(new ChildResult.Killed("1 MiB of output"));
    }

    @Test
    void programThatExceedsItsMemoryIsKilled() throws Exception {
        ChildResult result = run(
                "x=0123456789; while :; do x=$x$x; done", new ChildLimits(Duration.ofSeconds(20), 64L << 20, 1 << 20));

        switch (result) {
            case ChildResult.Killed(String limit) -> assertThat(limit).isEqualTo("64 MiB of memory");
            case ChildResult.Ended ended -> assertThat(ended.exit()).isNotZero();
            case ChildResult.NotStarted notStarted -> throw new AssertionError(notStarted);
        }
    }

    @Test
    void programSeesNothingOfOurEnvironment() throws Exception {
        ChildResult result = run("set", ChildLimits.DEFAULT);

        assertThat(result)
                .isInstanceOfSatisfying(
                        ChildResult.Ended.class,
                        ended -> assertThat(ended.output())
                                .contains("ONLY='this'")
                                .doesNotContain("JAVA", "MAVEN", System.getProperty("user.home") + "/"));
    }

    @Test
    void programHasNoNetwork() throws Exception {
        assumeThat(confinement.description()).contains("own network");

        ChildResult result = run("cat /proc/self/net/dev", ChildLimits.DEFAULT);

        assertThat(result)
                .isInstanceOfSatisfying(
                        ChildResult.Ended.class,
                        ended -> assertThat(ended.output()
                                        .lines()
                                        .filter(line -> line.contains(":"))
                                        .toList())
                                .allMatch(line -> line.strip().startsWith("lo:")));
    }

    private ChildResult run(String script, ChildLimits limits) throws InterruptedException {
        return new Child(confinement, limits)
                .run(List.of("/bin/sh", "-c", script), folder, Map.of("ONLY", "this", "PATH", "/usr/bin:/bin"));
    }
}
