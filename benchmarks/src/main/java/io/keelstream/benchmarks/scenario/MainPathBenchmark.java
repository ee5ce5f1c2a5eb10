package io.keelstream.benchmarks.scenario;

import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.system.InfraRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the main path and prints the rows of {@code docs/performance.md}. */
@Command(
        name = "main-path",
        description = {
            "Measures a push on its way to healthy objects, beside what the API server needs by itself.",
            "The cluster is chosen by -Dkeelstream.e2e.cluster: sandbox or kube-apiserver."
        },
        mixinStandardHelpOptions = true)
public final class MainPathBenchmark implements Callable<Integer> {

    @Option(names = "--applications", description = "Applications of four ConfigMaps (default: ${DEFAULT-VALUE}).")
    private int applications = 1000;

    @Option(
            names = "--deployments",
            description = "Applications of one Deployment; 0 for none (default: ${DEFAULT-VALUE}).")
    private int deployments = 100;

    @Option(names = "--touches", description = "Commits to one of them (default: ${DEFAULT-VALUE}).")
    private int touches = 30;

    @Option(names = "--idle", description = "Seconds without a change (default: ${DEFAULT-VALUE}).")
    private int idle = 60;

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new MainPathBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("keelstream-main-path");
        Table table = new Table(System.out);
        StartTimes.measure(folder.resolve("start"), table);
        try (TestCluster cluster = TestCluster.start();
                InfraRepository repository = InfraRepository.create(folder)) {
            new PushTimes(cluster, repository, folder.resolve("state"), table)
                    .measure(applications, touches, idle, deployments);
        }
        return 0;
    }
}
