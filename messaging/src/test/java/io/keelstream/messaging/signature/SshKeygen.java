package io.keelstream.messaging.signature;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** OpenSSH's own program, in a folder. */
final class SshKeygen {

    private final Path folder;

    SshKeygen(Path folder) {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/ssh-keygen")))
                .as("ssh-keygen is installed")
                .isTrue();
        this.folder = folder;
    }

    /** A new key; its public half is in {@code *.pub}. */
    Path key(String name, String... type) throws Exception {
        Path key = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of("-q", "-N", "", "-C", name, "-f", key.toString(), "-t"));
        command.addAll(List.of(type));
        run(new byte[0], command);
        return key;
    }

    static String publicKey(Path key) throws IOException {
        return Files.readString(Path.of(key + ".pub"));
    }

    /** A signature over a message. */
    String sign(Path key, String namespace, byte[] message, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("-q", "-Y", "sign", "-n", namespace, "-f", key.toString()));
        command.addAll(List.of(more));
        return run(message, command).out();
    }

    /** Whether the program takes a signature over a message as one of this public key. */
    boolean verifies(String publicKey, String namespace, byte[] message, String armored) throws Exception {
        Path allowed = Files.writeString(folder.resolve("allowed"), "ada " + publicKey.strip() + "\n");
        Path signature = Files.writeString(folder.resolve("signature"), armored + "\n");
        return run(
                                message,
                                List.of(
                                        "-Y",
                                        "verify",
                                        "-f",
                                        allowed.toString(),
                                        "-I",
                                        "ada",
                                        "-n",
                                        namespace,
                                        "-s",
                                        signature.toString()))
                        .exit()
                == 0;
    }

    /** What it prints of a key. */
    String fingerprint(Path key) throws Exception {
        return run(new byte[0], List.of("-l", "-f", key + ".pub")).out().split(" ", -1)[1];
    }

    record Ended(int exit, String out) {}

    Ended run(byte[] input, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ssh-keygen"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException ended) {
            // It needs no input.
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out);
    }
}
