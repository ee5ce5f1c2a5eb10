package io.keelstream.applier;

import io.keelstream.applier.secret.SecretKeys;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Impersonation;
import io.keelstream.kubernetes.seal.SecretUnsealer;
import io.keelstream.kubernetes.sops.AgeIdentities;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.messaging.decision.DecisionProperties;
import io.keelstream.service.InstallationName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The applier's configuration. A wrong value stops the start with a line that names the property, the value and what is
 * allowed.
 *
 * @param installation the installation's name, part of every owner mark; must not change later
 * @param clusters the clusters that targets may name; at least one
 * @param health the installation's own health checks
 * @param decisions who may decide about targets
 * @param sealingIdentityFile file with the age identity that opens sealed Secrets; absent where the installation seals none
 * @param sopsIdentities folder of files with age identities that open documents encrypted with SOPS; it is read whenever one is
 *     opened; absent where there are none
 */
@ConfigurationProperties("keelstream")
record ApplierProperties(
        @DefaultValue("") String installation,
        @DefaultValue List<Cluster> clusters,
        @DefaultValue List<HealthCheck> health,
        @Nullable DecisionProperties decisions,
        @Nullable Path sealingIdentityFile,
        @Nullable Path sopsIdentities) {

    ApplierProperties {
        InstallationName.check(installation);
        if (clusters.isEmpty()) {
            throw new IllegalArgumentException(
                    "keelstream.clusters is empty; name at least one, e.g. - {name: default}");
        }
        clusters = List.copyOf(clusters);
        health = List.copyOf(health);
    }

    /**
     * One cluster.
     *
     * @param name what targets call it
     * @param kubeconfig file whose current context is used; absent: the service account of the pod
     * @param impersonate user that releases act as, where {namespace} stands for the target's namespace; absent: the service's own
     *     account
     * @param maxConcurrentReleases how many releases run on the cluster at once, in all instances; absent: any number
     */
    record Cluster(
            @DefaultValue("") String name,
            @Nullable Path kubeconfig,
            @Nullable String impersonate,
            @Nullable Integer maxConcurrentReleases) {

        Cluster {
            if (maxConcurrentReleases != null && maxConcurrentReleases < 1) {
                throw new IllegalArgumentException("keelstream.clusters[].max-concurrent-releases is "
                        + maxConcurrentReleases + "; it must be at least 1, or left out for any number");
            }
            if (name.isBlank()) {
                throw new IllegalArgumentException("keelstream.clusters[].name is empty; every cluster needs a name");
            }
        }

        ClusterSettings settings() {
            return new ClusterSettings(
                    name,
                    kubeconfig,
                    impersonate == null ? null : new Impersonation(impersonate),
                    ClusterSettings.Limits.DEFAULT);
        }
    }

    /** How many releases run on a cluster at once, by its name. */
    Map<String, Integer> releasesAtOnce() {
        return clusters.stream()
                .filter(each -> each.maxConcurrentReleases() != null)
                .collect(Collectors.toMap(Cluster::name, each -> Objects.requireNonNull(each.maxConcurrentReleases())));
    }

    /** Who may decide. */
    Actors actors() {
        return decisions == null ? Actors.NONE : decisions.read();
    }

    /** What opens the values of Secrets. */
    SecretKeys secrets() {
        return new SecretKeys(unsealer(), identities());
    }

    private @Nullable AgeIdentities identities() {
        if (sopsIdentities == null) {
            return null;
        }
        if (!Files.isDirectory(sopsIdentities)) {
            throw new IllegalArgumentException(
                    "keelstream.sops-identities is " + sopsIdentities + "; it is not a folder that can be read");
        }
        return new AgeIdentities(sopsIdentities);
    }

    private @Nullable SecretUnsealer unsealer() {
        if (sealingIdentityFile == null) {
            return null;
        }
        try {
            return new SecretUnsealer(Files.readString(sealingIdentityFile).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "keelstream.sealing-identity-file is " + sealingIdentityFile + "; it cannot be read", e);
        }
    }
}
