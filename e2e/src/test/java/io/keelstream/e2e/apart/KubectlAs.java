package io.keelstream.e2e.apart;

import io.keelstream.e2e.cluster.RealControlPlane;
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
record KubectlAs(Path kubeconfig) {

    /** What a run said. */
    record Said(int code, String text) {}

    /** Runs it with this standard input. */
    Said run(String input, String... arguments) throws IOException, InterruptedException {
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
        int code = process.waitFor();
        Files.delete(in);
        return new Said(code, text.strip());
    }

    /** Runs it; what it says when it succeeds. */
    String demand(String... arguments) throws IOException, InterruptedException {
        Said said = run("", arguments);
        if (said.code() != 0) {
            throw new IllegalStateException("kubectl " + String.join(" ", arguments) + ": " + said.text());
        }
        return said.text();
    }
}
