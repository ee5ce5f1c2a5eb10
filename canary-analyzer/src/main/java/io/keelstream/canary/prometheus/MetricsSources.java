package io.keelstream.canary.prometheus;

import io.keelstream.canary.source.Address;
import io.keelstream.canary.source.MetricsSource;
import io.keelstream.canary.source.Readout;
import io.keelstream.canary.source.Request;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sources of an installation. A request goes to the source that it names, else to the one that names its cluster, else to the
 * one that names no cluster. Thread-safe.
 */
public final class MetricsSources implements MetricsSource, AutoCloseable {

    /** What came of choosing. */
    private sealed interface Choice {

        record One(Each source) implements Choice {}

        record None(String why) implements Choice {}
    }

    private record Each(PrometheusSettings settings, Prometheus prometheus) {

        boolean serves(String cluster) {
            return settings.clusters().contains(cluster);
        }
    }

    private final List<Each> sources = new ArrayList<>();

    /** @param meters where the figures go */
    public MetricsSources(List<PrometheusSettings> sources, MeterRegistry meters) {
        sources.forEach(each -> this.sources.add(new Each(each, new Prometheus(each, meters))));
    }

    @Override
    public Readout read(Request request) throws InterruptedException {
        return switch (choose(request.address())) {
            case Choice.One(Each source) -> new PrometheusReader(source.prometheus()).read(request);
            case Choice.None(String why) -> new Readout.Away(why);
        };
    }

    @Override
    public void close() {
        sources.forEach(each -> each.prometheus().close());
    }

    private Choice choose(Address address) {
        return address.source().isPresent()
                ? named(address.source().get(), address.cluster())
                : serving(address.cluster());
    }

    private Choice named(String name, String cluster) {
        for (Each each : sources) {
            if (each.settings().name().equals(name)) {
                return each.serves(cluster) || each.settings().clusters().isEmpty()
                        ? new Choice.One(each)
                        : new Choice.None("The metrics source '%s' does not serve cluster '%s': add it to its clusters"
                                .formatted(name, cluster));
            }
        }
        return new Choice.None("There is no metrics source '%s': known are %s".formatted(name, names()));
    }

    private Choice serving(String cluster) {
        List<Each> serving =
                sources.stream().filter(each -> each.serves(cluster)).toList();
        List<Each> candidates = serving.isEmpty()
                ? sources.stream()
                        .filter(each -> each.settings().clusters().isEmpty())
                        .toList()
                : serving;
        if (candidates.size() == 1) {
            return new Choice.One(candidates.getFirst());
        }
        return new Choice.None(
                candidates.isEmpty()
                        ? "No metrics source serves cluster '%s': add it to the clusters of one of %s"
                                .formatted(cluster, names())
                        : "Several metrics sources serve cluster '%s' (%s): name one in analysis.source"
                                .formatted(cluster, names(candidates)));
    }

    private String names() {
        return names(sources);
    }

    private static String names(List<Each> sources) {
        return sources.stream().map(each -> each.settings().name()).collect(Collectors.joining(", "));
    }
}
