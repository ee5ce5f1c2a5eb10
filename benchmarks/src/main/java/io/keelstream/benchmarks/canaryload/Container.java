package io.keelstream.benchmarks.canaryload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/**
 * The container of a service as the chart has it, as far as a JVM sees it.
 *
 * @param megabytes limit of its memory; MiB
 * @param options what the chart gives every JVM
 */
record Container(long megabytes, List<String> options) {

    /** From {@code deploy/helm/keelstream/values.yaml}, in the folder of the checkout. */
    static Container ofChart(String service) throws IOException {
        Map<String, Object> values = new Yaml().load(Files.readString(Path.of("deploy/helm/keelstream/values.yaml")));
        Object limit = at(values, "services", service, "resources", "limits", "memory");
        Stream<String> own = Stream.of(
                        values.get("javaOptions"),
                        Objects.requireNonNullElse(at(values, "services", service, "javaOptions"), ""))
                .flatMap(options -> Stream.of(String.valueOf(options).split(" ", -1)))
                .filter(option -> !option.isEmpty());
        return new Container(megabytes(String.valueOf(limit)), own.toList());
    }

    /** The same with another limit. */
    Container with(String limit) {
        return new Container(megabytes(limit), options);
    }

    /** What makes a JVM outside of a container behave as in this one: the collector that it chooses, and the size of its heap. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(options);
        arguments.add("-XX:MaxRAM=" + megabytes + "m");
        if (megabytes < 1_792) {
            arguments.add("-XX:+UseSerialGC");
        }
        return arguments;
    }

    private static @Nullable Object at(Map<String, Object> values, String... path) {
        Object value = values;
        for (String name : path) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }

    /** A quantity in {@code Mi} or {@code Gi}. */
    private static long megabytes(String quantity) {
        long number = Long.parseLong(quantity.replaceAll("[MG]i$", ""));
        return quantity.endsWith("Gi") ? 1_024 * number : number;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d MiB, %s", megabytes, String.join(" ", options));
    }
}
