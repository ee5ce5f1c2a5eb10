package io.keelstream.benchmarks.canary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.LongStream;

/**
 * Measures the accuracy of the canary judge and writes the report.
 *
 * <p>{@code AccuracyBenchmark [--nulls N] [--harms N] [--threads N] [--docs DIR] [--only TEXT] [--report]}: simulates
 * every scenario in both regimes with every method, adds a line per result to {@code DIR/canary-accuracy/results.csv}
 * (a later line replaces an earlier one), and renders {@code DIR/canary-accuracy.md} with its plots. {@code --report}
 * only renders. Seeds are fixed: the same command gives the same numbers.
 */
public final class AccuracyBenchmark {

    private AccuracyBenchmark() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws IOException {
        Options options = Options.parse(List.of(arguments));
        Path docs = options.docs();
        Path results = docs.resolve("canary-accuracy").resolve("results.csv");
        Files.createDirectories(docs.resolve("canary-accuracy"));
        if (!options.reportOnly()) {
            simulate(options, results);
        }
        List<Tally> tallies = Files.readAllLines(results, StandardCharsets.UTF_8).stream()
                .map(Tally::parse)
                .toList();
        new AccuracyReport(tallies).write(docs);
    }

    private static void simulate(Options options, Path results) throws IOException {
        List<Scenario> scenarios = new ArrayList<>(Scenarios.harms());
        scenarios.addAll(Scenarios.nulls());
        try (ForkJoinPool pool = new ForkJoinPool(options.threads())) {
            for (Scenario scenario : scenarios) {
                if (!scenario.name().contains(options.only())) {
                    continue;
                }
                int runs = scenario.truth() == Scenario.Truth.HARMLESS ? options.nulls() : options.harms();
                for (Regime regime : Regime.values()) {
                    for (Method method : Methods.of(regime)) {
                        Tally tally = tally(pool, method, regime, scenario, runs);
                        Files.writeString(
                                results,
                                tally.csv() + "\n",
                                StandardCharsets.UTF_8,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND);
                        System.out.println(tally.csv());
                    }
                }
            }
        }
    }

    static Tally tally(ForkJoinPool pool, Method method, Regime regime, Scenario scenario, int runs) {
        List<Outcome> outcomes = pool.submit(() -> LongStream.range(0, runs)
                        .parallel()
                        .mapToObj(seed -> method.judge(scenario, seed))
                        .toList())
                .join();
        return Tally.of(method, regime, scenario, outcomes);
    }

    /** The words of the command line. */
    private record Options(int nulls, int harms, int threads, Path docs, String only, boolean reportOnly) {

        static Options parse(List<String> words) {
            return new Options(
                    Integer.parseInt(after(words, "--nulls", "1000")),
                    Integer.parseInt(after(words, "--harms", "400")),
                    Integer.parseInt(after(words, "--threads", "2")),
                    Path.of(after(words, "--docs", "docs")),
                    after(words, "--only", ""),
                    words.contains("--report"));
        }

        private static String after(List<String> words, String option, String otherwise) {
            int index = words.indexOf(option);
            return index < 0 || index + 1 >= words.size() ? otherwise : words.get(index + 1);
        }
    }
}
