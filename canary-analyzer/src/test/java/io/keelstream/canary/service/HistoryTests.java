package io.keelstream.canary.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisStep;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials of one target, one after the other: the earlier teach how noisy it is. */
class HistoryTests {

    private static final String TARGET = "production/learning";

    @TempDir
    static Path folder;

    static World world;
    static FakePrometheus prometheus;

    private final Instant asked = Instant.now().minus(Duration.ofHours(3));
    private final Instant later = Instant.now().plus(Duration.ofHours(1));

    @BeforeAll
    static void start() {
        world = new World(folder);
        prometheus = new FakePrometheus();
        world.analyze(prometheus.url(), Duration.ofSeconds(20), new SimpleMeterRegistry());
    }

    @AfterAll
    static void stop() {
        world.close();
        prometheus.close();
    }

    @Test
    void secondTrialOfATargetPassesSoonerThanTheFirst() {
        // Given: how long a target needs of which nothing is known, and one trial of two hours
        Duration unknown = minutesToPass("production/unknown", "unknown", Duration.ZERO);
        minutesToPass(TARGET, "first", Duration.ofHours(2));
        withdraw(TARGET);
        // When
        Duration known = minutesToPass(TARGET, "second", Duration.ZERO);
        // Then
        assertThat(known).isLessThan(unknown);
    }

    @Test
    void rehearsalTeachesWhatTheFirstCommitIsJudgedBy() {
        // Given: how long a target needs of which nothing is known, and a rehearsal: two equal versions, step by step
        String target = "production/rehearsed";
        Duration unknown = minutesToPass("production/unrehearsed", "unrehearsed", Duration.ZERO);
        ask(target, "rehearsal", new AnalysisStep(0, 0, Need.NO_HARM, 600_000, null, later), "good-canary");
        assertThat(world.await("rehearsal", VerdictIssued.class).verdict()).isEqualTo(Verdict.NO_HARM);
        ask(target, "rehearsal", new AnalysisStep(1, 1, Need.PASS, 5_400_000, null, later), "good-canary");
        assertThat(world.await("rehearsal/1", VerdictIssued.class).verdict()).isEqualTo(Verdict.PASS);
        withdraw(target);
        // When
        Duration rehearsed = minutesToPass(target, "commit", Duration.ZERO);
        // Then
        assertThat(rehearsed).isLessThan(unknown);
    }

    @Test
    void trialThatFailsAtALaterStepTeachesNothing() {
        // Given
        String target = "production/late-harm";
        ask(target, "harmful", new AnalysisStep(0, 0, Need.PASS, 1_800_000, null, later), "good-canary");
        assertThat(world.await("harmful", VerdictIssued.class).verdict()).isEqualTo(Verdict.PASS);
        assertThat(learned(target)).contains("\"trial\":\"harmful\"");
        // When
        ask(target, "harmful", new AnalysisStep(1, 1, Need.PASS, 0, null, later), "bad-canary");
        // Then
        assertThat(world.await("harmful/1", VerdictIssued.class).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(learned(target)).contains("\"trial\":\"\"").contains("\"latest\":{}");
    }

    private static void withdraw(String target) {
        world.withdraw(target);
        Awaitility.await("the analysis is forgotten")
                .atMost(Duration.ofSeconds(30))
                .until(() -> world.kept(target) == null);
    }

    private Duration minutesToPass(String target, String trial, Duration soak) {
        ask(target, trial, new AnalysisStep(0, 0, Need.PASS, soak.toMillis(), null, later), "good-canary");
        VerdictIssued issued = world.await(trial, VerdictIssued.class);
        assertThat(issued.verdict()).isEqualTo(Verdict.PASS);
        return Duration.between(issued.findings().from(), issued.findings().to());
    }

    private void ask(String target, String trial, AnalysisStep position, String canary) {
        AnalysisRequest gate = Gates.of(trial, position, canary, asked, Gates.block(Gates.ERRORS));
        world.ask(target, gate, asked);
    }

    private static String learned(String target) {
        Analysis history = Objects.requireNonNull(world.kept(Analysis.historyKey(target)));
        return Objects.requireNonNull(history.history());
    }
}
