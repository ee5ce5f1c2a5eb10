package io.keelstream.kubernetes.client;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach one cluster and how much to ask of it.
 *
 * @param name the installation's name for the cluster
 * @param kubeconfig file whose current context is used; null for the service account of the pod this process runs in
 * @param impersonate user every request acts as, e.g. {@code system:serviceaccount:shop:deployer}; null for none
 * @param limits bounds of time and load
 */
public record ClusterSettings(
        String name, @Nullable Path kubeconfig, @Nullable String impersonate, Limits limits) {

    /**
     * Bounds of time and load towards one API server.
     *
     * @param callTimeout one attempt, from connecting to the last byte of the answer (watches have none)
     * @param retryBudget everything one method may take: waiting for a free slot, all attempts and the pauses between
     *     them; no method blocks its caller longer
     * @param watchSilence a watch that hears nothing for so long, not even a bookmark, is renewed; servers send
     *     bookmarks about once a minute
     * @param concurrentCalls requests in flight at once, watches not counted
     * @param callsPerSecond sustained rate; 0 for no limit
     */
    public record Limits(
            Duration callTimeout,
            Duration retryBudget,
            Duration watchSilence,
            int concurrentCalls,
            int callsPerSecond) {

        /** 5 s per attempt, 15 s in all, watches renewed after 90 s of silence, 32 in flight, no rate limit. */
        public static final Limits DEFAULT =
                new Limits(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(90), 32, 0);

        public Limits {
            if (!callTimeout.isPositive() || !watchSilence.isPositive()) {
                throw new IllegalArgumentException("callTimeout and watchSilence must be positive");
            }
            if (retryBudget.compareTo(callTimeout) < 0) {
                throw new IllegalArgumentException("retryBudget " + retryBudget + " is shorter than callTimeout "
                        + callTimeout + "; not even one attempt fits");
            }
            if (concurrentCalls < 1 || callsPerSecond < 0) {
                throw new IllegalArgumentException("concurrentCalls must be at least 1, callsPerSecond at least 0");
            }
        }
    }

    public ClusterSettings {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a cluster needs a name");
        }
    }

    /** The cluster of the kubeconfig's current context, with default limits. */
    public static ClusterSettings of(String name, Path kubeconfig) {
        return new ClusterSettings(name, kubeconfig, null, Limits.DEFAULT);
    }

    /** The same cluster with other limits. */
    public ClusterSettings withLimits(Limits other) {
        return new ClusterSettings(name, kubeconfig, impersonate, other);
    }
}
