package io.keelstream.canary.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.canary.service.FakePrometheus.Mood;
import io.keelstream.contracts.analysis.AnalysisCancelled;
import io.keelstream.contracts.analysis.AnalysisCancelled.Cause;
import io.keelstream.contracts.analysis.AnalysisMeasured;
import io.keelstream.contracts.analysis.AnalysisStarted;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.contracts.revision.Problem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Analyses that were asked for half an hour ago, so that the source has all of their ticks already: what follows does not depend on
 * how fast the machine is.
 */
class CanaryAnalyzerTests {

    private static final Duration LONG_AGO = Duration.ofMinutes(30);

    @TempDir
    static Path folder;

    static World world;
    static FakePrometheus prometheus;
    static SimpleMeterRegistry meters;

    private final Instant asked = Instant.now().minus(LONG_AGO);
    private final Instant later = Instant.now().plus(Duration.ofHours(1));

    @BeforeAll
    static void start() {
        world = new World(folder);
        prometheus = new FakePrometheus();
        meters = new SimpleMeterRegistry();
        world.analyze(prometheus.url(), Duration.ofSeconds(2), meters);
    }

    @AfterAll
    static void stop() {
        world.close();
        prometheus.close();
    }

    @AfterEach
    void recover() {
        prometheus.is(Mood.WELL);
    }

    @Test
    void canaryWithMoreErrorsFails() {
        // When
        world.ask("production/bad", Gates.of("bad", "bad-canary", asked, later, Gates.block(Gates.ERRORS)), asked);

        // Then
        VerdictIssued issued = world.await("bad", VerdictIssued.class);
        assertThat(issued.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(issued.reason()).startsWith("errors on the canary are ");
        assertThat(issued.analysis().identity().deploymentId()).isEqualTo("bad");
        assertThat(issued.expiresAt()).as("harm never expires").isNull();
        assertThat(issued.findings().metrics())
                .singleElement()
                .satisfies(metric ->
                        assertThat(metric.comparisons().getFirst().blamed()).isTrue());
        assertThat(world.published("bad").getFirst()).isInstanceOf(AnalysisStarted.class);
        reportedOnce("bad");
        assertThat(world.kept("production/bad"))
                .satisfies(
                        kept -> assertThat(Objects.requireNonNull(kept.issued()).verdict())
                                .isEqualTo(Verdict.FAIL));
    }

    @Test
    void equalCanaryPasses() {
        // When
        world.ask("production/good", Gates.of("good", "good-canary", asked, later, Gates.block(Gates.ERRORS)), asked);

        // Then
        VerdictIssued issued = world.await("good", VerdictIssued.class);
        assertThat(issued.verdict()).as(issued.reason()).isEqualTo(Verdict.PASS);
        reportedOnce("good");
    }

    @ParameterizedTest
    @CsvSource({"TROUBLED, answers HTTP 503", "SLOW, does not answer within", "GARBAGE, does not answer as a Prometheus"
    })
    void asLongAsTheSourceIsAwayNothingPassesAndItIsSaid(Mood mood, String words) {
        // Given
        prometheus.is(mood);
        String target = "production/" + mood;

        // When
        world.ask(target, Gates.of(mood.name(), "good-canary", asked, later, Gates.block(Gates.ERRORS)), asked);

        // Then
        AnalysisMeasured measured = world.await(mood.name(), AnalysisMeasured.class);
        assertThat(measured.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("SourceAway");
            assertThat(problem.message()).contains(words, prometheus.url().toString());
        });
        assertThat(meters.get("keelstream.analyses.holding").gauge().value()).isEqualTo(1);
        assertThat(meters.get("keelstream.source.request")
                        .tag("outcome", "away")
                        .timer()
                        .count())
                .isPositive();
        prometheus.is(Mood.WELL);
        assertThat(world.await(mood.name(), VerdictIssued.class).verdict()).isEqualTo(Verdict.PASS);
        assertThat(meters.get("keelstream.analyses.holding").gauge().value()).isZero();
        reportedOnce(mood.name());
    }

    @Test
    void sourceThatIsAwayAtTheEndIsInconclusive() {
        // Given
        prometheus.is(Mood.TROUBLED);

        // When
        world.ask(
                "production/away",
                Gates.of("away", "good-canary", asked, asked.plusSeconds(60), Gates.block(Gates.ERRORS)),
                asked);

        // Then
        VerdictIssued issued = world.await("away", VerdictIssued.class);
        assertThat(issued.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(issued.problems()).extracting(Problem::reason).containsExactly("SourceAway");
    }

    @Test
    void refusedQueryPreventsAPassAndIsReported() {
        // Given
        var refused = Map.<String, Object>of(
                "name",
                "odd",
                "kind",
                "ratio",
                "query",
                Map.of("events", "refuse_me{pod=~\"{{pods}}\"}", "total", "x"));

        // When
        world.ask(
                "production/refused",
                Gates.of("refused", "good-canary", asked, asked.plusSeconds(1_000), Gates.block(Gates.ERRORS, refused)),
                asked);

        // Then
        VerdictIssued issued = world.await("refused", VerdictIssued.class);
        assertThat(issued.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(issued.problems())
                .containsExactly(new Problem(
                        "QueryRefused",
                        "metric 'odd': the source refuses the query: parse error: no such thing",
                        "odd"));
        assertThat(issued.reason()).contains("odd: no data of either arm");
    }

    @Test
    void harmIsToldWhateverElseIsRefused() {
        // Given
        var refused = Map.<String, Object>of(
                "name",
                "odd",
                "kind",
                "ratio",
                "query",
                Map.of("events", "refuse_me{pod=~\"{{pods}}\"}", "total", "x"));

        // When
        world.ask(
                "production/both",
                Gates.of("both", "bad-canary", asked, later, Gates.block(Gates.ERRORS, refused)),
                asked);

        // Then
        assertThat(world.await("both", VerdictIssued.class).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void metricWithoutDataPreventsAPass() {
        // Given
        var missing =
                Map.<String, Object>of("name", "lost", "kind", "histogram", "query", "no_data{pod=~\"{{pods}}\"}");

        // When
        world.ask(
                "production/lost",
                Gates.of("lost", "good-canary", asked, asked.plusSeconds(1_000), Gates.block(Gates.ERRORS, missing)),
                asked);

        // Then
        VerdictIssued issued = world.await("lost", VerdictIssued.class);
        assertThat(issued.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(issued.reason()).contains("lost: no data of either arm");
    }

    @Test
    void configurationThatCannotBeJudgedByEndsAtOnceAndNamesTheRemedy() {
        // When
        world.ask(
                "production/odd",
                Gates.of(
                        "odd",
                        "good-canary",
                        asked,
                        later,
                        Gates.block(Map.of("name", "e", "kind", "ratio", "preset", "haproxy"))),
                asked);

        // Then
        VerdictIssued issued = world.await("odd", VerdictIssued.class);
        assertThat(issued.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(issued.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .contains("there is no preset 'haproxy'; there are container-cpu, container-memory"));
        reportedOnce("odd");
    }

    @Test
    void analysisThatIsNotAskedForAnyMoreIsCancelledAndForgotten() {
        // Given
        prometheus.is(Mood.TROUBLED);
        world.ask("production/gone", Gates.of("gone", "good-canary", asked, later, Gates.block(Gates.ERRORS)), asked);
        world.await("gone", AnalysisMeasured.class);

        // When
        world.withdraw("production/gone");

        // Then
        assertThat(world.await("gone", AnalysisCancelled.class).cause()).isEqualTo(Cause.WITHDRAWN);
        assertThat(world.kept("production/gone")).isNull();
        reportedOnce("gone");
    }

    @Test
    void anotherReleaseTakesThePlaceOfARunningAnalysis() {
        // Given
        prometheus.is(Mood.TROUBLED);
        world.ask("production/next", Gates.of("old", "good-canary", asked, later, Gates.block(Gates.ERRORS)), asked);
        world.await("old", AnalysisStarted.class);

        // When
        world.ask("production/next", Gates.of("new", "bad-canary", asked, later, Gates.block(Gates.ERRORS)), asked);
        prometheus.is(Mood.WELL);

        // Then
        assertThat(world.await("old", AnalysisCancelled.class).cause()).isEqualTo(Cause.SUPERSEDED);
        assertThat(world.await("new", VerdictIssued.class).verdict()).isEqualTo(Verdict.FAIL);
        reportedOnce("old");
        reportedOnce("new");
    }

    @Test
    void nextStepGoesOnWithTheEvidenceOfTheOneBefore() {
        // Given
        Map<String, Object> block = Gates.block(Gates.ERRORS);
        world.ask("production/steps", Gates.of("steps/0", "good-canary", asked, later, block), asked);
        VerdictIssued first = world.await("steps/0", VerdictIssued.class);

        // When
        Instant then = Instant.now().minusSeconds(300);
        world.ask("production/steps", Gates.of("steps/1", "good-canary", then, later, block), then);

        // Then
        VerdictIssued second = world.await("steps/1", VerdictIssued.class);
        assertThat(first.verdict()).isEqualTo(Verdict.PASS);
        assertThat(second.findings().from()).isEqualTo(first.findings().from());
        assertThat(second.findings().ticks()).isGreaterThan(first.findings().ticks());
        assertThat(second.findings().to()).isAfter(then);
        reportedOnce("steps/0");
        reportedOnce("steps/1");
    }

    /** One begin and one end, and every event of a target once. */
    private static void reportedOnce(String analysisId) {
        List<Record> published = world.published(analysisId);
        assertThat(published.stream().filter(AnalysisStarted.class::isInstance)).hasSize(1);
        assertThat(published.stream()
                        .filter(event -> event instanceof VerdictIssued || event instanceof AnalysisCancelled))
                .hasSize(1);
    }
}
