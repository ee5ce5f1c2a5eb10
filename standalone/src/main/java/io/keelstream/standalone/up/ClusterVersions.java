package io.keelstream.standalone.up;

import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.ServerVersion;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions of Kubernetes that charts see until clusters publish what they serve: each is asked once at the start. A cluster that does not answer
 * has the version that it had last, so that an outage renders no chart anew; one that never answered is given more time, since
 * charts that ask for a version are rejected without. Thread-safe.
 */
final class ClusterVersions {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterVersions.class);
    private static final Duration AGAIN = Duration.ofSeconds(3);
    private static final Duration FIRST = Duration.ofSeconds(20);

    private final Path file;
    private final Map<String, @Nullable Object> known;

    /** @param file what was answered before; made when it is missing */
    ClusterVersions(Path file) {
        this.file = file;
        this.known = read(file);
    }

    /**
     * The version, e.g. {@code 1.36.3}; empty where the cluster never answered.
     *
     * @param kubeconfig a file, or a folder with a file per service
     */
    String of(String cluster, Path kubeconfig) {
        String key = cluster + " " + kubeconfig.toAbsolutePath();
        Path readable = Files.isDirectory(kubeconfig) ? kubeconfig.resolve("planner") : kubeconfig;
        String before = known(key);
        return ServerVersion.of(ClusterSettings.of(cluster, readable), before.isEmpty() ? FIRST : AGAIN)
                .map(version -> remember(key, version))
                .orElse(before);
    }

    private synchronized String known(String key) {
        return known.get(key) instanceof String version ? version : "";
    }

    private synchronized String remember(String key, String version) {
        if (!version.equals(known.put(key, version))) {
            try {
                Files.write(file, Json.write(known));
            } catch (IOException e) {
                LOG.atWarn().addKeyValue("file", file).setCause(e).log("The versions of clusters cannot be kept");
            }
        }
        return version;
    }

    private static Map<String, @Nullable Object> read(Path file) {
        try {
            return Files.exists(file) ? new TreeMap<>(Json.readObject(Files.readAllBytes(file))) : new TreeMap<>();
        } catch (IOException | JsonException e) {
            LOG.atWarn().addKeyValue("file", file).setCause(e).log("The known versions of clusters cannot be read");
            return new TreeMap<>();
        }
    }
}
