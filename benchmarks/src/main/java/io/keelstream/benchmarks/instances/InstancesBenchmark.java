package io.keelstream.benchmarks.instances;

import io.keelstream.benchmarks.scenario.Fleet;
import io.keelstream.benchmarks.scenario.HealthyDeployments;
import io.keelstream.benchmarks.scenario.ProcessUse;
import io.keelstream.benchmarks.scenario.Table;
import io.keelstream.e2e.apart.ServiceProcess;
import io.keelstream.e2e.apart.Services;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.kafka.BrokerProcess;
import io.keelstream.e2e.system.ControlGroup;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.messaging.service.KafkaSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
            description = "How much later a request arrives at the API server (default: 0,100,500).")
    private List<Integer> delays = List.of(0, 100, 500);

    @Option(
            names = "--share",
            split = ",",
            paramLabel = "PERCENT",
            description =
                    "Percent of a processor that each instance may use, as a pod with a limit; needs Linux and root"
                            + " (default: ${DEFAULT-VALUE}).")
    private List<Integer> shares = List.of(20);

    /**
     * What the instances live with.
     *
     * @param delay how much later a request arrives at the API server, in milliseconds
     * @param share percent of a processor that an instance may use; 0 for no limit
     */
    private record Regime(int delay, int share) {

        String text() {
            return "requests arrive %d ms later".formatted(delay)
                    + (share == 0 ? "" : ", %d %% of a processor each".formatted(share));
        }
    }

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new InstancesBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("keelstream-instances");
        Table table = new Table(System.out);
        for (Regime regime : regimes()) {
            double one = measure(table, Files.createTempDirectory(folder, "one"), regime, 1);
            double two = measure(table, Files.createTempDirectory(folder, "two"), regime, 2);
            table.row(regime.text() + ": two instances against one", String.format(Locale.ROOT, "%.2f x", one / two));
        }
        return 0;
    }

    private List<Regime> regimes() {
        return Stream.concat(
                        delays.stream().map(delay -> new Regime(delay, 0)),
                        shares.stream().map(share -> new Regime(0, share)))
                .toList();
    }

    /** The seconds that a push takes, after one that warmed everything up. */
    private double measure(Table table, Path folder, Regime regime, int instances) throws Exception {
        List<ControlGroup> limits = new ArrayList<>();
        try (TestCluster cluster = TestCluster.start();
                DistantServer server = DistantServer.of(
                        cluster.kubeconfig(), Duration.ofMillis(regime.delay()), folder.resolve("distant.kubeconfig"));
                InfraRepository repository = InfraRepository.create(folder);
                BrokerProcess broker = new BrokerProcess(folder.resolve("broker"));
                Services services = Services.on(folder, broker.servers(), repository, service -> server.kubeconfig());
                HealthyDeployments healthy = new HealthyDeployments(KafkaSettings.at(broker.servers()))) {
            repository.write("README.md", "Nothing yet.\n").push("Start");
            List<ServiceProcess> measured = new ArrayList<>();
            ServiceProcess gitWatcher = services.start("git-watcher");
            for (int i = 0; i < instances; i++) {
                measured.add(services.start("planner"));
                measured.add(services.start("applier"));
            }
            gitWatcher.awaitReady();
            measured.forEach(ServiceProcess::awaitReady);
            push(repository, healthy, "warm", applications);
            if (regime.share() > 0) {
                for (ServiceProcess each : measured) {
                    limits.add(ControlGroup.processor(each.process(), regime.share()));
                }
            }
            double before = processorSeconds(measured);
            double seconds = push(repository, healthy, "app", applications);
            double used = processorSeconds(measured) - before;
            table.row(
                    "%s, %d instance%s of planner and applier"
                            .formatted(regime.text(), instances, instances == 1 ? "" : "s"),
                    String.format(
                            Locale.ROOT,
                            "%d applications in %.1f s, %.1f a second; they used %.0f %% of the %d processors",
                            applications,
                            seconds,
                            applications / seconds,
                            100 * used / seconds / Runtime.getRuntime().availableProcessors(),
                            Runtime.getRuntime().availableProcessors()));
            return seconds;
        } finally {
            for (ControlGroup limit : limits) {
                limit.close();
            }
        }
    }

    private static double push(InfraRepository repository, HealthyDeployments healthy, String prefix, int applications)
            throws Exception {
        Fleet fleet = new Fleet(repository, prefix, prefix, applications);
        fleet.writeConfigMaps();
        String commit = repository.commit("Start " + applications + " applications");
        long start = System.nanoTime();
        repository.publish();
        return (healthy.awaitHealthy(fleet.targets(), commit, LIMIT) - start) / 1e9;
    }

    private static double processorSeconds(List<ServiceProcess> processes) {
        return processes.stream()
                .mapToDouble(each -> ProcessUse.of(each.process()).processorSeconds())
                .sum();
    }
}
