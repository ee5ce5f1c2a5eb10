package io.keelstream.cli.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisArm;
import io.keelstream.contracts.analysis.AnalysisFindings;
import io.keelstream.contracts.analysis.AnalysisIdentity;
import io.keelstream.contracts.analysis.AnalysisMeasured;
import io.keelstream.contracts.analysis.AnalysisMethod;
import io.keelstream.contracts.analysis.AnalysisStarted;
import io.keelstream.contracts.analysis.AnalysisSubject;
import io.keelstream.contracts.analysis.ArmComparison;
import io.keelstream.contracts.analysis.ArmCount;
import io.keelstream.contracts.analysis.MetricFinding;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.messaging.event.Received;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReleaseEvidenceTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final AnalysisMethod METHOD = new AnalysisMethod("sequential", 4, 0.001, 0.1);

    private final List<Received<? extends Record>> events = new ArrayList<>(List.of(
            measured("before", 0, 0, 9.9),
            started("now", 0, 600),
            measured("now", 0, 660, 0.5),
            verdict("now", 0, 720, Verdict.NO_HARM),
            started("now", 1, 780),
            measured("now", 1, 840, 1.5)));

    @Test
    void latestReleaseIsDrawnWithItsThresholdsStepsAndVerdicts() {
        // When
        ReleaseEvidence evidence = ReleaseEvidence.latest(events).orElseThrow();
        String svg = evidence.svg();

        // Then
        assertThat(evidence.measured()).isEqualTo(3);
        assertThat(svg)
                .startsWith("<svg")
                .contains(
                        ">production/shop: evidence of harm, ln E<",
                        ">FAIL at ln(1/alpha)<",
                        ">PASS at ln(1/beta)<",
                        ">step 1<",
                        ">step 2<",
                        ">NO_HARM<",
                        ">errors<",
                        " min<")
                .doesNotContain("tick ", "NaN");
    }

    @Test
    void orderOfTheEventsDoesNotMatter() {
        // Given
        String svg = ReleaseEvidence.latest(events).orElseThrow().svg();

        // When
        Collections.reverse(events);

        // Then
        assertThat(ReleaseEvidence.latest(events).orElseThrow().svg()).isEqualTo(svg);
    }

    @Test
    void analysisThatMeasuredNothingHasNothingToDraw() {
        assertThat(ReleaseEvidence.latest(List.of(started("now", 0, 0)))
                        .orElseThrow()
                        .measured())
                .isZero();
        assertThat(ReleaseEvidence.latest(List.of())).isEmpty();
    }

    @Test
    void notesAreThoseOfTheLatestMeasurement() {
        assertThat(ReleaseEvidence.latest(events).orElseThrow().notes())
                .containsExactly("measured until " + NOW.plusSeconds(840));
    }

    private static Received<AnalysisStarted> started(String deployment, int step, long second) {
        AnalysisArm arm = new AnalysisArm("shop-.*", "shop", NOW, 10.0);
        return received(new AnalysisStarted(subject(deployment, step), arm, arm, METHOD, null), second);
    }

    private static Received<AnalysisMeasured> measured(String deployment, int step, long second, double logE) {
        return received(
                new AnalysisMeasured(subject(deployment, step), findings(second, logE, 0.5), "more traffic", List.of()),
                second);
    }

    private static Received<VerdictIssued> verdict(String deployment, int step, long second, Verdict verdict) {
        return received(
                new VerdictIssued(
                        subject(deployment, step),
                        new VerdictIssued.Conclusion(verdict, "no sign of harm", null, null),
                        findings(second, 0.7, null),
                        List.of(),
                        METHOD),
                second);
    }

    private static AnalysisFindings findings(long second, double logE, @Nullable Double logPass) {
        ArmComparison comparison = new ArmComparison(
                "errors",
                new ArmComparison.Ratio(1.0, 0.9, 1.1),
                new ArmComparison.Evidence(logE, logPass),
                null,
                new ArmCount(1, 100),
                new ArmCount(1, 100),
                false);
        return new AnalysisFindings(
                NOW,
                NOW.plusSeconds(second),
                second / 10,
                10_000L,
                logE,
                List.of(new MetricFinding("errors", logE, "", List.of(comparison))),
                List.of(new Problem("Noted", "measured until " + NOW.plusSeconds(second), null)));
    }

    private static AnalysisSubject subject(String deployment, int step) {
        return new AnalysisSubject(
                new AnalysisIdentity("analysis-" + step, "trial", deployment, "digest"),
                "production",
                "shop",
                "shop",
                new Revision("infra", "refs/heads/main", "a".repeat(40), "ada", "Raise the image", NOW),
                new AnalysisSubject.Position(step, step, Need.NO_HARM));
    }

    private static <T extends Record> Received<T> received(T payload, long second) {
        return new Received<>(
                "production/shop",
                payload,
                "id-" + second,
                second,
                NOW.plusSeconds(second),
                new Received.Place(0, second, NOW.plusSeconds(second)),
                null);
    }
}
