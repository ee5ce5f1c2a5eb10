package io.keelstream.gitwatcher.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A helper as a script of the shell, which counts how often it runs. */
class CredentialHelperTests {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final Movable clock = new Movable();

    @Test
    void credentialsAreKeptUntilAMinuteBeforeTheyExpire() throws Exception {
        CredentialHelper helper = helper(issuing("2026-01-31T13:00:00Z"), LIMIT);

        assertThat(helper.issue().secret()).isEqualTo("token-1");
        clock.now = NOW.plus(Duration.ofSeconds(3_539));
        assertThat(helper.issue().secret()).isEqualTo("token-1");
        clock.now = NOW.plus(Duration.ofMinutes(59));
        assertThat(helper.issue().secret()).isEqualTo("token-2");
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void credentialsThatAHostRefusedAreIssuedAnew() throws Exception {
        CredentialHelper helper = helper(issuing("2026-01-31T13:00:00Z"), LIMIT);
        Issued first = helper.issue();

        helper.refused(first);
        assertThat(helper.issue().secret()).isEqualTo("token-2");

        helper.refused(first);
        assertThat(helper.issue().secret())
                .as("another connection refused them before")
                .isEqualTo("token-2");
    }

    @Test
    void helperIsToldWhatKubernetesTellsItsOwn() throws Exception {
        CredentialHelper helper = helper(
                "printf '{\"username\": \"%s\", \"password\": \"%s\"}' \"$WHO\" \"$(echo \"$KUBERNETES_EXEC_INFO\" | wc -c)\"",
                LIMIT);

        assertThat(helper.issue().user()).isEqualTo("ada");
        assertThat(helper.issue().secret().strip()).isNotEqualTo("1");
    }

    @Test
    void failureNamesTheCommandAndItsExitCodeAndNothingThatItWrote() {
        assertThatThrownBy(() ->
                        helper("echo hunter2; echo hunter2 >&2; exit 3", LIMIT).issue())
                .isInstanceOf(CredentialException.class)
                .hasMessage(
                        "the credential helper '/bin/sh' (keelstream.repositories[0].credentials.exec) ended with exit code 3;"
                                + " run it as git-watcher's user to see what it says, which is not repeated here");
    }

    @Test
    void helperThatIsNotThereIsNamed() {
        CredentialHelper helper = new CredentialHelper("property", List.of("/none/helper"), Map.of(), LIMIT, clock);

        assertThatThrownBy(helper::issue)
                .hasMessage("the credential helper '/none/helper' (property) cannot be started; correct 'command'");
    }

    @Test
    void helperThatHangsIsEndedWithWhatItStarted() throws Exception {
        String mark = "3600." + Math.abs(UUID.randomUUID().getMostSignificantBits() % 1_000_000);
        CredentialHelper helper = helper("sleep " + mark + " & sleep " + mark, Duration.ofSeconds(1));

        assertThatThrownBy(helper::issue).hasMessageContaining("took longer than 1 s and was ended");
        Awaitility.await()
                .until(() -> ProcessHandle.allProcesses()
                        .noneMatch(each -> each.info().commandLine().orElse("").contains(mark)));
    }

    @Test
    void endlessAnswerIsEnded() {
        CredentialHelper helper = helper("while :; do echo hunter2; done", Duration.ofSeconds(2));

        assertThatThrownBy(helper::issue)
                .isInstanceOf(CredentialException.class)
                .hasMessageNotContaining("hunter2");
    }

    private String issuing(String expires) {
        return "echo >> %1$s; printf '{\"status\": {\"token\": \"token-%%s\", \"expirationTimestamp\": \"%2$s\"}}' $(($(wc -l < %1$s)))"
                .formatted(folder.resolve("runs"), expires);
    }

    private long runs() throws IOException {
        return Files.readAllLines(folder.resolve("runs")).size();
    }

    private CredentialHelper helper(String script, Duration limit) {
        return new CredentialHelper(
                "keelstream.repositories[0].credentials.exec",
                List.of("/bin/sh", "-c", script),
                Map.of("WHO", "ada"),
                limit,
                clock);
    }

    /** A clock that stands still until it is moved. */
    private static final class Movable extends Clock {

        private Instant now = NOW;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
