package io.keelstream.benchmarks.canaryload;

import io.keelstream.benchmarks.scenario.ProcessUse;
import io.keelstream.benchmarks.scenario.Quantiles;
import io.keelstream.benchmarks.scenario.Table;
import io.keelstream.benchmarks.scenario.Traffic;
import io.keelstream.messaging.broker.EmbeddedBroker;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.topic.Provisioning;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures many analyses at once and prints the rows of {@code docs/performance.md}. */
@Command(
        name = "canary-load",
        description = {
            "Measures what many canary analyses at once cost: errors and latency of Spring Boot, ticks of ten seconds.",
            "The canary-analyzer is a process of its own; the broker and the metrics source are in this one."
        },
        mixinStandardHelpOptions = true)
public final class CanaryLoadBenchmark implements Callable<Integer> {

    private static final int PARTITIONS = 3;
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    @Option(names = "--analyses", description = "Analyses that run at the same time (default: ${DEFAULT-VALUE}).")
    private int analyses = 500;

    @Option(names = "--minutes", description = "Minutes that are measured (default: ${DEFAULT-VALUE}).")
    private int minutes = 3;

    @Option(
            names = "--warm-up",
            description = "Seconds from the first tick of all to the measurement" + " (default: ${DEFAULT-VALUE}).")
    private int warmUp = 60;

    @Option(names = "--pods", description = "Pods of each arm (default: ${DEFAULT-VALUE}).")
    private int pods = 2;

    @Option(
            names = "--buckets",
            description = "Buckets of each histogram; those of Micrometer are about 70 (default: ${DEFAULT-VALUE}).")
    private int buckets = 14;

    @Option(names = "--scrape", description = "Seconds between two scrapes (default: ${DEFAULT-VALUE}).")
    private int scrape = 5;

    @Option(
            names = "--memory",
            description =
                    "The canary-analyzer sizes its heap as in a container with this limit (default: that of the chart).")
    private @Nullable String memory;

    @Option(
            names = "--java-option",
            description = "One more option of the canary-analyzer's JVM, beside those of the chart; may be repeated.")
    private List<String> javaOptions = List.of();

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CanaryLoadBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("keelstream-canary-load");
        Table table = new Table(System.out);
        Container container = container();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
                MetricsServer metrics = new MetricsServer(new MetricsServer.Shape(pods, buckets, scrape))) {
            KafkaSettings kafka = KafkaSettings.at(broker.bootstrapServers());
            Provisioning.install(kafka.clientProperties(), PARTITIONS, (short) 1);
            try (EvidenceTimes evidence = new EvidenceTimes(kafka);
                    AnalyzerProcess analyzer =
                            new AnalyzerProcess(container, broker.bootstrapServers(), metrics.url(), folder)) {
                new Canaries(analyses).start(kafka);
                evidence.await(analyses, START_LIMIT);
                TimeUnit.SECONDS.sleep(warmUp);
                table.row("container", container.toString());
                measure(table, kafka, metrics, evidence, analyzer);
            }
        }
        return 0;
    }

    private Container container() throws IOException {
        Container ofChart = Container.ofChart("canary-analyzer");
        Container limited = memory == null ? ofChart : ofChart.with(memory);
        return new Container(
                limited.megabytes(),
                Stream.concat(limited.options().stream(), javaOptions.stream()).toList());
    }

    private void measure(
            Table table, KafkaSettings kafka, MetricsServer metrics, EvidenceTimes evidence, AnalyzerProcess analyzer)
            throws Exception {
        try (Traffic traffic = new Traffic(kafka)) {
            evidence.reset();
            ProcessUse used = ProcessUse.of(analyzer.handle());
            MetricsServer.Asked asked = metrics.asked();
            TimeUnit.MINUTES.sleep(minutes);
            ProcessUse use = ProcessUse.of(analyzer.handle());
            MetricsServer.Asked all = metrics.asked();
            Quantiles times = evidence.measured();
            int ticks = evidence.ticks();
            Traffic.Written written = traffic.upToNow();
            AnalyzerProcess.Heap collected = analyzer.heap();
            long queries = all.queries() - asked.queries();
            double analysisMinutes = (double) analyses * minutes;

            table.row(
                    "analyses, pods per arm, series of an analysis, scrapes",
                    "%d, %d, %d, every %d s".formatted(analyses, pods, 4 * pods * (1 + buckets), scrape));
            table.row(
                    "processors, load average of the last minute",
                    "%d, %.1f"
                            .formatted(
                                    Runtime.getRuntime().availableProcessors(),
                                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
            table.row(
                    "queries per second, of an analysis and tick, size of an answer",
                    "%.1f, %.2f, %d KB"
                            .formatted(
                                    queries / (60.0 * minutes),
                                    (double) queries / ticks,
                                    (all.bytes() - asked.bytes()) / Math.max(1, queries) / 1_000));
            table.row(
                    "processor time of the canary-analyzer per analysis and minute",
                    "%.3f s, %.0f %% of a core for all"
                            .formatted(
                                    (use.processorSeconds() - used.processorSeconds()) / analysisMinutes,
                                    100 * (use.processorSeconds() - used.processorSeconds()) / (60.0 * minutes)));
            table.row(
                    "ticks judged, end of a tick to its evidence in the topic, p50 / p95 / worst",
                    "%.1f %% of those that passed, %.1f s / %.1f s / %.1f s"
                            .formatted(
                                    100.0 * ticks / (analysisMinutes * 6),
                                    times.median(),
                                    times.at(0.95),
                                    times.max()));
            table.row(
                    "heap after the last collection, greatest, resident memory at most",
                    "%d MiB, %d MiB, %d MiB"
                            .formatted(collected.live(), collected.greatest(), use.greatestMegabytes()));
            table.row(
                    "records and MB written to Kafka per analysis and hour, before compression",
                    "%.0f, %.2f MB"
                            .formatted(
                                    written.records() * 60 / analysisMinutes,
                                    written.bytes() * 60 / analysisMinutes / 1_000_000));
        }
    }
}
