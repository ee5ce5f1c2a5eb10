package io.keelstream.benchmarks.scenario;

import io.keelstream.benchmarks.limit.BareClient;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.RunningKeelstream;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.client.Watch;
import io.keelstream.kubernetes.client.WatchRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** From the push to healthy objects, with many applications and with one; then a quiet minute, then a restart. */
final class PushTimes {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int IN_FLIGHT = 32;
    private static final String NAMESPACE = "figures";

    private final TestCluster cluster;
    private final InfraRepository repository;
    private final Path state;
    private final Table table;

    PushTimes(TestCluster cluster, InfraRepository repository, Path state, Table table) {
        this.cluster = cluster;
        this.repository = repository;
        this.state = state;
        this.table = table;
    }

    void measure(int applications, int touches, int idleSeconds, int deployments) throws Exception {
        table.row(
                "cluster",
                "%s, %d processors"
                        .formatted(cluster.name(), Runtime.getRuntime().availableProcessors()));
        // Twice: the first run warms the server up.
        BareClient.measure(cluster.kubeconfig(), applications, Fleet.OBJECTS, IN_FLIGHT);
        BareClient.Limit limit = BareClient.measure(cluster.kubeconfig(), applications, Fleet.OBJECTS, IN_FLIGHT);
        repository.write("README.md", "Nothing yet.\n").push("Start");
        Fleet fleet = new Fleet(repository, NAMESPACE, "app", applications);
        try (RunningKeelstream system = up();
                HealthyDeployments healthy = new HealthyDeployments(system)) {
            firstPush(system, healthy, fleet, limit);
            touch(system, healthy, fleet, touches);
            idle(system, idleSeconds);
            if (deployments > 0) {
                deploy(healthy, new Fleet(repository, "web", "web", deployments));
            }
        }
        restart();
    }

    private void firstPush(RunningKeelstream system, HealthyDeployments healthy, Fleet fleet, BareClient.Limit limit)
            throws Exception {
        fleet.writeConfigMaps();
        String commit = repository.commit("Start " + fleet.applications() + " applications");
        ProcessUse before = ProcessUse.of(system.process());
        Requests requests = Requests.now(cluster);
        long start = System.nanoTime();
        repository.publish();
        double seconds = (healthy.awaitHealthy(fleet.targets(), commit, LIMIT) - start) / 1e9;
        Requests sent = Requests.now(cluster).since(requests);
        ProcessUse after = ProcessUse.of(system.process());
        table.row(
                fleet.applications() + " applications x " + Fleet.OBJECTS + " ConfigMaps, first push to all healthy",
                "%.1f s = %.1f x the limit of %.1f s (a bare client: dry-runs %.1f s, applies %.1f s, %d in flight)"
                        .formatted(
                                seconds, seconds / limit.sum(), limit.sum(), limit.dryRun(), limit.apply(), IN_FLIGHT));
        table.row(
                "the same, per application",
                "%.2f calls (%s), %.1f ms CPU"
                        .formatted(
                                sent.total() / (double) fleet.applications(),
                                sent,
                                (after.processorSeconds() - before.processorSeconds()) * 1000 / fleet.applications()));
        table.row("resident memory of the one process after it", "%d MiB".formatted(after.residentMegabytes()));
    }

    private void touch(RunningKeelstream system, HealthyDeployments healthy, Fleet fleet, int touches)
            throws Exception {
        List<Double> live = new ArrayList<>();
        List<Double> finished = new ArrayList<>();
        LiveValues values = new LiveValues();
        try (ClusterClient client =
                        Clusters.open(ClusterSettings.of("default", cluster.kubeconfig()), new SimpleMeterRegistry());
                Watch _ = client.watch(
                        new WatchRequest(
                                client.discovery().find("v1", "ConfigMap").orThrow(), NAMESPACE, "", false),
                        values)) {
            values.await(fleet.configMap(0, 0), "hello", LIMIT);
            Requests requests = Requests.now(cluster);
            ProcessUse before = ProcessUse.of(system.process());
            for (int round = 0; round < touches; round++) {
                int number = round * 7 % fleet.applications();
                fleet.touch(number, 1, "touch-" + round);
                String commit = repository.commit("Touch " + fleet.name(number));
                long start = System.nanoTime();
                repository.publish();
                live.add((values.await(fleet.configMap(number, 1), "touch-" + round, LIMIT) - start) / 1e6);
                finished.add((healthy.awaitHealthy(List.of("production/" + fleet.name(number)), commit, LIMIT) - start)
                        / 1e6);
            }
            Requests sent = Requests.now(cluster).since(requests);
            double processor = ProcessUse.of(system.process()).processorSeconds() - before.processorSeconds();
            Quantiles liveTimes = new Quantiles(live);
            Quantiles finishedTimes = new Quantiles(finished);
            table.row(
                    "one of " + fleet.applications() + " touched, `git push` begun to live",
                    "p50 %.0f ms, p95 %.0f ms, worst %.0f ms of %d"
                            .formatted(liveTimes.median(), liveTimes.at(0.95), liveTimes.max(), touches));
            table.row(
                    "the same to `deployment.finished`",
                    "p50 %.0f ms, p95 %.0f ms".formatted(finishedTimes.median(), finishedTimes.at(0.95)));
            table.row(
                    "the same, per commit",
                    "%.2f calls (%s), %.0f ms CPU"
                            .formatted(sent.total() / (double) touches, sent, processor * 1000 / touches));
        }
    }

    private void idle(RunningKeelstream system, int seconds) throws Exception {
        Requests requests = Requests.now(cluster);
        ProcessUse before = ProcessUse.of(system.process());
        TimeUnit.SECONDS.sleep(seconds);
        ProcessUse after = ProcessUse.of(system.process());
        Requests sent = Requests.now(cluster).since(requests);
        table.row(
                "no change for " + seconds + " s",
                "%d calls beside watches, %.2f %% of a core"
                        .formatted(
                                sent.withoutWatches(),
                                (after.processorSeconds() - before.processorSeconds()) * 100 / seconds));
    }

    private void deploy(HealthyDeployments healthy, Fleet fleet) throws Exception {
        double alone = WorkloadLimit.seconds(cluster, fleet.applications(), LIMIT);
        fleet.writeDeployments();
        String commit = repository.commit("Start " + fleet.applications() + " workloads");
        long start = System.nanoTime();
        repository.publish();
        double seconds = (healthy.awaitHealthy(fleet.targets(), commit, LIMIT) - start) / 1e9;
        table.row(
                fleet.applications() + " applications with a Deployment, push to all healthy",
                "%.1f s = %.2f x the %.1f s that the control plane needs by itself"
                        .formatted(seconds, seconds / alone, alone));
    }

    private void restart() throws Exception {
        Requests requests = Requests.now(cluster);
        long start = System.nanoTime();
        try (RunningKeelstream system = up()) {
            double ready = (System.nanoTime() - start) / 1e9;
            TimeUnit.SECONDS.sleep(5);
            Requests sent = Requests.now(cluster).since(requests);
            table.row(
                    "restart with all of them",
                    "%.1f s to `ready:`, %d writes to the cluster, %d MiB after 5 s"
                            .formatted(
                                    ready,
                                    sent.writes(),
                                    ProcessUse.of(system.process()).residentMegabytes()));
        }
    }

    private RunningKeelstream up() throws Exception {
        return RunningKeelstream.up(state, repository.url(), cluster.kubeconfig());
    }
}
