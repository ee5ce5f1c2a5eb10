package io.keelstream.benchmarks.drift;

import io.keelstream.benchmarks.scenario.HealthyDeployments;
import io.keelstream.benchmarks.scenario.Table;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.RunningKeelstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures drift and prints the rows of {@code docs/drift.md}. */
@Command(
        name = "drift",
        description = {
            "Measures how soon a manual change is reported and corrected, and what watching costs.",
            "The cluster is chosen by -Dkeelstream.e2e.cluster: sandbox or kube-apiserver."
        },
        mixinStandardHelpOptions = true)
public final class DriftBenchmark implements Callable<Integer> {

    private static final Duration RELEASED = Duration.ofMinutes(10);

    @Option(names = "--applications", description = "Applications of 20 objects (default: ${DEFAULT-VALUE}).")
    private int applications = 100;

    @Option(names = "--changes", description = "Objects that are changed manually (default: ${DEFAULT-VALUE}).")
    private int changes = 200;

    @Option(names = "--status-updates", description = "Updates that are no drift (default: ${DEFAULT-VALUE}).")
    private int statusUpdates = 100_000;

    @Option(
            names = "--objects",
            description = "Objects that the detector alone is run on at the end, to see the memory it needs; 0 for none"
                    + " (default: ${DEFAULT-VALUE}).")
    private int objects = 10_000;

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DriftBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("keelstream-drift");
        Path state = folder.resolve("state");
        Table table = new Table(System.out);
        Fleet fleet = new Fleet(applications);
        try (TestCluster cluster = TestCluster.start();
                InfraRepository repository = InfraRepository.create(folder)) {
            table.row(
                    "cluster, objects",
                    "%s, %d processors, %d targets, %d objects"
                            .formatted(
                                    cluster.name(),
                                    Runtime.getRuntime().availableProcessors(),
                                    applications,
                                    fleet.objects()));
            release(
                    fleet,
                    0,
                    cluster,
                    repository,
                    state,
                    system -> new CorrectionTimes(cluster, table).measure(system, fleet, changes));
            new DetectionTimes(cluster, state, table).measure(fleet, changes, statusUpdates);
            if (objects > 0) {
                Fleet large = new Fleet(Math.max(applications, objects / Fleet.OBJECTS));
                release(large, applications, cluster, repository, state, DriftBenchmark::awaitNoDrift);
                new DetectorMemory(cluster, state, table).measure(large);
            }
        }
        return 0;
    }

    /**
     * Has the whole system release the fleet, and does more with it; it is ended afterwards, and its records stay.
     *
     * @param known how many of its applications were released before: those do not change
     */
    private static void release(
            Fleet fleet, int known, TestCluster cluster, InfraRepository repository, Path state, WithSystem then)
            throws Exception {
        fleet.write(repository);
        String commit = repository.push(fleet.objects() + " objects");
        try (RunningKeelstream system = RunningKeelstream.up(state, repository.url(), cluster.kubeconfig());
                HealthyDeployments healthy = new HealthyDeployments(system)) {
            healthy.awaitHealthy(fleet.targets().subList(known, fleet.applications()), commit, RELEASED);
            then.run(system);
        }
    }

    /** Waits until everything that was changed before is corrected: what has drifted already would not be reported again. */
    private static void awaitNoDrift(RunningKeelstream system) throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + RELEASED.toNanos();
        while (!system.verb("drift").contains("nothing has drifted")) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("not everything is put back");
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    /** What is done while the whole system runs. */
    @FunctionalInterface
    private interface WithSystem {
        void run(RunningKeelstream system) throws Exception;
    }
}
