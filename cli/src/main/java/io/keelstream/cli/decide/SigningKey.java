package io.keelstream.cli.decide;

import io.keelstream.cli.CommandFailure;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Signature;
import io.keelstream.contracts.decision.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key of SSH that signs decisions. {@code ssh-keygen} does it, which knows agents, passphrases and security keys, and asks on
 * the terminal.
 *
 * @param key a private key, or a public one whose private half an agent has: a file, or the public key itself
 * @param environment variables for the programs, beside those of this process
 */
record SigningKey(String key, Map<String, String> environment) {

    /** How Git writes a public key in place of a file; a key itself is taken as well. */
    private static final String LITERAL = "key::";

    /**
     * The key that Git signs commits with, where that is one of SSH; null otherwise, and without Git.
     *
     * @param environment variables for the programs, beside those of this process
     */
    static @Nullable SigningKey ofGit(Map<String, String> environment) {
        String format = git(environment, "gpg.format");
        String key = "ssh".equals(format) ? git(environment, "user.signingkey") : null;
        return key == null || key.isBlank() ? null : new SigningKey(key, environment);
    }

    private static @Nullable String git(Map<String, String> environment, String name) {
        try {
            ProcessBuilder git = new ProcessBuilder("git", "config", "--type=path", "--get", name);
            git.environment().putAll(environment);
            Process process = git.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().close();
            String value = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? value : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /**
     * The decision with a signature.
     *
     * @param installation the installation that judges it
     * @param target what it is about
     */
    Decision sign(String installation, String target, Decision decision, Instant now) throws InterruptedException {
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        String text = SignedText.of(installation, target, decision, at);
        try {
            Path literal = literal();
            try {
                return decision.signed(new Signature(at, signature(literal, text)));
            } finally {
                if (literal != null) {
                    Files.deleteIfExists(literal);
                }
            }
        } catch (IOException e) {
            throw CommandFailure.wrongUse("ssh-keygen, which signs decisions, cannot be run: " + e.getMessage()
                    + ". Install OpenSSH 8.1 or newer, or use --no-sign where decisions need no signature");
        }
    }

    private String signature(@Nullable Path literal, String text) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ssh-keygen", "-Y", "sign", "-n", SignedText.NAMESPACE, "-f"));
        command.add(literal == null ? key : literal.toString());
        if (literal != null) {
            command.add("-U");
        }
        ProcessBuilder program = new ProcessBuilder(command);
        program.environment().putAll(environment);
        Process process = program.start();
        try (var in = process.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            // It ended before it read everything; its message says why.
        }
        String signature = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0 || signature.isBlank()) {
            throw CommandFailure.wrongUse("ssh-keygen does not sign with " + key + ": "
                    + (error.isEmpty()
                            ? "it says nothing"
                            : error.lines().toList().getLast())
                    + ". Name a private key, or a public key that your agent has (ssh-add -L), with --key");
        }
        return signature.strip();
    }

    /** The public key as a file, where it is given itself; null otherwise. */
    private @Nullable Path literal() throws IOException {
        String written = key.startsWith(LITERAL) ? key.substring(LITERAL.length()) : key;
        if (!key.startsWith(LITERAL) && !(key.startsWith("ssh-") && key.contains(" "))) {
            return null;
        }
        Path file = Files.createTempFile("keelstream-key", ".pub");
        return Files.writeString(file, written + "\n");
    }
}
