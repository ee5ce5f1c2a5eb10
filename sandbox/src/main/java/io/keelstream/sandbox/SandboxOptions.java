package io.keelstream.sandbox;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to start a sandbox.
 *
 * @param port port on 127.0.0.1; 0 takes a free one
 * @param stateFile journal that keeps the objects over restarts; null keeps them in memory alone
 * @param nodes number of pretended nodes ({@code node-0} and on)
 * @param controllers whether the stand-in controllers run (namespaces and garbage are always looked after)
 * @param traffic whether pretended clients send requests through routes and Services to the pretended pods
 */
public record SandboxOptions(int port, @Nullable Path stateFile, int nodes, boolean controllers, boolean traffic) {

    public SandboxOptions {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("the port must be between 0 and 65535, not " + port);
        }
        if (nodes < 0) {
            throw new IllegalArgumentException("the number of nodes must not be negative: " + nodes);
        }
    }

    /** A free port, nothing kept, four nodes, with controllers. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(0, null, 4, true, false);
    }

    public SandboxOptions withPort(int number) {
        return new SandboxOptions(number, stateFile, nodes, controllers, traffic);
    }

    public SandboxOptions withStateFile(@Nullable Path file) {
        return new SandboxOptions(port, file, nodes, controllers, traffic);
    }

    public SandboxOptions withoutControllers() {
        return new SandboxOptions(port, stateFile, nodes, false, traffic);
    }

    /** With pretended clients, the routes of the Gateway API and of Istio, and the metrics of what the pods answer. */
    public SandboxOptions withTraffic() {
        return new SandboxOptions(port, stateFile, nodes, controllers, true);
    }
}
