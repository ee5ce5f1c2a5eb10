package io.keelstream.canary.configuration;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.Role;
import io.keelstream.canary.query.MetricQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The {@code analysis} block of an application as YAML, by itself or under the key {@code analysis}. Stateless. */
public final class AnalysisYaml {

    private static final List<String> FIELDS = List.of(
            "source", "interval", "warmup", "soak", "falseAlarm", "wrongPass", "canaryShare", "metrics", "maxDuration");

    private AnalysisYaml() {}

    /**
     * Reads a configuration for recorded observations: what only matters online (source, preset, query) is allowed and not
     * used.
     *
     * @param file the name of the file, for errors
     * @param yaml its content
     * @throws MalformedInputException naming file, line and remedy
     */
    public static AnalysisConfig read(String file, String yaml) {
        YamlMap block = block(file, yaml);
        return config(block, metrics(block));
    }

    /**
     * Reads a configuration for a metrics source: every metric must say what to ask for.
     *
     * @param file the name of the file, for errors
     * @param yaml its content; JSON is YAML too
     * @throws MalformedInputException naming file, line and remedy
     */
    public static Observation readOnline(String file, String yaml) {
        YamlMap block = block(file, yaml);
        List<MetricConfig> metrics = metrics(block);
        SortedMap<String, MetricQuery> queries = new TreeMap<>();
        for (int i = 0; i < metrics.size(); i++) {
            queries.put(
                    metrics.get(i).name(),
                    QueryYaml.read(block.maps("metrics", MetricYaml.FIELDS).get(i), metrics.get(i)));
        }
        return new Observation(config(block, metrics), queries, block.optionalText("source"));
    }

    private static YamlMap block(String file, String yaml) {
        return YamlMap.underOrWhole(file, yaml, "analysis", FIELDS);
    }

    private static List<MetricConfig> metrics(YamlMap block) {
        List<MetricConfig> metrics = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlMap metric : block.maps("metrics", MetricYaml.FIELDS)) {
            MetricConfig read = MetricYaml.read(metric);
            if (!names.add(read.name())) {
                throw metric.problemAt("name", "the metric '" + read.name() + "' is given twice");
            }
            metrics.add(read);
        }
        return metrics;
    }

    private static AnalysisConfig config(YamlMap block, List<MetricConfig> metrics) {
        SortedMap<String, Role> roles = new TreeMap<>();
        block.maps("metrics", MetricYaml.FIELDS)
                .forEach(metric -> roles.put(metric.text("name"), MetricYaml.role(metric)));
        try {
            return new AnalysisConfig(
                    new AnalysisConfig.Timing(
                            block.duration("interval", Duration.ofSeconds(10)),
                            block.duration("warmup", Duration.ofSeconds(60)),
                            block.duration("soak", Duration.ZERO)),
                    block.number("falseAlarm", AnalysisConfig.FALSE_ALARM),
                    block.number("wrongPass", AnalysisConfig.WRONG_PASS),
                    block.optionalNumber("canaryShare"),
                    metrics,
                    roles);
        } catch (IllegalArgumentException invalid) {
            throw block.problem(String.valueOf(invalid.getMessage()));
        }
    }
}
