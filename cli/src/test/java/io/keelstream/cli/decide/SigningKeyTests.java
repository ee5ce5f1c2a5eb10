package io.keelstream.cli.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.keelstream.cli.CommandFailure;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.SignedText;
import io.keelstream.messaging.signature.SshPublicKey;
import io.keelstream.messaging.signature.SshSignature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the verbs that decide sign, with OpenSSH's own programs. */
class SigningKeyTests {

    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00.123456Z");
    private static final Decision DECISION =
            new Decision("id", Kind.APPROVE, "ada", "seen", Named.change("sha256:3f2a"), null, null);

    @TempDir
    Path folder;

    private Path key;

    @BeforeEach
    void key() throws Exception {
        for (String program : List.of("git", "ssh-keygen", "ssh-agent", "ssh-add")) {
            assumeThat(Files.isExecutable(Path.of("/usr/bin", program)))
                    .as("%s is installed", program)
                    .isTrue();
        }
        key = folder.resolve("ada");
        run(Map.of(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ada", "-f", key.toString());
    }

    @Test
    void privateKeySigns() throws Exception {
        assertSigned(new SigningKey(key.toString(), Map.of()), publicKey());
    }

    @Test
    void agentSignsForAPublicKeyInAFileOrItself() throws Exception {
        // Given
        String socket = folder.resolve("agent").toString();
        String started = run(Map.of(), "ssh-agent", "-a", socket);
        Matcher pid = Pattern.compile("SSH_AGENT_PID=(\\d+)").matcher(started);
        assertThat(pid.find()).isTrue();
        Map<String, String> environment = Map.of("SSH_AUTH_SOCK", socket);
        try {
            run(environment, "ssh-add", key.toString());
            Files.delete(key);

            // When, Then
            assertSigned(new SigningKey(key + ".pub", environment), publicKey());
            assertSigned(new SigningKey("key::" + publicKey(), environment), publicKey());
        } finally {
            ProcessHandle.of(Long.parseLong(pid.group(1))).ifPresent(ProcessHandle::destroy);
        }
    }

    @Test
    void keyOfGitIsTakenWhereItIsOneOfSsh() throws Exception {
        // Given
        Path ssh = Files.writeString(
                folder.resolve("ssh.config"), "[gpg]\nformat = ssh\n[user]\nsigningkey = " + key + "\n");
        Path pgp = Files.writeString(folder.resolve("pgp.config"), "[user]\nsigningkey = 0123456789ABCDEF\n");

        // Then
        assertThat(SigningKey.ofGit(git(pgp))).isNull();
        assertSigned(Objects.requireNonNull(SigningKey.ofGit(git(ssh))), publicKey());
    }

    @Test
    void keyThatCannotSignIsNamedWithWhatToDo() {
        SigningKey missing = new SigningKey(folder.resolve("nowhere").toString(), Map.of());

        assertThatThrownBy(() -> missing.sign("acme", "production/shop", DECISION, NOW))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("ssh-keygen does not sign with " + folder.resolve("nowhere") + ": ")
                .hasMessageContaining(
                        "Name a private key, or a public key that your agent has (ssh-add -L), with --key");
    }

    private static void assertSigned(SigningKey by, String publicKey) throws Exception {
        Decision signed = by.sign("acme", "production/shop", DECISION, NOW);
        Decision.Signature signature = Objects.requireNonNull(signed.signature());
        String text = SignedText.of("acme", "production/shop", DECISION, signature.at());

        assertThat(signature.at()).isEqualTo(Instant.parse("2026-03-02T10:00:00.123Z"));
        assertThat(SshSignature.parse(signature.armored())
                        .verifies(
                                List.of(SshPublicKey.parse(publicKey)),
                                SignedText.NAMESPACE,
                                text.getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }

    private String publicKey() throws IOException {
        return Files.readString(Path.of(key + ".pub")).strip();
    }

    private static Map<String, String> git(Path configuration) {
        return Map.of("GIT_CONFIG_GLOBAL", configuration.toString(), "GIT_CONFIG_NOSYSTEM", "1");
    }

    private static String run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder program = new ProcessBuilder(List.of(command));
        program.environment().putAll(environment);
        Process process = program.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s", List.of(command)).isZero();
        return out;
    }
}
