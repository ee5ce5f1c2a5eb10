package io.keelstream.kubernetes.client;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The clients of an installation's clusters, open together and closed together. Immutable.
 *
 * @param byName clients by cluster name
 */
public record ClusterClients(Map<String, ClusterClient> byName) implements AutoCloseable {

    public ClusterClients {
        byName = Map.copyOf(byName);
    }

    /** Opens a client of each; see {@link Clusters#open}. */
    public static ClusterClients open(Collection<ClusterSettings> clusters, MeterRegistry registry) {
        Map<String, ClusterClient> clients = new LinkedHashMap<>();
        clusters.forEach(each -> clients.put(each.name(), Clusters.open(each, registry)));
        return new ClusterClients(clients);
    }

    @Override
    public void close() {
        byName.values().forEach(ClusterClient::close);
    }
}
