package io.keelstream.drift;

import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.service.InstallationName;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The drift detector's configuration. A wrong value stops the start with a line that names the property, the value and what is
 * allowed.
 *
 * @param installation the installation's name, part of every owner mark; the same for all services
 * @param clusters the clusters that targets may name; at least one
 */
@ConfigurationProperties("keelstream")
record DriftDetectorProperties(
        @DefaultValue("") String installation, @DefaultValue List<Cluster> clusters) {

    DriftDetectorProperties {
        InstallationName.check(installation);
        if (clusters.isEmpty()) {
            throw new IllegalArgumentException(
                    "keelstream.clusters is empty; name at least one, e.g. - {name: default}");
        }
        clusters = List.copyOf(clusters);
    }

    /**
     * One cluster.
     *
     * @param name what targets call it
     * @param kubeconfig file whose current context is used; absent: the service account of the pod
     */
    record Cluster(@DefaultValue("") String name, @Nullable Path kubeconfig) {

        Cluster {
            if (name.isBlank()) {
                throw new IllegalArgumentException("keelstream.clusters[].name is empty; every cluster needs a name");
            }
        }

        ClusterSettings settings() {
            return new ClusterSettings(name, kubeconfig, null, ClusterSettings.Limits.DEFAULT);
        }
    }
}
