package io.keelstream.canary.offline.report;

import io.keelstream.canary.verdict.Assessment;
import io.keelstream.canary.verdict.Comparison;
import io.keelstream.canary.verdict.MetricAssessment;
import io.keelstream.canary.verdict.Ruling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Verdicts as JSON, one line each. Numbers that JSON cannot write (infinite, undefined) are null. Stateless. */
public final class JsonReport {

    private static final JsonMapper MAPPER = new JsonMapper();

    private JsonReport() {}

    /**
     * The verdict of a file.
     *
     * @param file as the person named it
     * @param assessment at the tick that decided, or at the last
     * @param unusable readings that were left out
     */
    public static String verdict(String file, Assessment assessment, long unusable) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("file", file);
        line.put("verdict", verdict(assessment.ruling()));
        line.put("tick", assessment.tick());
        line.put("reason", assessment.reason());
        line.put("logE", finite(assessment.logE()));
        if (assessment.ruling() == Ruling.CONTINUE) {
            line.put("moreTrafficNeeded", finite(Math.ceil(assessment.moreTrafficNeeded())));
        }
        line.put("blamed", assessment.blamed().stream().sorted().toList());
        line.put("metrics", metrics(assessment));
        line.put("unusableReadings", unusable);
        return MAPPER.writeValueAsString(line);
    }

    /** One tick on the way to the verdict. */
    public static String trace(String file, Assessment assessment) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("file", file);
        line.put("tick", assessment.tick());
        line.put("ruling", assessment.ruling().name());
        line.put("logE", finite(assessment.logE()));
        line.put("metrics", metrics(assessment));
        return MAPPER.writeValueAsString(line);
    }

    /** The word for a ruling at the end of the observations. */
    public static String verdict(Ruling ruling) {
        return switch (ruling) {
            case PASS -> "PASS";
            case NO_HARM -> "NO_HARM";
            case FAIL -> "FAIL";
            case CONTINUE -> "INCONCLUSIVE";
        };
    }

    private static List<Map<String, @Nullable Object>> metrics(Assessment assessment) {
        List<Map<String, @Nullable Object>> metrics = new ArrayList<>();
        for (MetricAssessment metric : assessment.metrics()) {
            Map<String, @Nullable Object> line = new LinkedHashMap<>();
            line.put("name", metric.name());
            line.put("logE", finite(metric.logE()));
            putComparison(line, metric.strongest());
            line.put("pending", metric.pending());
            if (metric.comparisons().size() > 1) {
                line.put("quantiles", quantiles(metric));
            }
            metrics.add(line);
        }
        return metrics;
    }

    private static List<Map<String, @Nullable Object>> quantiles(MetricAssessment metric) {
        List<Map<String, @Nullable Object>> quantiles = new ArrayList<>();
        for (Comparison comparison : metric.comparisons()) {
            Map<String, @Nullable Object> line = new LinkedHashMap<>();
            line.put("name", comparison.name());
            line.put("logE", finite(comparison.logE()));
            putComparison(line, comparison);
            quantiles.add(line);
        }
        return quantiles;
    }

    private static void putComparison(Map<String, @Nullable Object> line, Comparison comparison) {
        line.put("estimate", finite(comparison.estimate()));
        line.put("low", finite(comparison.low()));
        line.put("high", finite(comparison.high()));
        line.put(
                "events",
                arms(comparison.counts().baselineEvents(), comparison.counts().canaryEvents()));
        line.put(
                "total",
                arms(comparison.counts().baselineTotal(), comparison.counts().canaryTotal()));
        if (!Double.isNaN(comparison.bound())) {
            line.put("bound", comparison.bound());
        }
        line.put("dispersion", finite(comparison.dispersion()));
        line.put("logPass", finite(comparison.logPass()));
        line.put("rejectsMargin", comparison.rejectsMargin());
    }

    private static Map<String, @Nullable Object> arms(double baseline, double canary) {
        Map<String, @Nullable Object> arms = new LinkedHashMap<>();
        arms.put("baseline", number(baseline));
        arms.put("canary", number(canary));
        return arms;
    }

    private static Object number(double count) {
        if (count == Math.rint(count) && Math.abs(count) < 1e15) {
            return (long) count;
        }
        return count;
    }

    static @Nullable Double finite(double number) {
        return Double.isFinite(number) ? number : null;
    }
}
