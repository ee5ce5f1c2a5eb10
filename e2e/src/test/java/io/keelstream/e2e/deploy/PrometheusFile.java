package io.keelstream.e2e.deploy;

import io.keelstream.kubernetes.object.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the alerts and dashboards ask Prometheus for. Stateless. */
public final class PrometheusFile {

    /** How the names of the metrics that may be asked for begin. */
    private static final Pattern METRIC = Pattern.compile("\\b(?:keelstream|process|system|jvm|logback)_[a-z_]+");

    private PrometheusFile() {}

    /** Who has metrics of its own. */
    public enum Exporter {
        CANARY_ANALYZER("keelstream_(?:analyses|gates|verdicts|source)_"),
        NOTIFIER("keelstream_notifier_"),
        /** The services that together deploy. */
        OTHERS("");

        private final Pattern own;

        Exporter(String own) {
            this.own = Pattern.compile(own);
        }

        private static Exporter of(String metric) {
            return Arrays.stream(values())
                    .filter(each -> each.own.matcher(metric).lookingAt())
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The names of the metrics of an exporter that alerts and dashboards use. */
    public static Set<String> metrics(Exporter exporter) throws IOException {
        Set<String> names = new TreeSet<>();
        List<String> expressions = new ArrayList<>(panels());
        alerts().forEach(alert -> expressions.add(String.valueOf(alert.get("expr"))));
        expressions.forEach(expression ->
                METRIC.matcher(expression).results().map(MatchResult::group).forEach(names::add));
        names.removeIf(name -> Exporter.of(name) != exporter);
        return names;
    }

    /** The names of the metrics in what {@code /metrics} answered. */
    public static Set<String> exported(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The alerts, each with {@code alert}, {@code expr}, {@code labels} and {@code annotations}. */
    public static List<Map<String, @Nullable Object>> alerts() throws IOException {
        List<Map<String, @Nullable Object>> alerts = new ArrayList<>();
        for (Object group : Manifest.list(read(DeployFolder.alerts()).get("groups"))) {
            Manifest.list(Manifest.map(group).get("rules")).forEach(rule -> alerts.add(Manifest.map(rule)));
        }
        return alerts;
    }

    /** The expressions of the dashboards' panels, with plain durations for Grafana's variables. */
    public static List<String> panels() throws IOException {
        List<String> expressions = new ArrayList<>();
        for (Path dashboard : DeployFolder.dashboards()) {
            for (Object panel : Manifest.list(read(dashboard).get("panels"))) {
                for (Object target : Manifest.list(Manifest.map(panel).get("targets"))) {
                    expressions.add(String.valueOf(Manifest.map(target).get("expr"))
                            .replace("$__rate_interval", "5m")
                            .replace("$__range", "1h"));
                }
            }
        }
        return expressions;
    }

    /** Every JSON is YAML. */
    static Map<String, @Nullable Object> read(Path file) throws IOException {
        return Manifest.map(new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file)));
    }
}
