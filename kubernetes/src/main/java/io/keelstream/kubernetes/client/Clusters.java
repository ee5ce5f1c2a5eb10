package io.keelstream.kubernetes.client;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Opens clients. */
public final class Clusters {

    private Clusters() {}

    /**
     * A client of the cluster; the caller closes it. Nothing is sent yet, so a server that is unreachable is not an error here.
     *
     * @param settings where the cluster is and how much may be asked of it
     * @param registry where requests are timed ({@code keelstream.cluster.requests}) and the time since the last answer
     *     is shown ({@code keelstream.cluster.silence}, seconds)
     * @throws IllegalArgumentException naming the file and the remedy, when the settings do not lead to a server
     */
    public static ClusterClient open(ClusterSettings settings, MeterRegistry registry) {
        ClusterParts parts = new ClusterParts(settings, registry);
        Gauge.builder(
                        "keelstream.cluster.silence",
                        parts.pulse(),
                        pulse -> pulse.sinceHeard().toMillis() / 1000.0)
                .description("Time since the API server last answered")
                .baseUnit("seconds")
                .tag("cluster", settings.name())
                .register(registry);
        return new KubernetesClusterClient(settings, parts);
    }
}
