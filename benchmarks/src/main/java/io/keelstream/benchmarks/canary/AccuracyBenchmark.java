package io.keelstream.benchmarks.canary;

import io.keelstream.benchmarks.canary.method.Method;
import io.keelstream.benchmarks.canary.method.Methods;
import io.keelstream.benchmarks.canary.method.Outcome;
import io.keelstream.benchmarks.canary.method.Regime;
import io.keelstream.benchmarks.canary.report.AccuracyReport;
import io.keelstream.benchmarks.canary.report.Tally;
import io.keelstream.benchmarks.canary.scenario.Scenario;
import io.keelstream.benchmarks.canary.scenario.Truth;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.LongStream;

/**
 * Measures the accuracy of the canary judge and writes the report: simulates every scenario with every method, adds a line
 * per result to {@code canary-accuracy/results.csv} (a later line replaces an earlier one), and renders
 * {@code canary-accuracy.md} with its pictures. Seeds are fixed: the same command gives the same numbers. What it takes is
 * described by {@link AccuracyOptions#USAGE}.
 */
public final class AccuracyBenchmark {

    private AccuracyBenchmark() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws IOException {
        AccuracyOptions options;
        try {
            options = AccuracyOptions.parse(List.of(arguments));
        } catch (IllegalArgumentException wrongUse) {
            System.err.println(wrongUse.getMessage());
            System.exit(2);
            return;
        }
        Path results = options.docs().resolve("canary-accuracy").resolve("results.csv");
        Files.createDirectories(options.docs().resolve("canary-accuracy"));
        if (!options.resume() && !options.reportOnly() && options.only().isEmpty()) {
            Files.deleteIfExists(results);
        }
        if (!options.reportOnly()) {
            simulate(options, results);
        }
        new AccuracyReport(read(results)).write(options.docs());
    }

    private static List<Tally> read(Path results) throws IOException {
        return Files.exists(results)
                ? Files.readAllLines(results, StandardCharsets.UTF_8).stream()
                        .map(Tally::parse)
                        .toList()
                : List.of();
    }

    private static void simulate(AccuracyOptions options, Path results) throws IOException {
        Set<String> done = new HashSet<>();
        if (options.resume()) {
            read(results).forEach(tally -> done.add(key(tally.method(), tally.regime(), tally.scenario())));
        }
        try (ForkJoinPool pool = new ForkJoinPool(options.threads())) {
            for (Run run : runs(options)) {
                if (done.add(key(run.method.name(), run.regime, run.scenario.name()))) {
                    append(results, tally(pool, run, options).csv());
                }
            }
        }
    }

    /** What is to be simulated: our judge on everything, then the other methods. */
    private static List<Run> runs(AccuracyOptions options) {
        List<Run> runs = new ArrayList<>();
        for (Regime regime : Regime.values()) {
            for (Method method : Methods.measured(regime)) {
                for (Scenario scenario : Scenario.all()) {
                    if (method.suits(scenario) && scenario.name().contains(options.only())) {
                        runs.add(new Run(method, regime, scenario));
                    }
                }
            }
        }
        runs.sort(Comparator.comparing(run -> !run.method.name().equals(Methods.OURS)));
        return runs;
    }

    private static String key(String method, Regime regime, String scenario) {
        return method + "/" + regime + "/" + scenario;
    }

    private static void append(Path results, String line) throws IOException {
        Files.writeString(
                results, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        System.out.println(line);
    }

    private static Tally tally(ForkJoinPool pool, Run run, AccuracyOptions options) {
        int times = run.scenario.truth() == Truth.HARMLESS
                ? options.runs().nulls()
                : options.runs().harms();
        List<Outcome> outcomes = pool.submit(() -> LongStream.range(options.seed(), options.seed() + times)
                        .parallel()
                        .mapToObj(seed -> run.method.judge(run.scenario, seed))
                        .toList())
                .join();
        return Tally.of(run.method, run.regime, run.scenario, outcomes);
    }

    /** One line of the results to be. */
    private record Run(Method method, Regime regime, Scenario scenario) {}
}
