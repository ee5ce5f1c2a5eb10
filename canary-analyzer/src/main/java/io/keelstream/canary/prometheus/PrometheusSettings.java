package io.keelstream.canary.prometheus;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * Where a Prometheus is, or what answers as one does, and whom it serves.
 *
 * @param name what an application's {@code analysis.source} calls it
 * @param url its base, before {@code /api/v1}
 * @param clusters names of the clusters whose pods it knows; empty for every cluster that no other source names
 * @param access how it is asked
 * @param timeout for a whole answer
 */
public record PrometheusSettings(String name, URI url, Set<String> clusters, Access access, Duration timeout) {

    public PrometheusSettings {
        clusters = Set.copyOf(clusters);
    }

    /** One that serves every cluster and asks for no credentials. */
    public static PrometheusSettings open(URI url, Duration timeout) {
        return new PrometheusSettings("prometheus", url, Set.of(), Access.open(), timeout);
    }
}
