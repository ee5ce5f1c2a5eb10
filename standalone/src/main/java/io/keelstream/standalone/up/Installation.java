package io.keelstream.standalone.up;

import io.keelstream.applier.HealthCheck;
import io.keelstream.applier.secret.SecretKeys;
import io.keelstream.canary.SourceProperties;
import io.keelstream.gitwatcher.wiring.GitWatcherProperties;
import io.keelstream.kubernetes.client.Impersonation;
import io.keelstream.kubernetes.seal.SecretUnsealer;
import io.keelstream.kubernetes.sops.AgeIdentities;
import io.keelstream.standalone.state.InstallationKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code up} deploys, from where, and to which clusters: the properties that the services read as separate processes, as far as one
 * process needs them.
 *
 * @param installation its name; a DNS label
 * @param repositories the refs to watch; none means the demo repository
 * @param clusters the clusters that targets may name; none means the sandbox, as {@code default}
 * @param renderers which programs render
 * @param health the installation's own health checks
 * @param metrics where canaries are measured
 * @param secrets what happens to plain Secrets, and what opens encrypted ones
 */
record Installation(
        @DefaultValue("local") String installation,
        @DefaultValue List<GitWatcherProperties.Repository> repositories,
        @DefaultValue List<Cluster> clusters,
        @DefaultValue GitWatcherProperties.RendererPins renderers,
        @DefaultValue List<HealthCheck> health,
        @DefaultValue Metrics metrics,
        @DefaultValue Secrets secrets) {

    /** What targets call the sandbox, and the cluster of {@code --kubeconfig}. */
    static final String DEFAULT_CLUSTER = "default";

    /**
     * Where canaries are measured.
     *
     * @param sources each a Prometheus, or what answers as one does; none means that canary releases wait for one
     */
    record Metrics(@DefaultValue List<SourceProperties> sources) {

        /** No source. */
        static final Metrics NONE = new Metrics(List.of());

        Metrics {
            sources = List.copyOf(sources);
        }
    }

    /**
     * What happens to Secrets that are in Git in plain text, and what opens encrypted ones. The keys of sealing are those of the
     * state folder.
     *
     * @param plain {@code seal}, or {@code refuse}
     * @param sopsIdentities folder of files with age identities that open documents encrypted with SOPS; null where there are
     *     none
     */
    record Secrets(
            @DefaultValue("seal") String plain, @Nullable Path sopsIdentities) {

        /** They are sealed to the applier. */
        static final Secrets SEALED = new Secrets("seal", null);

        Secrets {
            if (!List.of("refuse", "seal").contains(plain)) {
                throw new IllegalArgumentException("plain must be refuse or seal");
            }
            if (sopsIdentities != null && !Files.isDirectory(sopsIdentities)) {
                throw new IllegalArgumentException(
                        "sops-identities is " + sopsIdentities + "; it is not a folder that can be read");
            }
        }

        /** What the applier opens them with. */
        SecretKeys opening(InstallationKeys keys) {
            return new SecretKeys(
                    new SecretUnsealer(keys.sealing().identity()),
                    sopsIdentities == null ? null : new AgeIdentities(sopsIdentities));
        }

        /** What the git-watcher does with them. */
        GitWatcherProperties.Secrets with(InstallationKeys keys) {
            return new GitWatcherProperties.Secrets(plain, keys.sealing().recipient(), keys.digestKey());
        }
    }

    /**
     * One cluster.
     *
     * @param name what targets call it
     * @param kubeconfig file whose current context is used, or a folder with a file per service; null for the sandbox
     * @param impersonate user that releases act as, where {namespace} stands for the target's namespace; targets are then planned
     *     as keelstream-plan:NAMESPACE; null for the kubeconfig's own account
     * @param maxConcurrentReleases how many releases run on it at once; null for any number
     * @param kubeVersion the version that charts see; empty asks the cluster
     * @param apiVersions the API versions that charts see
     */
    record Cluster(
            @DefaultValue(DEFAULT_CLUSTER) String name,
            @Nullable Path kubeconfig,
            @Nullable String impersonate,
            @Nullable Integer maxConcurrentReleases,
            @DefaultValue("") String kubeVersion,
            @DefaultValue List<String> apiVersions) {

        Cluster {
            if (maxConcurrentReleases != null && maxConcurrentReleases < 1) {
                throw new IllegalArgumentException("max-concurrent-releases is " + maxConcurrentReleases
                        + "; it must be at least 1, or left out for any number");
            }
            if (impersonate != null) {
                new Impersonation(impersonate);
            }
        }

        GitWatcherProperties.Cluster facts() {
            return new GitWatcherProperties.Cluster(name, kubeVersion, apiVersions);
        }
    }

    Installation {
        repositories = List.copyOf(repositories);
        if (repositories.stream().anyMatch(each -> each.webhook() != null)) {
            throw new IllegalArgumentException(
                    "repositories[].webhook is for git-watcher as a service of its own; `up` polls, and watches local repositories");
        }
        clusters = clusters.isEmpty()
                ? List.of(new Cluster(DEFAULT_CLUSTER, null, null, null, "", List.of()))
                : List.copyOf(clusters);
    }

    /** The same with other repositories. */
    Installation withRepositories(List<GitWatcherProperties.Repository> others) {
        return new Installation(installation, others, clusters, renderers, health, metrics, secrets);
    }

    /** How many releases run on a cluster at once, by its name; without an entry any number. */
    Map<String, Integer> releasesAtOnce() {
        Map<String, Integer> limits = new HashMap<>();
        for (Cluster cluster : clusters) {
            if (cluster.maxConcurrentReleases() != null) {
                limits.put(cluster.name(), cluster.maxConcurrentReleases());
            }
        }
        return limits;
    }

    /** Whether one of its clusters is the sandbox of this process. */
    boolean needsSandbox() {
        return clusters.stream().anyMatch(cluster -> cluster.kubeconfig() == null);
    }
}
