package io.keelstream.canary.configuration;

import io.keelstream.canary.config.GaugeMetric;
import io.keelstream.canary.config.HistogramMetric;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.RatioMetric;
import io.keelstream.canary.config.SloMetric;
import io.keelstream.canary.query.MetricQuery;
import io.keelstream.canary.query.Preset;
import io.keelstream.canary.query.Template;
import java.util.List;

/** What one entry of {@code metrics} asks for: a preset or a query. Stateless. */
final class QueryYaml {

    private QueryYaml() {}

    static MetricQuery read(YamlMap yaml, MetricConfig metric) {
        if (yaml.has("preset") == yaml.has("query")) {
            throw yaml.problem("metric '" + metric.name() + "' needs a preset or a query, and not both");
        }
        if (yaml.has("preset")) {
            try {
                return Preset.query(yaml.text("preset"), metric);
            } catch (IllegalArgumentException unknown) {
                throw yaml.problemAt("preset", "metric '" + metric.name() + "': " + unknown.getMessage());
            }
        }
        MetricQuery query = switch (metric) {
            case RatioMetric ratio -> shares(yaml);
            case SloMetric slo -> shares(yaml);
            case HistogramMetric histogram -> new MetricQuery.Histogram(yaml.text("query"));
            case GaugeMetric gauge -> new MetricQuery.Levels(yaml.text("query"));
        };
        for (String template : query.templates()) {
            Template.unknownPlace(template).ifPresent(problem -> {
                throw yaml.problemAt("query", "metric '" + metric.name() + "': " + problem);
            });
        }
        return query;
    }

    private static MetricQuery shares(YamlMap yaml) {
        if (!yaml.isMap("query")) {
            throw yaml.problemAt("query", "the query of a ratio or an slo is {events: SELECTOR, total: SELECTOR}");
        }
        YamlMap query = yaml.map("query", List.of("events", "total"));
        return new MetricQuery.Shares(query.text("events"), query.text("total"));
    }
}
