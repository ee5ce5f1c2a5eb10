package io.keelstream.canary.configuration;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.Role;
import io.keelstream.canary.query.MetricQuery;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

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
                    metrics.get(i).name(), QueryYaml.read(block.maps("metrics").get(i), metrics.get(i)));
        }
        return new Observation(config(block, metrics), queries, block.optionalText("source"));
    }

    private static YamlMap block(String file, String yaml) {
        YamlMap root = new YamlMap(file, compose(file, yaml));
        Optional<YamlMap> nested = root.map("analysis");
        if (nested.isPresent()) {
            root.allowOnly(List.of("analysis"));
        }
        YamlMap block = nested.orElse(root);
        block.allowOnly(FIELDS);
        return block;
    }

    private static List<MetricConfig> metrics(YamlMap block) {
        List<MetricConfig> metrics = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlMap metric : block.maps("metrics")) {
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
        block.maps("metrics").forEach(metric -> roles.put(metric.text("name"), MetricYaml.role(metric)));
        try {
            return new AnalysisConfig(
                    block.duration("interval", Duration.ofSeconds(10)),
                    block.duration("warmup", Duration.ofSeconds(60)),
                    block.duration("soak", Duration.ZERO),
                    block.number("falseAlarm", 0.01),
                    block.number("wrongPass", 0.05),
                    block.optionalNumber("canaryShare"),
                    metrics,
                    roles);
        } catch (IllegalArgumentException invalid) {
            throw block.problem(String.valueOf(invalid.getMessage()));
        }
    }

    private static Node compose(String file, String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            Node node = new Yaml(new SafeConstructor(options)).compose(new StringReader(yaml));
            if (node == null) {
                throw new MalformedInputException(file, 1, "the file is empty; expected the analysis block as YAML");
            }
            return node;
        } catch (MarkedYAMLException malformed) {
            long line = malformed.getProblemMark() == null
                    ? 1
                    : malformed.getProblemMark().getLine() + 1L;
            throw new MalformedInputException(file, line, "not YAML: " + malformed.getProblem());
        }
    }
}
