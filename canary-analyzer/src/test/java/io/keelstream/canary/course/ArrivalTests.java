package io.keelstream.canary.course;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.AnalysisArm;
import io.keelstream.contracts.analysis.AnalysisIdentity;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisStep;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.messaging.event.Ids;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrivalTests {

    private static final String KEY = "production/checkout";
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    @Test
    void firstGateOpensAnAnalysis() {
        assertThat(Arrival.of(KEY, gate("trial", 0, 0, Need.NO_HARM), null)).isEqualTo(new Arrival.Opens());
    }

    @Test
    void gateOfALaterRoundOrAnotherTrialOpensAnother() {
        Analysis kept = kept(gate("trial", 1, 4, Need.NO_HARM));
        assertThat(Arrival.of(KEY, gate("trial", 2, 5, Need.PASS), kept)).isEqualTo(new Arrival.Opens());
        assertThat(Arrival.of(KEY, gate("trial", 0, 5, Need.WATCH), kept))
                .as("a retreat to the first step is later all the same")
                .isEqualTo(new Arrival.Opens());
        assertThat(Arrival.of(KEY, gate("other", 0, 0, Need.NO_HARM), kept)).isEqualTo(new Arrival.Opens());
    }

    @Test
    void gateThatIsKeptStandsHoweverOftenItIsWritten() {
        AnalysisRequest gate = gate("trial", 1, 4, Need.NO_HARM);
        assertThat(Arrival.of(KEY, gate, kept(gate))).isEqualTo(new Arrival.Stands());
    }

    @Test
    void lateGateIsIgnored() {
        Arrival arrival = Arrival.of(KEY, gate("trial", 0, 3, Need.NO_HARM), kept(gate("trial", 1, 4, Need.NO_HARM)));
        assertThat(arrival)
                .isEqualTo(new Arrival.Ignored(
                        Arrival.Reason.LATE,
                        "The gate of production/checkout for step 0, round 3 arrives after round 4 of the same trial."
                                + " It is ignored; a later gate needs a greater round"));
    }

    @Test
    void secondGateOfARoundThatAsksForSomethingElseIsIgnored() {
        Arrival arrival = Arrival.of(KEY, gate("trial", 1, 4, Need.WATCH), kept(gate("trial", 1, 4, Need.PASS)));
        assertThat(arrival)
                .isEqualTo(new Arrival.Ignored(
                        Arrival.Reason.DUPLICATE,
                        "A second gate of production/checkout for step 1, round 4 asks for something else."
                                + " It is ignored, the first one stands; a later gate needs a greater round"));
    }

    @Test
    void gateOfAnotherTargetIsIgnored() {
        AnalysisRequest gate = gate("trial", 1, 4, Need.PASS);
        assertThat(Arrival.of("production/billing", gate, null))
                .isInstanceOfSatisfying(Arrival.Ignored.class, ignored -> {
                    assertThat(ignored.reason()).isEqualTo(Arrival.Reason.FOREIGN);
                    assertThat(ignored.message())
                            .startsWith("The gate of production/billing names analysis " + gate.analysisId())
                            .contains(Ids.analysis("production/billing", "trial", 1, 4));
                });
    }

    private static Analysis kept(AnalysisRequest gate) {
        return Analysis.begun(gate, NOW, null, null);
    }

    private static AnalysisRequest gate(String trial, int step, int round, Need need) {
        return new AnalysisRequest(
                new AnalysisIdentity(Ids.analysis(KEY, trial, step, round), trial, "deployment", "sha256:00"),
                new Revision("infra", "refs/heads/main", "8c1f0e5b7a3d", "Ada <ada@example.org>", "Try", NOW),
                new AnalysisRequest.Place("eu-1", "shop"),
                new AnalysisStep(step, round, need, 0, null, null),
                new AnalysisArm("stable-.*", null, NOW, 5.0),
                new AnalysisArm("canary-.*", null, NOW, 5.0),
                Map.of("metrics", List.of()));
    }
}
