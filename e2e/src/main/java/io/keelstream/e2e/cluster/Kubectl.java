package io.keelstream.e2e.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * kubectl with one kubeconfig. Used by one thread.
 *
 * @param kubeconfig whose user asks
 */
public record KubectlAs(Path kubeconfig) {

    /**
     * What a run said.
     *
     * @param code its exit code
     * @param text both of its streams, stripped
     */
    public record Said(int code, String text) {}

    /** Runs it with this standard input. */
    public Said run(String input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(RealControlPlane.program("kubectl").toString());
        command.add("--kubeconfig=" + kubeconfig);
        command.addAll(List.of(arguments));
        Path in = Files.writeString(Files.createTempFile("kubectl", ".yaml"), input);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(in.toFile())
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.onExit().join().exitValue();
        Files.delete(in);
        return new Said(code, text.strip());
    }

    /** Runs it; what it says when it succeeds. */
    public String demand(String... arguments) throws IOException {
        Said said = run("", arguments);
        if (said.code() != 0) {
            throw new IllegalStateException("kubectl " + String.join(" ", arguments) + ": " + said.text());
        }
        return said.text();
    }
}
