package io.keelstream.benchmarks.canary;

import io.keelstream.benchmarks.canary.scenario.Scenario;
import io.keelstream.benchmarks.canary.simulation.Shape;
import io.keelstream.benchmarks.canary.simulation.Simulation;
import io.keelstream.canary.observations.Buckets;
import io.keelstream.canary.observations.Counts;
import io.keelstream.canary.observations.Levels;
import io.keelstream.canary.observations.Reading;
import io.keelstream.canary.observations.Tick;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;

/**
 * Writes simulated analyses as files for {@code keelstream analyze}: {@code SimulatedFiles SCENARIO FILES TICKS METRICS
 * DIR}. METRICS is 2 (errors and latency) or 4 (one more ratio and the heap). The files are {@code 0.csv} and so on.
 */
public final class SimulatedFiles {

    private SimulatedFiles() {}

    /** Writes the files. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 5) {
            System.err.println("SimulatedFiles SCENARIO FILES TICKS METRICS DIR");
            System.exit(2);
        }
        Scenario scenario = Scenario.all().stream()
                .filter(each -> each.name().equals(arguments[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no scenario is named '" + arguments[0] + "'"));
        Shape shape = arguments[3].equals("4") ? new Shape(1, true) : Shape.PLAIN;
        Path folder = Files.createDirectories(Path.of(arguments[4]));
        for (int file = 0; file < Integer.parseInt(arguments[1]); file++) {
            Simulation simulation = new Simulation(scenario.effect().get(), shape, file);
            write(folder.resolve(file + ".csv"), simulation, Integer.parseInt(arguments[2]));
        }
    }

    private static void write(Path file, Simulation simulation, int ticks) throws IOException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
            out.println("tick,arm,metric,events,total,bound,value,pod");
            for (int number = 0; number < ticks; number++) {
                Tick tick = simulation.next(number);
                tick.metrics().forEach((metric, readings) -> {
                    write(out, tick.number() + ",baseline," + metric, readings.baseline());
                    write(out, tick.number() + ",canary," + metric, readings.canary());
                });
            }
        }
    }

    private static void write(PrintWriter out, String start, SortedMap<String, Reading> pods) {
        pods.forEach((pod, reading) -> {
            switch (reading) {
                case Counts counts ->
                    out.println(start + "," + number(counts.events()) + "," + number(counts.total()) + ",,," + pod);
                case Buckets buckets -> {
                    for (Map.Entry<Double, Double> bucket : buckets.atOrBelow().entrySet()) {
                        String bound = bucket.getKey() == Double.POSITIVE_INFINITY ? "+Inf" : number(bucket.getKey());
                        out.println(start + "," + number(bucket.getValue()) + ",," + bound + ",," + pod);
                    }
                }
                case Levels levels -> levels.values().forEach(value -> out.println(start + ",,,," + value + "," + pod));
            }
        });
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
