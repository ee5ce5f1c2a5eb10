package io.keelstream.benchmarks.drift;

import io.keelstream.benchmarks.scenario.Table;
import io.keelstream.benchmarks.scenario.Told;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.RunningKeelstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures drift and prints the rows of {@code docs/drift.md}. */
@Command(
        name = "drift",
        description = {
            "Measures how soon a change by hand is told and put back, and what watching costs.",
            "The cluster is chosen by -Dkeelstream.e2e.cluster: sandbox or kube-apiserver."
        },
        mixinStandardHelpOptions = true)
public final class DriftBenchmark implements Callable<Integer> {

    private static final Duration FIRST_PUSH = Duration.ofMinutes(10);

    @Option(names = "--applications", description = "Applications of 20 objects (default: ${DEFAULT-VALUE}).")
    private int applications = 100;

    @Option(names = "--changes", description = "Objects that are changed by hand (default: ${DEFAULT-VALUE}).")
    private int changes = 200;

    @Option(names = "--status-updates", description = "Updates that are no drift (default: ${DEFAULT-VALUE}).")
    private int statusUpdates = 100_000;

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
            fleet.write(repository);
            String commit = repository.push("Start");
            try (RunningKeelstream system = RunningKeelstream.up(state, repository.url(), cluster.kubeconfig());
                    Told told = new Told(system)) {
                told.awaitHealthy(fleet.targets(), commit, FIRST_PUSH);
                new CorrectionTimes(cluster, table).measure(system, fleet, changes);
            }
            new DetectionTimes(cluster, state, table).measure(fleet, changes, statusUpdates);
        }
        return 0;
    }
}
