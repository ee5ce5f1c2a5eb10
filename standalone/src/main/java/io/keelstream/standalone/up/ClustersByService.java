package io.keelstream.standalone.up;

import io.keelstream.applier.Applier;
import io.keelstream.cli.CommandFailure;
import io.keelstream.drift.DriftDetector;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.client.Impersonation;
import io.keelstream.planner.Planner;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The clients by which services reach clusters. Services with the same kubeconfig and account share a client; where a cluster's kubeconfig
 * is a folder, each service uses the account of its own file, as a separate process does. Used by one thread.
 */
final class ClustersByService implements AutoCloseable {

    /** The services that reach clusters, named as their files in a folder. */
    private static final List<String> SERVICES = List.of(Planner.SERVICE, Applier.SERVICE, DriftDetector.SERVICE);

    private final MeterRegistry meters;
    private final List<ClusterClient> opened = new ArrayList<>();
    private final Map<String, Map<String, ClusterClient>> byService = new LinkedHashMap<>();

    ClustersByService(MeterRegistry meters) {
        this.meters = meters;
        SERVICES.forEach(service -> byService.put(service, new LinkedHashMap<>()));
    }

    /**
     * Opens what reaches one cluster; ends the command where a service's file is missing.
     *
     * @param kubeconfig a file, or a folder with one per service
     * @param impersonate as whom releases act; null for the applier's own account
     */
    void open(String cluster, Path kubeconfig, @Nullable String impersonate) {
        Map<ClusterSettings, ClusterClient> bySettings = new HashMap<>();
        byService.forEach((service, clients) -> clients.put(
                cluster,
                bySettings.computeIfAbsent(
                        ClusterSettings.of(cluster, file(cluster, kubeconfig, service))
                                .impersonating(impersonation(service, impersonate)),
                        this::client)));
    }

    private static @Nullable Impersonation impersonation(String service, @Nullable String impersonate) {
        if (impersonate == null || service.equals(DriftDetector.SERVICE)) {
            return null;
        }
        return service.equals(Planner.SERVICE) ? Impersonation.OF_PLANS : new Impersonation(impersonate);
    }

    /** A service's clients by cluster name. */
    Map<String, ClusterClient> of(String service) {
        return Map.copyOf(Objects.requireNonNull(byService.get(service), service));
    }

    @Override
    public void close() {
        opened.forEach(ClusterClient::close);
    }

    private ClusterClient client(ClusterSettings settings) {
        try {
            ClusterClient client = Clusters.open(settings, meters);
            opened.add(client);
            return client;
        } catch (IllegalArgumentException unusable) {
            throw CommandFailure.wrongUse(String.valueOf(unusable.getMessage()));
        }
    }

    private static Path file(String cluster, Path kubeconfig, String service) {
        if (!Files.isDirectory(kubeconfig)) {
            return kubeconfig;
        }
        Path file = kubeconfig.resolve(service);
        if (!Files.isReadable(file)) {
            throw CommandFailure.wrongUse(
                    "cluster " + cluster + ": " + file + " is not a readable file. A folder must contain a"
                            + " kubeconfig for each service: " + String.join(", ", SERVICES));
        }
        return file;
    }
}
