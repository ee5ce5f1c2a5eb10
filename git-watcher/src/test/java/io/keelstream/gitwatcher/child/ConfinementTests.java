package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelstream.testing.process.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A program that multiplies faster than it is counted is stopped by the kernel, unless git-watcher runs as the administrator. */
class ConfinementTests {

    private static final List<String> NOBODY =
            List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    @Test
    void forkBombOfAnOrdinaryUserCannotGrow() throws Exception {
        Path prlimit = Confinement.find("prlimit");
        Path unshare = Confinement.find("unshare");
        assumeTrue(prlimit != null && unshare != null, "skipped: util-linux is missing");
        assumeTrue(Files.isExecutable(Path.of(NOBODY.getFirst())), "skipped: setpriv is missing");
        assumeTrue(isAdministrator(), "skipped: only the administrator becomes another user");
        List<String> spaces = new ArrayList<>(NOBODY);
        spaces.addAll(Confinement.spaces(unshare));

        List<String> bomb = new ArrayList<>(spaces);

        bomb.addAll(Confinement.threadLimit(spaces, prlimit));
        assertThat(bomb).contains("--nproc=500");
        bomb.addAll(List.of("/bin/sh", "-c", "i=0; while [ $i -lt 600 ]; do sleep 60 & i=$((i+1)); done; echo grown"));
        Program.Ended ended = Program.of(bomb.toArray(String[]::new)).run();

        assertThat(ended.code()).as(ended.text()).isNotZero();
        assertThat(ended.text()).contains("fork").doesNotContain("grown");
    }

    @Test
    void administratorHasNoLimitAndIsToldSo() {
        assumeTrue(isAdministrator(), "skipped: not the administrator");

        assertThat(Confinement.detect().description()).endsWith("processes counted by polling");
    }

    private static boolean isAdministrator() {
        return "root".equals(System.getProperty("user.name"));
    }
}
