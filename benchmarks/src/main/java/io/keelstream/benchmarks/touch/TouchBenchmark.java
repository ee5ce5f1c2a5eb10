package io.keelstream.benchmarks.touch;

import io.keelstream.benchmarks.scenario.HealthyDeployments;
import io.keelstream.benchmarks.scenario.LiveValues;
import io.keelstream.benchmarks.scenario.ProcessUse;
import io.keelstream.benchmarks.scenario.Quantiles;
import io.keelstream.benchmarks.scenario.Table;
import io.keelstream.benchmarks.scenario.Traffic;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.system.RunningKeelstream;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.client.Watch;
import io.keelstream.kubernetes.client.WatchRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what a commit to one application costs, by how many the repository holds. */
@Command(
        name = "one-of-many",
        description = {
            "Measures a commit to one of many applications: time until it is live, processor time, and what is written.",
            "The cluster is chosen by -Dkeelstream.e2e.cluster: sandbox or kube-apiserver."
        },
        mixinStandardHelpOptions = true)
public final class TouchBenchmark implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofMinutes(15);

    @Option(
            names = "--applications",
            split = ",",
            description = "Applications in the repository (default: ${DEFAULT-VALUE}).")
    private List<Integer> applications = List.of(100, 1_000, 3_000, 5_000);

    @Option(names = "--touches", description = "Commits that are measured (default: ${DEFAULT-VALUE}).")
    private int touches = 100;

    @Option(names = "--warm-up", description = "Commits before them (default: ${DEFAULT-VALUE}).")
    private int warmUp = 50;

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new TouchBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Table table = new Table(System.out);
        for (int count : applications) {
            Path folder = Files.createTempDirectory("keelstream-touch");
            try (TestCluster cluster = TestCluster.start();
                    BareInfra infra = new BareInfra(folder.resolve("infra.git"))) {
                String first = infra.start(count);
                infra.publish();
                try (RunningKeelstream system =
                                RunningKeelstream.up(folder.resolve("state"), infra.url(), cluster.kubeconfig());
                        HealthyDeployments healthy = new HealthyDeployments(system)) {
                    healthy.awaitHealthy(targets(count), first, LIMIT);
                    table.row(count + " applications, one touched", measure(count, cluster, infra, system, healthy));
                }
            }
        }
        return 0;
    }

    private static List<String> targets(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> "production/" + BareInfra.application(number))
                .toList();
    }

    private String measure(
            int count, TestCluster cluster, BareInfra infra, RunningKeelstream system, HealthyDeployments healthy)
            throws Exception {
        List<Double> live = new ArrayList<>();
        LiveValues values = new LiveValues();
        try (ClusterClient client =
                        Clusters.open(ClusterSettings.of("default", cluster.kubeconfig()), new SimpleMeterRegistry());
                Watch _ = client.watch(
                        new WatchRequest(
                                client.discovery().find("v1", "ConfigMap").orThrow(), BareInfra.NAMESPACE, "", false),
                        values)) {
            values.await(BareInfra.application(0), "start", LIMIT);
            for (int round = 0; round < warmUp; round++) {
                touch(round * 7 % count, "warm-" + round, infra, values, healthy);
            }
            try (Traffic traffic = new Traffic(system.kafka())) {
                ProcessUse before = ProcessUse.of(system.process());
                long start = System.nanoTime();
                for (int round = 0; round < touches; round++) {
                    live.add(touch(round * 7 % count, "touch-" + round, infra, values, healthy));
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                ProcessUse after = ProcessUse.of(system.process());
                Traffic.Written written = traffic.upToNow();
                Quantiles times = new Quantiles(live);
                return "%.0f ms of processor time per commit in %.2f s each; p50 %.0f ms, p95 %.0f ms to live; %.1f records and %.1f KB written; %d MiB"
                        .formatted(
                                (after.processorSeconds() - before.processorSeconds()) * 1000 / touches,
                                seconds / touches,
                                times.median(),
                                times.at(0.95),
                                written.records() / (double) touches,
                                written.bytes() / 1000.0 / touches,
                                after.residentMegabytes());
            }
        }
    }

    /** Milliseconds from the moved branch to the live value; returns when the deployment has ended as well. */
    private static double touch(
            int number, String value, BareInfra infra, LiveValues values, HealthyDeployments healthy) throws Exception {
        String commit = infra.touch(number, value);
        long start = System.nanoTime();
        infra.publish();
        double live = (values.await(BareInfra.application(number), value, LIMIT) - start) / 1e6;
        healthy.awaitHealthy(List.of("production/" + BareInfra.application(number)), commit, LIMIT);
        return live;
    }
}
