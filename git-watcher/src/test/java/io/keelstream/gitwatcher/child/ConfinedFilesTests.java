package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child sees its private folder and nothing else of this machine. */
class ConfinedFilesTests {

    @TempDir
    Path folder;

    private final Confinement strictest = Confinement.detect();

    @Test
    void childWithLibrariesReadsItsFolderAndNoOtherFile() throws Exception {
        assumeTrue(strictest.readable().isEmpty(), "skipped: the kernel allows no mount namespace");
        Path outside = Files.writeString(folder.resolve("outside"), "secret");
        Confinement confined = strictest.fromStrictest().get(1);
        try (WorkFolder work = WorkFolder.create()) {
            Files.writeString(work.tree().resolve("inside"), "input");

            ChildResult result = new Child(confined, ChildLimits.DEFAULT)
                    .run(
                            List.of(
                                    "/bin/sh",
                                    "-c",
                                    "read a < \"$1/inside\"; echo $a; for f in \"$2\" /etc/hostname /proc/self/environ; do"
                                            + " [ -e \"$f\" ] && echo $f; done; echo end",
                                    "sh",
                                    work.tree().toString(),
                                    outside.toString()),
                            work);

            assertThat(result).isEqualTo(new ChildResult.Ended(0, "input\nend\n", ""));
            assertThat(work.root().resolve("root")).isEmptyDirectory();
        }
    }

    @Test
    void programWithoutLibrariesSeesItselfAlone() throws Exception {
        assumeTrue(strictest.readable().isEmpty(), "skipped: the kernel allows no mount namespace");
        try (WorkFolder work = WorkFolder.create()) {
            List<String> command =
                    strictest.wrap(List.of("/opt/x/helm", "template"), ChildLimits.DEFAULT, work, work.tree());

            assertThat(command)
                    .contains("--mount")
                    .containsSubsequence(
                            work.root().toString(),
                            work.tree().toString(),
                            "/opt/x/helm",
                            "--",
                            "/opt/x/helm",
                            "template");
            assertThat(command).doesNotContain("/usr", "/lib");
        }
    }

    @Test
    void programOfTheSystemIsNeverCreatedInItsFolder() throws Exception {
        assumeTrue(strictest.readable().isEmpty(), "skipped: the kernel allows no mount namespace");
        try (WorkFolder work = WorkFolder.create()) {
            List<String> command = strictest
                    .fromStrictest()
                    .get(1)
                    .wrap(List.of("/usr/bin/kubectl"), ChildLimits.DEFAULT, work, work.tree());

            assertThat(command).containsSubsequence("/usr", "--", "/usr/bin/kubectl");
            assertThat(command.stream().filter("/usr/bin/kubectl"::equals)).hasSize(1);
        }
    }

    @Test
    void startUpSaysWhatIsNotConfined() {
        assertThat(Confinement.none().description()).contains("no namespaces", "reading files of this machine");
        assertThat(Confinement.none().readable()).isEqualTo("every file that git-watcher can read");
    }
}
