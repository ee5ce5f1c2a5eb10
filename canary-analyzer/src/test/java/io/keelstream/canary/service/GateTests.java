package io.keelstream.canary.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.AnalysisArm;
import io.keelstream.contracts.analysis.AnalysisCancelled;
import io.keelstream.contracts.analysis.AnalysisMeasured;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisStarted;
import io.keelstream.contracts.analysis.AnalysisStep;
import io.keelstream.contracts.analysis.IssuedVerdict;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trial's gates, one after the other, of which the source has all ticks already. */
class GateTests {

    @TempDir
    static Path folder;

    static World world;
    static FakePrometheus prometheus;
    static SimpleMeterRegistry meters;

    private final Instant asked = Instant.now().minus(Duration.ofMinutes(30));
    private final Instant later = Instant.now().plus(Duration.ofHours(1));

    @BeforeAll
    static void start() {
        world = new World(folder);
        prometheus = new FakePrometheus();
        meters = new SimpleMeterRegistry();
        world.analyze(prometheus.url(), Duration.ofSeconds(20), meters);
    }

    @AfterAll
    static void stop() {
        world.close();
        prometheus.close();
    }

    @Test
    void stepWithoutHarmEndsWhenItsSoakIsCountedAndItsVerdictIsInTheTable() {
        // When
        ask("soak", step(0, Need.NO_HARM, Duration.ofMinutes(5)), "good-canary");
        // Then
        VerdictIssued issued = world.await("soak", VerdictIssued.class);
        assertThat(issued.verdict()).isEqualTo(Verdict.NO_HARM);
        assertThat(issued.reason()).startsWith("no sign of harm after 5 min and ");
        assertThat(Duration.between(issued.findings().from(), issued.findings().to()))
                .isEqualTo(Duration.ofMinutes(5));
        Analysis kept = Objects.requireNonNull(world.kept("production/soak"));
        IssuedVerdict verdict = Objects.requireNonNull(kept.issued());
        assertThat(verdict.verdict()).isEqualTo(Verdict.NO_HARM);
        assertThat(verdict.expiresAt()).isEqualTo(verdict.issuedAt().plus(Duration.ofMinutes(10)));
        assertThat(Objects.requireNonNull(kept.standing()).countedMillis()).isEqualTo(300_000);
    }

    @Test
    void nextRoundOfAStepGoesOnWhereTheOneBeforeEnded() {
        // Given
        ask("rounds", step(0, Need.NO_HARM, Duration.ofMinutes(5)), "good-canary");
        VerdictIssued first = world.await("rounds", VerdictIssued.class);
        // When
        ask("rounds", new AnalysisStep(0, 1, Need.NO_HARM, 600_000, null, later), "good-canary");
        // Then
        VerdictIssued second = world.await("rounds/1", VerdictIssued.class);
        assertThat(second.findings().from()).isEqualTo(first.findings().from());
        assertThat(second.findings().to()).isEqualTo(first.findings().from().plus(Duration.ofMinutes(10)));
        assertThat(second.findings().ticks()).isEqualTo(300);
    }

    @Test
    void watchEndsWithNothingButHarm() {
        // Given
        ask("watch", new AnalysisStep(0, 0, Need.WATCH, 0, null, asked.plusSeconds(60)), "good-canary");
        world.await("watch", AnalysisMeasured.class);
        // When
        ask("watch", new AnalysisStep(0, 1, Need.WATCH, 0, null, asked.plusSeconds(60)), "bad-canary");
        // Then
        assertThat(world.await("watch", AnalysisCancelled.class).cause()).isEqualTo(AnalysisCancelled.Cause.SUPERSEDED);
        assertThat(world.await("watch/1", VerdictIssued.class).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void objectiveIsWatchedWhereBothArmsAreTheSamePods() {
        // Given: 1 of 200 requests is good, and 1 of 10 has to be
        Map<String, Object> block = Gates.block(Map.of(
                "name",
                "success",
                "kind",
                "slo",
                "objective",
                0.1,
                "query",
                Map.of(
                        "events", "http_total{pod=~\"{{pods}}\",status=~\"5..\"}",
                        "total", "http_total{pod=~\"{{pods}}\"}")));
        AnalysisRequest missed = Gates.of("baked", step(2, Need.WATCH, Duration.ZERO), "good-canary", asked, block);
        // When
        world.ask(
                "production/baked",
                new AnalysisRequest(
                        missed.identity(),
                        missed.revision(),
                        missed.place(),
                        missed.position(),
                        unshared(missed.canary()),
                        unshared(missed.canary()),
                        block),
                asked);
        // Then
        VerdictIssued issued = world.await("baked/2", VerdictIssued.class);
        assertThat(issued.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(issued.reason()).contains("success");
    }

    private static AnalysisArm unshared(AnalysisArm arm) {
        return new AnalysisArm(arm.pods(), arm.service(), arm.startedAt(), null);
    }

    @Test
    void harmOfATrialIsHarmAtItsNextGate() {
        // Given
        ask("failed", step(0, Need.NO_HARM, Duration.ofMinutes(5)), "bad-canary");
        VerdictIssued failed = world.await("failed", VerdictIssued.class);
        // When: the applier wrote another gate before it saw the verdict
        ask("failed", step(1, Need.NO_HARM, Duration.ZERO), "good-canary");
        // Then
        VerdictIssued again = world.await("failed/1", VerdictIssued.class);
        assertThat(failed.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(again.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(again.reason()).isEqualTo(failed.reason());
        assertThat(again.expiresAt()).isNull();
    }

    @Test
    void gatesThatAreLateDoubleOrOfAnotherTargetChangeNothing() {
        // Given
        AnalysisRequest second = gate("odd", step(1, Need.NO_HARM, Duration.ofHours(3)), "good-canary");
        world.ask("production/odd", second, asked);
        world.await("odd/1", AnalysisMeasured.class);
        // When
        world.ask("production/odd", gate("odd", step(0, Need.NO_HARM, Duration.ZERO), "good-canary"), asked);
        awaitIgnored("late");
        world.ask("production/odd", gate("odd", step(1, Need.WATCH, Duration.ZERO), "bad-canary"), asked);
        awaitIgnored("duplicate");
        world.askAsItIs("production/odd", Gates.at("production/other", second), asked, null);
        awaitIgnored("foreign");
        // Then
        assertThat(world.published("odd/1")).hasAtLeastOneElementOfType(AnalysisStarted.class);
        assertThat(world.published("odd/0")).isEmpty();
        AnalysisRequest kept =
                Objects.requireNonNull(world.kept("production/odd")).request();
        assertThat(kept.position()).isEqualTo(second.position());
        assertThat(kept.canary()).isEqualTo(second.canary());
    }

    @Test
    void watchThatCannotBeJudgedHoldsWithItsProblem() {
        // When
        Map<String, Object> block = Gates.block(Map.of("name", "e", "kind", "ratio", "preset", "none"));
        world.ask(
                "production/mute",
                Gates.of("mute", step(0, Need.WATCH, Duration.ZERO), "good-canary", asked, block),
                asked);
        // Then
        world.await("mute", AnalysisStarted.class);
        Analysis kept = Objects.requireNonNull(world.kept("production/mute"));
        assertThat(kept.issued()).isNull();
        assertThat(kept.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).isEqualTo("ConfigurationNotUsable"));
    }

    private void ask(String trial, AnalysisStep position, String canary) {
        world.ask("production/" + trial, gate(trial, position, canary), asked);
    }

    private AnalysisRequest gate(String trial, AnalysisStep position, String canary) {
        return Gates.of(trial, position, canary, asked, Gates.block(Gates.ERRORS));
    }

    /** The first gate of a step; so many gates came before it. */
    private AnalysisStep step(int step, Need need, Duration soak) {
        return new AnalysisStep(step, step, need, soak.toMillis(), null, later);
    }

    private static void awaitIgnored(String reason) {
        Awaitility.await("a gate is ignored because it is " + reason)
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    Counter counter = meters.find("keelstream.gates.ignored")
                            .tag("reason", reason)
                            .counter();
                    return counter != null && counter.count() == 1;
                });
    }
}
