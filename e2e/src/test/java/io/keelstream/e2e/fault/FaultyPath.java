package io.keelstream.e2e.fault;

import io.keelstream.e2e.cluster.K3sCluster;
import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.cluster.SandboxCluster;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.sandbox.fault.Faults;
import java.nio.file.Path;

/**
 * A way to a cluster on which things can be made to go wrong: the sandbox can do so itself, in front of a real control plane
 * a proxy does the same. Closing it leaves the cluster alone.
 *
 * @param access the way that the faults lie in, for every service as on the cluster itself: a kubeconfig or a folder of them
 * @param faults what can go wrong on it
 * @param end what closing does
 */
public record FaultyPath(Path access, Faults faults, Runnable end) implements AutoCloseable {

    /** A way to the cluster. */
    public static FaultyPath to(TestCluster cluster) {
        return switch (cluster) {
            case SandboxCluster sandbox -> new FaultyPath(sandbox.access(), sandbox.faults(), () -> {});
            case RealControlPlane real -> throughProxy(real);
            case K3sCluster k3s -> throughProxy(k3s);
        };
    }

    /** A way of its own, through a proxy whatever the cluster is: nobody else meets its faults. */
    public static FaultyPath throughProxy(TestCluster cluster) {
        FaultProxy proxy = FaultProxy.start(cluster.access());
        return new FaultyPath(proxy.access(), proxy.faults(), proxy::close);
    }

    /** The kubeconfig of one service. */
    public Path access(String service) {
        return TestCluster.access(access, service);
    }

    @Override
    public void close() {
        end.run();
    }
}
