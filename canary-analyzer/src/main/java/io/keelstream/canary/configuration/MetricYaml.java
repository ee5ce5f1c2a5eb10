package io.keelstream.canary.configuration;

import io.keelstream.canary.config.GaugeMetric;
import io.keelstream.canary.config.HistogramMetric;
import io.keelstream.canary.config.Margin;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.QuantileTarget;
import io.keelstream.canary.config.RatioMetric;
import io.keelstream.canary.config.Role;
import io.keelstream.canary.config.SloMetric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One entry of {@code metrics}. Stateless. */
final class MetricYaml {

    private static final List<String> KINDS = List.of("ratio", "histogram", "gauge", "slo");
    static final List<String> FIELDS =
            List.of("name", "kind", "preset", "query", "tolerate", "margin", "weight", "role", "at", "objective");
    private static final List<String> DEFAULT_QUANTILES = List.of("p50", "p90", "p99");
    private static final List<Double> DEFAULT_TOLERATE = List.of(1.10, 1.20, 1.25);
    private static final List<Double> DEFAULT_TIMES = List.of(1.25, 1.5, 2.0);

    private MetricYaml() {}

    static MetricConfig read(YamlMap yaml) {
        String name = yaml.text("name");
        String kind = yaml.choice("kind", KINDS);
        double weight = yaml.number("weight", 1);
        try {
            return switch (kind) {
                case "ratio" -> ratio(yaml, name, weight);
                case "histogram" -> new HistogramMetric(name, weight, quantiles(yaml));
                case "gauge" -> gauge(yaml, name, weight);
                case "slo" -> new SloMetric(name, weight, Double.parseDouble(yaml.text("objective")));
                default -> throw new IllegalStateException("a kind that is not among the known: " + kind);
            };
        } catch (NumberFormatException notANumber) {
            throw yaml.problemAt("objective", "objective must be a number between 0 and 1");
        } catch (IllegalArgumentException invalid) {
            throw yaml.problem("metric '" + name + "': " + invalid.getMessage());
        }
    }

    /** What the metric may decide. */
    static Role role(YamlMap yaml) {
        return yaml.constant("role", Role.class, Role.GATE);
    }

    private static RatioMetric ratio(YamlMap yaml, String name, double weight) {
        double tolerate = yaml.number("tolerate", 1.2);
        return new RatioMetric(name, weight, tolerate, margin(yaml, 0, Math.max(2, 1 + 2 * (tolerate - 1))));
    }

    private static GaugeMetric gauge(YamlMap yaml, String name, double weight) {
        double tolerate = yaml.number("tolerate", 1.1);
        return new GaugeMetric(name, weight, tolerate, margin(yaml, 0, 1 + 2 * (tolerate - 1)));
    }

    private static List<QuantileTarget> quantiles(YamlMap yaml) {
        List<String> at = yaml.has("at") ? yaml.texts("at") : DEFAULT_QUANTILES;
        boolean defaults = at.equals(DEFAULT_QUANTILES);
        List<Double> tolerate = spread(yaml, "tolerate", yaml.numbers("tolerate"), at.size());
        List<QuantileTarget> targets = new ArrayList<>();
        for (int i = 0; i < at.size(); i++) {
            double tolerated = !tolerate.isEmpty() ? tolerate.get(i) : defaults ? DEFAULT_TOLERATE.get(i) : 1.2;
            double times = Math.max(defaults ? DEFAULT_TIMES.get(i) : 1.5, 1 + 2 * (tolerated - 1));
            targets.add(new QuantileTarget(at.get(i), quantile(yaml, at.get(i)), tolerated, margin(yaml, i, times)));
        }
        return targets;
    }

    private static List<Double> spread(YamlMap yaml, String field, List<Double> given, int size) {
        if (given.size() == 1) {
            return Collections.nCopies(size, given.getFirst());
        }
        if (!given.isEmpty() && given.size() != size) {
            throw yaml.problemAt(field, "'" + field + "' needs one number or one per quantile (" + size + ")");
        }
        return given;
    }

    private static double quantile(YamlMap yaml, String name) {
        try {
            return name.startsWith("p") ? Double.parseDouble(name.substring(1)) / 100 : Double.parseDouble(name);
        } catch (NumberFormatException notAQuantile) {
            throw yaml.problemAt("at", "a quantile is written p50, p99 or p99.9, got '" + name + "'");
        }
    }

    private static Margin margin(YamlMap yaml, int index, double otherwise) {
        if (!yaml.has("margin")) {
            return new Margin(otherwise, 0);
        }
        YamlMap margin = yaml.map("margin", List.of("times", "absolute"));
        List<Double> times = margin.numbers("times");
        if (times.size() > 1 && index >= times.size()) {
            throw margin.problemAt("times", "'margin.times' needs one number or one per quantile");
        }
        double factor = times.isEmpty() ? otherwise : times.size() == 1 ? times.getFirst() : times.get(index);
        return new Margin(factor, margin.number("absolute", 0));
    }
}
