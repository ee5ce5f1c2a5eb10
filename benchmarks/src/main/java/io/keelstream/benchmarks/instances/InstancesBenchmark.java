package io.keelstream.benchmarks.instances;

import io.keelstream.benchmarks.scenario.Fleet;
import io.keelstream.benchmarks.scenario.ProcessUse;
import io.keelstream.benchmarks.scenario.Table;
import io.keelstream.benchmarks.scenario.Told;
import io.keelstream.e2e.apart.ServiceProcess;
import io.keelstream.e2e.apart.Services;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.kafka.BrokerProcess;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.messaging.service.KafkaSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how much sooner two instances of planner and applier are done than one, and prints what limits them. */
@Command(
        name = "instances",
        description = {
            "Measures a push to many applications with one and with two instances of planner and applier.",
            "The cluster is chosen by -Dkeelstream.e2e.cluster: sandbox or kube-apiserver."
        },
        mixinStandardHelpOptions = true)
public final class InstancesBenchmark implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    @Option(names = "--applications", description = "Applications of four ConfigMaps (default: ${DEFAULT-VALUE}).")
    private int applications = 300;

    @Option(
            names = "--delay",
            split = ",",
            paramLabel = "MILLISECONDS",
            description = "How much later a request arrives at the API server (default: 0,100).")
    private List<Integer> delays = List.of(0, 100);

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new InstancesBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("keelstream-instances");
        Table table = new Table(System.out);
        for (int delay : delays) {
            double one = measure(table, folder.resolve("one-" + delay), delay, 1);
            double two = measure(table, folder.resolve("two-" + delay), delay, 2);
            table.row(
                    "requests arrive %d ms later: two instances against one".formatted(delay),
                    String.format(Locale.ROOT, "%.2f x", one / two));
        }
        return 0;
    }

    /** The seconds that a push takes, after one that warmed everything up. */
    private double measure(Table table, Path folder, int delay, int instances) throws Exception {
        Files.createDirectories(folder);
        try (TestCluster cluster = TestCluster.start();
                DistantServer server = DistantServer.of(
                        cluster.kubeconfig(), Duration.ofMillis(delay), folder.resolve("distant.kubeconfig"));
                InfraRepository repository = InfraRepository.create(folder);
                BrokerProcess broker = new BrokerProcess(folder.resolve("broker"));
                Services services = Services.on(folder, broker.servers(), repository, service -> server.kubeconfig());
                Told told = new Told(KafkaSettings.at(broker.servers()))) {
            repository.write("README.md", "Nothing yet.\n").push("Start");
            List<ServiceProcess> measured = new ArrayList<>();
            ServiceProcess gitWatcher = services.start("git-watcher");
            for (int i = 0; i < instances; i++) {
                measured.add(services.start("planner"));
                measured.add(services.start("applier"));
            }
            gitWatcher.awaitReady();
            measured.forEach(ServiceProcess::awaitReady);
            push(repository, told, "warm", applications);
            double before = processorSeconds(measured);
            double seconds = push(repository, told, "app", applications);
            double used = processorSeconds(measured) - before;
            table.row(
                    "requests arrive %d ms later, %d instance%s of planner and applier"
                            .formatted(delay, instances, instances == 1 ? "" : "s"),
                    String.format(
                            Locale.ROOT,
                            "%d applications in %.1f s, %.1f a second; they used %.0f %% of the %d processors",
                            applications,
                            seconds,
                            applications / seconds,
                            100 * used / seconds / Runtime.getRuntime().availableProcessors(),
                            Runtime.getRuntime().availableProcessors()));
            return seconds;
        }
    }

    private static double push(InfraRepository repository, Told told, String prefix, int applications)
            throws Exception {
        Fleet fleet = new Fleet(repository, prefix, prefix, applications);
        fleet.writeConfigMaps();
        String commit = repository.commit("Start " + applications + " applications");
        long start = System.nanoTime();
        repository.publish();
        return (told.awaitHealthy(fleet.targets(), commit, LIMIT) - start) / 1e9;
    }

    private static double processorSeconds(List<ServiceProcess> processes) {
        return processes.stream()
                .mapToDouble(each -> ProcessUse.of(each.process()).processorSeconds())
                .sum();
    }
}
