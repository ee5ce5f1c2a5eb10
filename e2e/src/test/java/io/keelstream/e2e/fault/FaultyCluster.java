package io.keelstream.e2e.fault;

import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.sandbox.Sandbox;
import io.keelstream.sandbox.SandboxOptions;
import io.keelstream.sandbox.fault.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A cluster that can be made to fail: the sandbox, which can do so itself, or a real control plane behind a proxy that does
 * the same. Thread-safe.
 */
public interface FaultyCluster extends AutoCloseable {

    /** Starts the cluster that {@link TestCluster#CHOICE} names. */
    static FaultyCluster start() {
        boolean real = System.getProperty(TestCluster.CHOICE, "").equals("kube-apiserver");
        return real ? new BehindProxy() : new InSandbox();
    }

    /** What can go wrong for those who use {@link #kubeconfig}. */
    Faults faults();

    /** The way that faults lie in. */
    Path kubeconfig();

    /** A way without faults, for looking at what became of things; the same where there is only one. */
    Path direct();

    @Override
    void close();

    /** The sandbox with its own faults. */
    final class InSandbox implements FaultyCluster {

        private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
        private final Path kubeconfig = sandbox.writeKubeconfig(file());

        @Override
        public Faults faults() {
            return sandbox.faults();
        }

        @Override
        public Path kubeconfig() {
            return kubeconfig;
        }

        @Override
        public Path direct() {
            return kubeconfig;
        }

        @Override
        public void close() {
            sandbox.close();
        }
    }

    /** A real control plane and the proxy in front of it. */
    final class BehindProxy implements FaultyCluster {

        private final RealControlPlane cluster = RealControlPlane.start();
        private final FaultProxy proxy = FaultProxy.start(cluster.kubeconfig());
        private final Path kubeconfig = proxy.writeKubeconfig(file());

        @Override
        public Faults faults() {
            return proxy.faults();
        }

        @Override
        public Path kubeconfig() {
            return kubeconfig;
        }

        @Override
        public Path direct() {
            return cluster.kubeconfig();
        }

        @Override
        public void close() {
            proxy.close();
            cluster.close();
        }
    }

    private static Path file() {
        try {
            return Files.createTempFile("keelstream-faulty", ".kubeconfig");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
