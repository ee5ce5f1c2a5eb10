package io.keelstream.canary.query;

import io.keelstream.canary.config.GaugeMetric;
import io.keelstream.canary.config.HistogramMetric;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.RatioMetric;
import io.keelstream.canary.config.SloMetric;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Queries for what many applications expose. All of them expect the labels {@code namespace} and {@code pod} on the series,
 * as Prometheus' discovery of pods sets them.
 */
public enum Preset {

    /**
     * The HTTP server of Spring Boot as Micrometer exposes it; requests to the actuator do not count. Histograms need the
     * property {@code management.metrics.distribution.percentiles-histogram.http.server.requests=true}.
     */
    SPRING_BOOT_HTTP("spring-boot-http") {
        @Override
        Optional<MetricQuery> query(MetricConfig metric) {
            return switch (metric) {
                case RatioMetric ratio -> Optional.of(new MetricQuery.Shares(count("status=~\"5..\""), count("")));
                case SloMetric slo -> Optional.of(new MetricQuery.Shares(count("status!~\"5..\""), count("")));
                case HistogramMetric histogram -> Optional.of(new MetricQuery.Histogram(requests("bucket", "")));
                case GaugeMetric gauge -> Optional.empty();
            };
        }

        private static String count(String matcher) {
            return requests("count", matcher);
        }

        private static String requests(String what, String matcher) {
            String actuator = "uri!~\"/actuator.*\"";
            return selector(
                    "http_server_requests_seconds_" + what, matcher.isEmpty() ? actuator : actuator + "," + matcher);
        }
    },

    /** The heap of a JVM as Micrometer exposes it; bytes in use. */
    JVM_HEAP("jvm-heap") {
        @Override
        Optional<MetricQuery> query(MetricConfig metric) {
            return metric instanceof GaugeMetric
                    ? Optional.of(new MetricQuery.Levels(
                            "sum by (pod) (" + selector("jvm_memory_used_bytes", "area=\"heap\"") + ")"))
                    : Optional.empty();
        }
    };

    private final String word;

    Preset(String word) {
        this.word = word;
    }

    /** What it asks for a metric of some kind; empty when it has none of that kind. */
    abstract Optional<MetricQuery> query(MetricConfig metric);

    /** The name in a configuration. */
    public String word() {
        return word;
    }

    /**
     * What a preset asks for a metric.
     *
     * @throws IllegalArgumentException when there is no such preset, or it has nothing of the metric's kind
     */
    public static MetricQuery query(String word, MetricConfig metric) {
        Preset preset = Arrays.stream(values())
                .filter(each -> each.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no preset '" + word + "'; there are "
                        + String.join(", ", words()) + ". Give a query instead"));
        return preset.query(metric)
                .orElseThrow(() -> new IllegalArgumentException(
                        "preset '" + word + "' has nothing for this kind of metric; give a query instead"));
    }

    private static List<String> words() {
        return Arrays.stream(values()).map(Preset::word).sorted().toList();
    }

    private static String selector(String name, String matchers) {
        return name + "{namespace=\"{{namespace}}\",pod=~\"{{pods}}\"," + matchers + "}";
    }
}
