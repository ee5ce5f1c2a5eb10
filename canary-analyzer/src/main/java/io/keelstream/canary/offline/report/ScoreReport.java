package io.keelstream.canary.offline.report;

import io.keelstream.canary.mannwhitney.CanaryScore;
import io.keelstream.canary.mannwhitney.MetricScore;
import io.keelstream.canary.verdict.Ruling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The verdict of the {@code mann-whitney} judge as one JSON line. Stateless. */
public final class ScoreReport {

    private static final JsonMapper MAPPER = new JsonMapper();

    private ScoreReport() {}

    /**
     * The verdict of a file.
     *
     * @param file as the person named it
     * @param lastTick number of the last tick
     * @param score what the judge says
     * @param unusable readings that were left out
     */
    public static String verdict(String file, long lastTick, CanaryScore score, long unusable) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("file", file);
        line.put("verdict", JsonReport.verdict(ruling(score)));
        line.put("judge", "mann-whitney");
        line.put("tick", lastTick);
        line.put("score", score.score());
        line.put("rating", score.rating().name());
        line.put("reason", score.reason());
        Map<String, @Nullable Double> groups = new LinkedHashMap<>();
        score.groups().forEach((group, its) -> groups.put(group, JsonReport.finite(its)));
        line.put("groups", groups);
        line.put("metrics", score.metrics().stream().map(ScoreReport::metric).toList());
        line.put("unusableReadings", unusable);
        return MAPPER.writeValueAsString(line);
    }

    /** What a score means for a release. */
    public static Ruling ruling(CanaryScore score) {
        return switch (score.rating()) {
            case PASS -> Ruling.PASS;
            case MARGINAL -> Ruling.CONTINUE;
            case FAIL -> Ruling.FAIL;
        };
    }

    private static Map<String, @Nullable Object> metric(MetricScore score) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("name", score.metric().name());
        line.put("label", score.label().name());
        line.put("groups", score.metric().groups());
        List<String> marks = new ArrayList<>();
        if (score.fatal()) {
            marks.add("fatal");
        }
        if (score.metric().muted()) {
            marks.add("muted");
        }
        line.put("marks", marks);
        score.test().ifPresent(test -> {
            line.put("pValue", JsonReport.finite(test.pValue()));
            line.put("estimate", JsonReport.finite(test.estimate()));
            line.put("low", JsonReport.finite(test.low()));
            line.put("high", JsonReport.finite(test.high()));
            line.put(score.metric().effect().measure().key(), JsonReport.finite(score.effectSize()));
        });
        line.put("reason", score.reason());
        return line;
    }
}
