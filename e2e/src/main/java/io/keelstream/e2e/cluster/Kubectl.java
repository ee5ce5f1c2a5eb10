package io.keelstream.e2e.cluster;

import io.keelstream.testing.process.Program;
import io.keelstream.testing.process.Program.Ended;
import java.nio.file.Path;
import java.util.List;

/**
 * The kubectl that was built with the control plane, with one kubeconfig. Immutable.
 *
 * @param kubeconfig whose user asks
 */
public record Kubectl(Path kubeconfig) {

    /** The program itself, with the kubeconfig as its first argument. */
    public Program program() {
        return Program.of(RealControlPlane.program("kubectl").toString(), "--kubeconfig=" + kubeconfig);
    }

    /** Runs it with this standard input. */
    public Ended run(String input, String... arguments) {
        return program().run(input, List.of(arguments));
    }

    /**
     * Runs it; what it prints when it succeeds.
     *
     * @throws IllegalStateException where it does not; the message holds what it printed
     */
    public String demand(String... arguments) {
        Ended ended = run("", arguments);
        if (ended.code() != 0) {
            throw new IllegalStateException("kubectl " + String.join(" ", arguments) + ": " + ended.text());
        }
        return ended.out().strip();
    }
}
