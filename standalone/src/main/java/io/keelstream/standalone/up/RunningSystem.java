package io.keelstream.standalone.up;

import io.keelstream.canary.prometheus.PrometheusSettings;
import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.connect.Endpoint;
import io.keelstream.cli.events.EventText;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.wiring.GitWatcherProperties.Repository;
import io.keelstream.gitwatcher.wiring.InvalidPropertiesException;
import io.keelstream.kubernetes.policy.installation.InstallationRules;
import io.keelstream.messaging.broker.EmbeddedBroker;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.Service;
import io.keelstream.messaging.service.StartRefusedException;
import io.keelstream.messaging.table.EventReader;
import io.keelstream.messaging.topic.Provisioning;
import io.keelstream.sandbox.Sandbox;
import io.keelstream.sandbox.SandboxOptions;
import io.keelstream.standalone.demo.DemoRepository;
import io.keelstream.standalone.http.LocalHttp;
import io.keelstream.standalone.state.InstallationKeys;
import io.keelstream.standalone.state.StateFolder;
import io.keelstream.tracing.TraceExport;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that {@code up} runs, started in order and closed in reverse. Used by one thread. */
final class RunningSystem implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningSystem.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final int PARTITIONS = 3;

    private final UpOptions options;
    private final Installation installation;
    private final StateFolder state;
    private final Announcement announcement;
    private final Actors actors;
    private final InstallationRules rules;
    private final Deque<AutoCloseable> closers = new ArrayDeque<>();
    private final List<Service> services = new ArrayList<>();
    private final Map<String, CompletableFuture<String>> asked = new HashMap<>();
    private final Map<String, TraceExport> exports = new HashMap<>();
    private @Nullable Sandbox started;

    RunningSystem(UpOptions options, Installation installation, StateFolder state, Announcement announcement) {
        this.options = options;
        this.installation = installation;
        this.state = state;
        this.announcement = announcement;
        this.actors = options.actors();
        this.rules = options.rules();
    }

    /** Starts everything and returns when all of it works. */
    void start() throws Exception {
        demandFreePorts();
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        InstallationKeys keys = InstallationKeys.at(state.resolve(InstallationKeys.FILE));
        CompletableFuture<Path> sandbox = CompletableFuture.supplyAsync(this::sandbox);
        CompletableFuture<Path> demo = CompletableFuture.supplyAsync(this::demo);
        KafkaSettings kafka = kafka();
        announcement.fact("kafka", kafka.bootstrapServers());
        ClustersByService clients = clients(sandbox, meters);
        Installation deployed = announceRepositories(demo);

        var wiring = new Wiring(deployed, state.path(), keys, clients, kafka, meters, this::traces);
        addServices(wiring);
        startServices();
        LocalHttp http = new LocalHttp(options.http, this::notLive, this::notReady, meters::scrape);
        onClose(http);
        printEvents(kafka);
        RepositoryNotices notices = new RepositoryNotices(kafka, announcement::line);
        onClose(notices);
        awaitReady();
        new Endpoint(
                        kafka.bootstrapServers(),
                        http.url(),
                        ProcessHandle.current().pid())
                .write(state.path());
        onClose(() -> Endpoint.remove(state.path()));
        announcement.fact("ready", http.url());
        notices.start();
    }

    private ClustersByService clients(CompletableFuture<Path> sandbox, MeterRegistry meters) {
        ClustersByService clients = new ClustersByService(meters);
        ClusterVersions known = new ClusterVersions(state.resolve("cluster-versions.json"));
        onClose(clients);
        for (Installation.Cluster cluster : installation.clusters()) {
            Path kubeconfig = cluster.kubeconfig() == null ? sandbox.join() : cluster.kubeconfig();
            String which = installation.clusters().size() == 1 ? "" : cluster.name() + " ";
            announcement.fact(
                    "cluster",
                    which + (cluster.kubeconfig() == null ? "sandbox in this process" : "from " + kubeconfig));
            announcement.fact("kubeconfig", kubeconfig.toString());
            clients.open(cluster.name(), kubeconfig, cluster.impersonate());
            if (cluster.kubeVersion().isEmpty()) {
                asked.put(cluster.name(), CompletableFuture.supplyAsync(() -> known.of(cluster.name(), kubeconfig)));
            }
        }
        return clients;
    }

    /** What clusters answered that state no version, as far as they ever did. */
    private Map<String, ClusterFacts> answered() {
        Map<String, ClusterFacts> answered = new HashMap<>();
        asked.forEach((cluster, version) -> {
            if (!version.join().isEmpty()) {
                answered.put(cluster, ClusterFacts.ofVersion(version.join()));
            }
        });
        return answered;
    }

    private Installation announceRepositories(CompletableFuture<Path> demo) {
        if (!installation.repositories().isEmpty()) {
            installation.repositories().forEach(each -> announcement.fact("repository", String.valueOf(each.url())));
            return installation;
        }
        String url = demo.join().toString();
        announcement.fact("repository", url + "  (git clone " + url + " demo, change, commit, git push)");
        return installation.withRepositories(List.of(Repository.open("infra", url, DefaultRef.of(url, options.ref))));
    }

    @Override
    public void close() {
        List<CompletableFuture<Void>> stopping = services.stream()
                .map(service -> CompletableFuture.runAsync(() -> stop(service)))
                .toList();
        stopping.forEach(each -> each.exceptionally(RunningSystem::ignored).join());
        while (!closers.isEmpty()) {
            try {
                closers.pop().close();
            } catch (Exception e) {
                LOG.atWarn().setCause(e).log("Something did not stop cleanly");
            }
        }
    }

    private void stop(Service service) {
        service.stop(STOP_LIMIT);
        Objects.requireNonNull(exports.get(service.name())).close();
    }

    /** Closed in reverse order of being added. */
    private void onClose(AutoCloseable closer) {
        synchronized (closers) {
            closers.push(closer);
        }
    }

    private static Void ignored(Throwable thrown) {
        LOG.atWarn().setCause(thrown).log("A service did not stop cleanly");
        return null;
    }

    private void demandFreePorts() {
        Ports.demandFree(options.http, "--http");
        if (options.kafka == null) {
            Ports.demandFree(options.kafkaPort, "--kafka-port");
        }
        if (installation.needsSandbox()) {
            Ports.demandFree(options.sandboxPort, "--sandbox-port");
        }
    }

    private KafkaSettings kafka() {
        KafkaSettings settings;
        if (options.kafka == null) {
            EmbeddedBroker broker = broker();
            onClose(broker);
            settings = KafkaSettings.at(broker.bootstrapServers());
        } else {
            settings = KafkaSettings.at(options.kafka);
        }
        Provisioning.install(settings.clientProperties(), PARTITIONS, (short) 1);
        return settings;
    }

    private EmbeddedBroker broker() {
        try {
            return EmbeddedBroker.start(state.resolve("kafka"), options.kafkaPort);
        } catch (IllegalStateException | UncheckedIOException e) {
            LOG.atError().setCause(e).log("The broker does not start");
            throw CommandFailure.no(String.valueOf(e.getMessage()).replace('\n', ' ')
                    + ". Where its data are damaged, restore the folder from a backup, or delete it");
        }
    }

    /** The kubeconfig of the sandbox; unused where no cluster is the sandbox. */
    private Path sandbox() {
        if (!installation.needsSandbox()) {
            return Path.of("");
        }
        SandboxOptions how =
                SandboxOptions.defaults().withPort(options.sandboxPort).withStateFile(state.resolve("sandbox.journal"));
        Sandbox sandbox = sandbox(options.canaryDemo ? how.withTraffic() : how);
        onClose(sandbox);
        started = sandbox;
        return sandbox.writeKubeconfig(state.resolve("kubeconfig"));
    }

    private static Sandbox sandbox(SandboxOptions how) {
        try {
            return Sandbox.start(how);
        } catch (UncheckedIOException e) {
            LOG.atError().setCause(e).log("The sandbox does not start");
            throw CommandFailure.no(String.valueOf(e.getMessage()));
        }
    }

    private Path demo() {
        try {
            return installation.repositories().isEmpty()
                    ? DemoRepository.at(state.resolve("demo.git"), options.canaryDemo)
                    : Path.of("");
        } catch (IOException e) {
            throw CommandFailure.no("cannot create the demo repository: " + e.getMessage());
        }
    }

    private void addServices(Wiring wiring) {
        services.add(wiring.applier(actors));
        services.add(wiring.planner(actors, rules));
        services.add(wiring.driftDetector());
        List<PrometheusSettings> sources = metricsSources();
        if (!sources.isEmpty()) {
            services.add(wiring.canaryAnalyzer(sources));
        }
        try {
            services.add(wiring.gitWatcher(options.tenants(), answered()));
        } catch (InvalidPropertiesException mistakes) {
            throw CommandFailure.wrongUse(String.valueOf(mistakes.getMessage()));
        }
    }

    /** Where canaries are measured; what runs on the sandbox alone is measured by the sandbox. */
    private List<PrometheusSettings> metricsSources() {
        if (options.canaryDemo) {
            URI url = Objects.requireNonNull(started, "the demo runs on the sandbox")
                    .metrics();
            return List.of(PrometheusSettings.open(url, Duration.ofSeconds(5)));
        }
        return installation.metrics().sources().stream()
                .map(source -> source.settings(bundle -> {
                    throw CommandFailure.wrongUse("keelstream.metrics.sources '" + source.name() + "' has tls-bundle '"
                            + bundle + "', and 'up' knows no SSL bundles. Trust the CA with -Djavax.net.ssl.trustStore,"
                            + " or run the canary-analyzer apart");
                }))
                .toList();
    }

    /** Every service has its own name in traces, as separate processes do. */
    private Traces traces(String service) {
        TraceExport export = TraceExport.start(installation.installation(), service, Map.of());
        exports.put(service, export);
        return new Traces(installation.installation(), service, export.telemetry());
    }

    private void startServices() {
        for (Service service : services) {
            try {
                service.start();
            } catch (StartRefusedException refused) {
                throw CommandFailure.no(String.valueOf(refused.getMessage()));
            }
        }
    }

    private void awaitReady() throws InterruptedException {
        long end = System.nanoTime() + READY_LIMIT.toNanos();
        while (!notReady().isEmpty()) {
            if (System.nanoTime() > end) {
                throw CommandFailure.no("not ready after " + READY_LIMIT.toSeconds() + " s: " + notReady());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private List<String> notReady() {
        return services.stream()
                .filter(service -> !service.ready() || (alone() && !service.ownsAll()))
                .map(service -> service.name()
                        + (service.ready()
                                ? " has not all partitions yet; after a crash that takes some seconds"
                                : " is not ready " + service.problems()))
                .toList();
    }

    /** Whether no other process can own partitions: the broker is this process's. */
    private boolean alone() {
        return options.kafka == null;
    }

    private List<String> notLive() {
        return services.stream()
                .filter(service -> !service.live())
                .map(service -> service.name() + " " + service.problems())
                .toList();
    }

    private void printEvents(KafkaSettings kafka) {
        EventReader reader = new EventReader(kafka, IsNotable.TOPICS);
        onClose(reader);
        IsNotable worthALine = new IsNotable();
        reader.read(EventReader.Start.NOW, event -> {
            if (worthALine.test(event)) {
                announcement.lines(EventText.lines(event));
            }
        });
    }
}
