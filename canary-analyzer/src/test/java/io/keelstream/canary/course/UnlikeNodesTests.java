package io.keelstream.canary.course;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.canary.observations.Counts;
import io.keelstream.canary.observations.Levels;
import io.keelstream.canary.observations.MetricTick;
import io.keelstream.canary.observations.Reading;
import io.keelstream.canary.observations.Tick;
import io.keelstream.canary.overdispersion.NoiseBook;
import io.keelstream.canary.verdict.AnalysisState;
import io.keelstream.canary.verdict.Judge;
import io.keelstream.canary.verdict.Ruling;
import io.keelstream.contracts.analysis.AnalysisArm;
import io.keelstream.contracts.analysis.AnalysisIdentity;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisStep;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Placement;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnlikeNodesTests {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final Placement ALIKE = zones(Map.of("a", 1, "b", 1));
    private static final Placement ELSEWHERE = zones(Map.of("a", 2));

    @Test
    void armsOfWhichAPodMoreIsElsewhereAreUnlike() {
        assertThat(unlike(Map.of("a", 1, "b", 1), Map.of("a", 1, "b", 1))).isFalse();
        assertThat(unlike(Map.of("a", 1, "b", 1), Map.of("a", 2))).isTrue();
        assertThat(unlike(Map.of("a", 1), Map.of("b", 1))).isTrue();
        assertThat(unlike(Map.of("a", 2, "b", 1), Map.of("a", 1, "b", 2))).isTrue();
    }

    @Test
    void whatNoSchedulerCanAvoidIsAlike() {
        assertThat(unlike(Map.of("a", 1, "b", 1), Map.of("a", 3, "b", 3, "c", 2)))
                .isFalse();
        assertThat(unlike(Map.of("a", 4, "b", 3, "c", 3), Map.of("a", 1, "b", 1)))
                .isFalse();
        assertThat(unlike(Map.of("a", 4, "b", 3, "c", 3), Map.of("a", 2))).isTrue();
    }

    @Test
    void whatIsNotKnownOfBothArmsIsNotCompared() {
        assertThat(problem(null, ELSEWHERE)).isNull();
        assertThat(problem(ALIKE, new Placement(Map.of(), Map.of("large", 2)))).isNull();
    }

    @Test
    void textSaysWhereThePodsOfBothArmsAre() {
        assertThat(problem(
                        new Placement(Map.of("a", 1, "b", 1), Map.of("large", 2)),
                        new Placement(Map.of("a", 2), Map.of("small", 2))))
                .extracting(Problem::message)
                .asString()
                .contains("zones of the canary's pods: a (2), of the baseline's: a (1), b (1); instance types of the"
                        + " canary's pods: small (2), of the baseline's: large (2)");
    }

    /** 1.8 times the errors are more than two pods of one version may differ by, and less than two on unlike nodes may. */
    @Test
    void unlikeNodesAllowForTwiceTheSpreadBetweenPods() {
        assertThat(ruling(ALIKE)).isEqualTo(Ruling.FAIL);
        assertThat(ruling(null)).isEqualTo(Ruling.FAIL);
        assertThat(ruling(ELSEWHERE)).isEqualTo(Ruling.CONTINUE);
    }

    @Test
    void unlikeNodesAllowForTwiceTheSpreadOfGaugesToo() {
        assertThat(gauge(ALIKE)).isEqualTo(Ruling.FAIL);
        assertThat(gauge(ELSEWHERE)).isEqualTo(Ruling.CONTINUE);
    }

    @Test
    void whatWasLearnedDoesNotLiftIt() {
        Trial trial = trial(ELSEWHERE, "ratio").knowing(NoiseBook.empty());
        assertThat(trial.unlikeNodes()).isPresent();
        assertThat(ruling(trial.judge(null), new Counts(20, 10_000), new Counts(36, 10_000)))
                .isEqualTo(Ruling.CONTINUE);
    }

    private static Ruling ruling(@Nullable Placement canary) {
        return ruling(trial(canary, "ratio").judge(null), new Counts(20, 10_000), new Counts(36, 10_000));
    }

    private static Ruling gauge(@Nullable Placement canary) {
        return ruling(trial(canary, "gauge").judge(null), new Levels(List.of(100.0)), new Levels(List.of(140.0)));
    }

    private static Ruling ruling(Judge judge, Reading baseline, Reading canary) {
        AnalysisState state = judge.begin();
        for (int tick = 0; tick < 120 && judge.rule(state) == Ruling.CONTINUE; tick++) {
            SortedMap<String, MetricTick> metrics = new TreeMap<>();
            metrics.put("metric", new MetricTick(arm(baseline), arm(canary)));
            state = judge.observe(state, new Tick(tick, metrics));
        }
        return judge.rule(state);
    }

    private static SortedMap<String, Reading> arm(Reading reading) {
        SortedMap<String, Reading> pods = new TreeMap<>();
        pods.put("", reading);
        return pods;
    }

    private static boolean unlike(Map<String, Integer> baseline, Map<String, Integer> canary) {
        boolean unlike = problem(zones(baseline), zones(canary)) != null;
        assertThat(problem(zones(canary), zones(baseline)) != null).isEqualTo(unlike);
        assertThat(problem(types(baseline), types(canary)) != null).isEqualTo(unlike);
        return unlike;
    }

    private static @Nullable Problem problem(@Nullable Placement baseline, @Nullable Placement canary) {
        return UnlikeNodes.between(arm("baseline", baseline), arm("canary", canary))
                .orElse(null);
    }

    private static Placement zones(Map<String, Integer> zones) {
        return new Placement(zones, Map.of());
    }

    private static Placement types(Map<String, Integer> types) {
        return new Placement(Map.of(), types);
    }

    private static AnalysisArm arm(String name, @Nullable Placement placement) {
        return new AnalysisArm(name + "-.*", null, NOW, 5.0, null, placement);
    }

    /** A trial whose baseline is in two zones. */
    private static Trial trial(@Nullable Placement canary, String kind) {
        return Trial.of(new AnalysisRequest(
                new AnalysisIdentity("analysis", "trial", "deployment", "sha256:00"),
                new Revision("infra", "refs/heads/main", "8c1f0e5b7a3d", "Ada <ada@example.org>", "Try", NOW),
                new AnalysisRequest.Place("eu-1", "shop"),
                new AnalysisStep(0, 1, Need.WATCH, 0, null, null),
                arm("baseline", ALIKE),
                arm("canary", canary),
                Map.of(
                        "metrics",
                        List.of(Map.of(
                                "name",
                                "metric",
                                "kind",
                                kind,
                                "tolerate",
                                kind.equals("gauge") ? 1.1 : 1.2,
                                "query",
                                query(kind))))));
    }

    private static Object query(String kind) {
        return kind.equals("gauge")
                ? "sum by (pod) (threads{pod=~\"{{pods}}\"})"
                : Map.of("events", "errors{pod=~\"{{pods}}\"}", "total", "requests{pod=~\"{{pods}}\"}");
    }
}
