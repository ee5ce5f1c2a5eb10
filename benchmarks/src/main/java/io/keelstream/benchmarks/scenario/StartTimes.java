package io.keelstream.benchmarks.scenario;

import io.keelstream.e2e.system.RunningKeelstream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How long {@code up} takes from nothing: empty state, sandbox, demo repository. */
final class StartTimes {

    private static final int RUNS = 3;

    private StartTimes() {}

    static void measure(Path folder, Table table) throws Exception {
        List<Double> seconds = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            try (RunningKeelstream system =
                    RunningKeelstream.up(folder.resolve("run-" + run), List.of("--sandbox-port", "0"))) {
                seconds.add((System.nanoTime() - start) / 1e9);
                if (run == RUNS - 1) {
                    ProcessUse use = ProcessUse.of(system.process());
                    table.row(
                            "`up` to `ready:`, empty state, built",
                            "%.1f s (median of %d), %d MiB"
                                    .formatted(new Quantiles(seconds).median(), RUNS, use.residentMegabytes()));
                }
            }
        }
    }
}
