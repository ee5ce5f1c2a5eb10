package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.Manifest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Own renderers that do what they should not: they are ended, refused, or see nothing. */
class HostileProgramTests {

    @TempDir
    Path folder;

    private OwnPrograms own;

    @BeforeEach
    void open() {
        own = new OwnPrograms(folder);
        own.git.write("shop/production/a", "mine").write("other/b", "theirs");
    }

    @AfterEach
    void close() {
        own.close();
    }

    @Test
    void endlessOutputIsEnded() throws Exception {
        assertThat(limit("while :; do echo 0123456789012345678901234567890123456789; done"))
                .isEqualTo("exec:shell was killed because it used more than 1 MiB of output");
    }

    @Test
    void endlessErrorsAreEnded() throws Exception {
        assertThat(limit("while :; do echo error >&2; done", OwnPrograms.QUICK))
                .isEqualTo("exec:shell was killed because it used more than 3 s of time");
    }

    @Test
    void programThatNeverEndsIsEndedWithWhatItStarted() throws Exception {
        String mark = "3600." + Math.abs(UUID.randomUUID().getMostSignificantBits() % 1_000_000);

        assertThat(limit("sleep " + mark + " & sleep " + mark, OwnPrograms.QUICK))
                .isEqualTo("exec:shell was killed because it used more than 3 s of time");
        Awaitility.await()
                .until(() -> ProcessHandle.allProcesses()
                        .noneMatch(each -> each.info().commandLine().orElse("").contains(mark)));
    }

    @Test
    void manyProcessesAreEnded() throws Exception {
        String mark = "3600." + Math.abs(UUID.randomUUID().getMostSignificantBits() % 1_000_000);

        assertThat(limit("i=0; while [ $i -lt 300 ]; do sleep " + mark + " & i=$((i+1)); done; wait"))
                .isEqualTo("exec:shell was killed because it used more than 100 processes");
        Awaitility.await()
                .until(() -> ProcessHandle.allProcesses()
                        .noneMatch(each -> each.info().commandLine().orElse("").contains(mark)));
    }

    @Test
    void memoryIsBounded() throws Exception {
        assertThat(own.problem(OwnPrograms.shell("x=0123456789; while :; do x=$x$x; done"))
                        .reason())
                .isIn("RendererLimit", "RendererFailed");
    }

    @Test
    void nothingOfTheMachineAndOfOtherApplicationsIsSeen() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        String script = "for f in /etc/passwd /etc/hostname /proc/self/environ /root /home /var " + secret
                + " ../../other/b ../../other; do [ -e $f ] && echo $f; done; cat a";

        assertThat(seen(script)).isEqualTo("mine");
    }

    @Test
    void thereIsNoNetwork() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String connect = "exec 3<>/dev/tcp/127.0.0.1/" + server.getLocalPort();

            assertThat(seen("/usr/bin/bash -c '" + connect + "' && echo connected; cat a"))
                    .isEqualTo("mine");
        }
    }

    @Test
    void nothingCanBeWrittenButTemporaryFiles() throws Exception {
        Path target = Files.createDirectory(folder.resolve("target"));
        String script = "for f in a new ../new ../../new /usr/new /usr/bin/new " + target
                + "/new $0; do (echo x > $f) && echo $f; done; echo x > $TMPDIR/new && echo x > $HOME/new; cat a";

        assertThat(seen(script)).isEqualTo("mine");
        assertThat(target).isEmptyDirectory();
        assertThat(Path.of("/usr/new")).doesNotExist();
        assertThat(Path.of("/usr/bin/new")).doesNotExist();
    }

    @Test
    void temporaryFilesAreBounded() throws Exception {
        assertThat(seen("i=0; while [ $i -lt 70 ] && cat /usr/bin/bash >> $HOME/big; do i=$((i+1)); done;"
                        + " [ $i -lt 70 ] && cat a"))
                .isEqualTo("mine");
    }

    @Test
    void outputThatDiffersEachTimeIsRefused() throws Exception {
        Problem comment = own.problem(OwnPrograms.shell("echo '[]'; echo \"# $KEELSTREAM_REPOSITORY\""));

        assertThat(comment.reason()).isEqualTo("UnstableRender");
        assertThat(comment.message()).startsWith("exec:shell renders differently each time: the output");
    }

    @Test
    void outputWithTheNameOfItsFolderIsRefusedWithThePlace() throws Exception {
        Problem problem = own.problem(
                OwnPrograms.shell(
                        "echo \"{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: '$KEELSTREAM_REPOSITORY'}}\""));

        assertThat(problem.message())
                .isEqualTo(
                        "exec:shell renders differently each time: ConfigMap a at /data/x. Set the value in Git, or use"
                                + " an existing Secret");
    }

    @Test
    void successWithGarbageIsRefused() throws Exception {
        assertThat(own.problem(OwnPrograms.shell("echo all is well")).message())
                .isEqualTo(
                        "what exec:shell makes on line 1 of its output is not a Kubernetes object; let it write objects,"
                                + " or a list of them");
        assertThat(own.problem(OwnPrograms.shell("echo '{a: ]'")).reason()).isEqualTo("YamlSyntax");
    }

    @Test
    void successWithoutOutputIsRefusedSinceItWouldRemoveEverything() throws Exception {
        assertThat(own.problem(OwnPrograms.shell(":")).message())
                .isEqualTo(
                        "exec:shell ended with exit code 0 and wrote nothing; let it write [] for a target without objects");
        assertThat(RenderFixture.objects(own.render(OwnPrograms.shell("echo []"))))
                .isEmpty();
    }

    private String limit(String script) throws InterruptedException {
        return limit(script, OwnPrograms.PATIENT);
    }

    private String limit(String script, ChildLimits limits) throws InterruptedException {
        Problem problem = own.problem(OwnPrograms.shell(script), limits);
        assertThat(problem.reason()).isEqualTo("RendererLimit");
        return problem.message();
    }

    /** What the script prints, as the value of an object. */
    private String seen(String script) throws InterruptedException {
        String made =
                "{ " + script + "; } > $TMPDIR/out; echo 'apiVersion: v1'; echo 'kind: ConfigMap'; echo 'metadata:"
                        + " {name: a}'; printf 'data: {seen: \"'; while read -r line || [ -n \"$line\" ]; do printf '%s' \"$line\"; done <"
                        + " $TMPDIR/out; echo '\"}'";
        Manifest object =
                RenderFixture.objects(own.render(OwnPrograms.shell(made))).getFirst();
        return String.valueOf(Manifest.map(object.tree().get("data")).get("seen"));
    }
}
