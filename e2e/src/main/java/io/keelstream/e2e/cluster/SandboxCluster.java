package io.keelstream.e2e.cluster;

import io.keelstream.sandbox.Sandbox;
import io.keelstream.sandbox.SandboxOptions;
import io.keelstream.sandbox.fault.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The sandbox of this JVM: needs nothing and starts at once. Thread-safe. */
public final class SandboxCluster implements TestCluster {

    static final String NAME = "sandbox";

    private final Sandbox sandbox;
    private final Path kubeconfig;

    private SandboxCluster(Sandbox sandbox, Path kubeconfig) {
        this.sandbox = sandbox;
        this.kubeconfig = kubeconfig;
    }

    static SandboxCluster start() {
        Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
        try {
            Path file = Files.createTempFile("keelstream-sandbox", ".kubeconfig");
            return new SandboxCluster(sandbox, sandbox.writeKubeconfig(file));
        } catch (IOException e) {
            sandbox.close();
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** What can be made to go wrong. */
    public Faults faults() {
        return sandbox.faults();
    }

    @Override
    public void stopApi() {
        sandbox.pause();
    }

    @Override
    public void startApi() {
        sandbox.resume();
    }

    @Override
    public Map<String, Long> requestCounts() {
        return sandbox.requestCounts();
    }

    @Override
    public void close() {
        sandbox.close();
        try {
            Files.deleteIfExists(kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
