package io.keelstream.kubernetes.client;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach one cluster and how much to ask of it.
 *
 * @param name the installation's name for the cluster
 * @param kubeconfig file whose current context is used; null for the service account of the pod this process runs in
 * @param impersonation as whom requests on behalf of a target are sent; null for the kubeconfig's own account
 * @param limits bounds of time and load
 */
public record ClusterSettings(
        String name, @Nullable Path kubeconfig, @Nullable Impersonation impersonation, Limits limits) {

    /**
     * Bounds of time and load towards one API server.
     *
     * @param silence a server that answers nothing for so long is away; one that is slow is given more ({@link ServerPace})
     * @param retryBudget how long what failed is tried again; the first attempt may take longer
     * @param longestCall how long one method waits at most, however well the server is: for a place, for answers, for
     *     attempts and the pauses between them. The server itself ends a request after a minute
     * @param watchSilence a watch that hears nothing for so long, not even a bookmark, is renewed; servers send
     *     bookmarks about once a minute
     * @param concurrentCalls requests in flight at once, watches not counted; as many again that turned out to be slow
     * @param callsPerSecond sustained rate; 0 for no limit
     */
    public record Limits(
            Duration silence,
            Duration retryBudget,
            Duration longestCall,
            Duration watchSilence,
            int concurrentCalls,
            int callsPerSecond) {

        /** Away after 10 s, repeated for 15 s, two minutes in all, watches renewed after 90 s, 32 in flight, no rate limit. */
        public static final Limits DEFAULT = new Limits(
                Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofMinutes(2), Duration.ofSeconds(90), 32, 0);

        public Limits {
            if (!silence.isPositive() || !watchSilence.isPositive()) {
                throw new IllegalArgumentException("silence and watchSilence must be positive");
            }
            if (longestCall.compareTo(silence) < 0) {
                throw new IllegalArgumentException("longestCall " + longestCall + " is shorter than silence " + silence
                        + "; a server that is away would never be noticed");
            }
            if (concurrentCalls < 1 || callsPerSecond < 0) {
                throw new IllegalArgumentException("concurrentCalls must be at least 1, callsPerSecond at least 0");
            }
        }

        /** The same with another patience towards a server that is away. */
        public Limits withRetryBudget(Duration other) {
            return new Limits(silence, other, longestCall, watchSilence, concurrentCalls, callsPerSecond);
        }

        /** The same for so many calls at once. */
        public Limits withConcurrentCalls(int other) {
            return new Limits(silence, retryBudget, longestCall, watchSilence, other, callsPerSecond);
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
        return new ClusterSettings(name, kubeconfig, impersonation, other);
    }

    /** The same cluster, where requests on behalf of a target are sent as that account; null for the kubeconfig's own. */
    public ClusterSettings impersonating(@Nullable Impersonation other) {
        return new ClusterSettings(name, kubeconfig, other, limits);
    }
}
