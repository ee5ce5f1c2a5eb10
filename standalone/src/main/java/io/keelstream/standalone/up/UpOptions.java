package io.keelstream.standalone.up;

import io.keelstream.canary.SourceProperties;
import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.configuration.RulesFile;
import io.keelstream.cli.configuration.TenantsFile;
import io.keelstream.gitwatcher.wiring.GitWatcherProperties.RendererPins;
import io.keelstream.gitwatcher.wiring.GitWatcherProperties.Repository;
import io.keelstream.gitwatcher.wiring.TenantProperties;
import io.keelstream.kubernetes.policy.installation.InstallationRules;
import io.keelstream.messaging.decision.Actors;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import picocli.CommandLine.Option;

/** The options of {@code up}. */
final class UpOptions {

    @Option(
            names = "--repository",
            paramLabel = "URL",
            description = "Infra repository to deploy: a path or an https or ssh URL"
                    + " (default: a demo repository in the state folder).")
    @Nullable
    String repository;

    @Option(names = "--ref", paramLabel = "REF", description = "Branch or full ref (default: the repository's HEAD).")
    @Nullable
    String ref;

    @Option(
            names = "--kubeconfig",
            paramLabel = "PATH",
            description = "Cluster to deploy to: a kubeconfig, or a folder with one per service, named planner, applier"
                    + " and drift-detector (default: a sandbox in this process, whose kubeconfig is written to the state"
                    + " folder).")
    @Nullable
    Path kubeconfig;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Installation file instead of --repository, --ref, --kubeconfig, --installation, --metrics and"
                            + " --sops-identities: several repositories with credentials, several clusters (docs/installation.md).")
    @Nullable
    Path config;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Kafka to use (default: a broker in this process).")
    @Nullable
    String kafka;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Folder of the state that is kept between runs (default: ${DEFAULT-VALUE}).",
            defaultValue = ".keelstream")
    Path state = Path.of(".keelstream");

    @Option(
            names = "--http",
            paramLabel = "PORT",
            description = "Port of /livez, /readyz and /metrics; 0 chooses a free one (default: ${DEFAULT-VALUE}).",
            defaultValue = "18080")
    int http = 18080;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            description = "Port of the broker in this process; 0 chooses a free one (default: ${DEFAULT-VALUE}).",
            defaultValue = "19092")
    int kafkaPort = 19092;

    @Option(
            names = "--sandbox-port",
            paramLabel = "PORT",
            description = "Port of the sandbox; 0 chooses a free one (default: ${DEFAULT-VALUE}).",
            defaultValue = "18443")
    int sandboxPort = 18443;

    @Option(
            names = "--installation",
            paramLabel = "NAME",
            description = "Name of this installation, part of every owner annotation (default: local).")
    @Nullable
    String installation;

    @Option(
            names = "--metrics",
            paramLabel = "URL",
            description =
                    "Prometheus that measures canaries, e.g. http://127.0.0.1:9090 (default: none; canary releases"
                            + " hold until there is one).")
    @Nullable
    String metrics;

    @Option(
            names = "--sops-identities",
            paramLabel = "DIR",
            description =
                    "Folder of files with age identities that open documents encrypted with SOPS (default: none).")
    @Nullable
    Path sopsIdentities;

    @Option(
            names = "--canary-demo",
            description = "Sends pretended traffic to the sandbox and measures it, and adds an application with canary"
                    + " releases to a new demo repository (docs/getting-started.md).")
    boolean canaryDemo;

    /** What to deploy, from the file or from the single options; ends the command when both are given. */
    Installation installation() {
        if (canaryDemo && (config != null || repository != null || kubeconfig != null || metrics != null)) {
            throw CommandFailure.wrongUse(
                    "--canary-demo runs on the sandbox, the demo repository and metrics of its own."
                            + " Leave out --config, --repository, --kubeconfig and --metrics");
        }
        if (config != null) {
            if (repository != null
                    || ref != null
                    || kubeconfig != null
                    || installation != null
                    || metrics != null
                    || sopsIdentities != null) {
                throw CommandFailure.wrongUse(
                        "--config replaces --repository, --ref, --kubeconfig, --installation, --metrics and"
                                + " --sops-identities. Write them into " + config);
            }
            return InstallationFile.read(config);
        }
        Installation.Cluster cluster = new Installation.Cluster(
                Installation.DEFAULT_CLUSTER,
                kubeconfig == null ? null : kubeconfig.toAbsolutePath(),
                null,
                null,
                "",
                List.of());
        List<Repository> repositories = repository == null
                ? List.of()
                : List.of(Repository.open("infra", repository, DefaultRef.of(repository, ref)));
        return new Installation(
                installation == null ? "local" : installation,
                repositories,
                List.of(cluster),
                RendererPins.ANY,
                List.of(),
                metrics == null ? Installation.Metrics.NONE : new Installation.Metrics(List.of(source(metrics))),
                secrets());
    }

    private Installation.Secrets secrets() {
        try {
            return sopsIdentities == null
                    ? Installation.Secrets.SEALED
                    : new Installation.Secrets("seal", sopsIdentities.toAbsolutePath());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrongUse("--" + e.getMessage());
        }
    }

    /** What changes are asked for, as the file says; without one, the built-in rules warn. */
    InstallationRules rules() {
        return config == null ? InstallationRules.DEFAULT : RulesFile.read(config);
    }

    /** Who may deploy what, as the file says; without one, everybody everything. */
    TenantProperties tenants() {
        return config == null ? TenantProperties.NONE : TenantsFile.read(config);
    }

    /** Who may decide, as the file says; without one, whoever reaches Kafka. */
    Actors actors() {
        return config == null ? Actors.NONE : InstallationFile.actors(config);
    }

    private static SourceProperties source(String url) {
        try {
            return new Binder(new MapConfigurationPropertySource(Map.of("source.url", url)))
                    .bind("source", SourceProperties.class)
                    .get();
        } catch (BindException wrong) {
            throw CommandFailure.wrongUse("--metrics " + url
                    + " is not the base URL of a Prometheus without user and query," + " e.g. http://127.0.0.1:9090");
        }
    }
}
