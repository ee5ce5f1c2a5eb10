package io.keelstream.applier.gate;

import static io.keelstream.applier.release.Releases.NOW;
import static io.keelstream.applier.release.Releases.updated;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Analysing;
import io.keelstream.applier.release.ReleaseState.Applying;
import io.keelstream.applier.release.ReleaseState.Baking;
import io.keelstream.applier.release.Releases;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.AnalysisStanding;
import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.Conduct;
import io.keelstream.contracts.canary.CanaryRules.OnNewRevision;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.targets.TargetPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class LaterCommitTests {

    private static final Release RELEASE = Releases.release(Releases.trial(3, List.of(), updated("a", 0)));
    private static final CanaryRules RULES = RELEASE.trial().rules();
    private static final Arms.Side SIDE = Arms.Side.unseen(NOW);
    private static final CanaryPlan SAME = CanaryPlan.takingOver(RELEASE.runs());
    private static final CanaryPlan ANOTHER = new CanaryPlan("sha256:another", null, null);
    private static final TrialPosition SECOND =
            TrialPosition.START.shiftedAt(NOW).withStep(1).withWeight(25);

    @Test
    void anotherVersionWaitsPastTheFirstStepAndDuringThePromotion() {
        assertThat(waits(analysing(SECOND), plan(ANOTHER, RULES), null)).isTrue();
        assertThat(waits(new Applying(RELEASE, 0, NOW, SECOND), plan(ANOTHER, RULES), null))
                .isTrue();
        assertThat(waits(analysing(SECOND.withStep(0)), plan(ANOTHER, RULES), null))
                .isFalse();
        assertThat(waits(new Applying(RELEASE, 0, NOW, null), plan(ANOTHER, RULES), null))
                .isFalse();
        assertThat(waits(new Baking(RELEASE, SECOND, NOW), plan(ANOTHER, RULES), null))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "CHECKS")
    void trialOnHoldEndsForAnotherVersion(TrialHold.Cause cause) {
        TrialPosition held = SECOND.withHold(new TrialHold(cause, NOW, "because"));
        assertThat(waits(analysing(held), plan(ANOTHER, RULES), null)).isFalse();
        assertThat(waits(analysing(held), plan(SAME, RULES), null)).isTrue();
    }

    @Test
    void trialThatOnlyItsChecksHoldIsWaitedFor() {
        TrialPosition held = SECOND.withHold(new TrialHold(TrialHold.Cause.CHECKS, NOW, "because"));
        assertThat(waits(analysing(held), plan(ANOTHER, RULES), null)).isTrue();
        assertThat(waits(analysing(held.withStep(0)), plan(ANOTHER, RULES), null))
                .isFalse();
    }

    @Test
    void trialUnderSuspicionEndsForAnotherVersion() {
        double failAt = Math.log(100);
        assertThat(suspect(Math.log(9.9), failAt, false)).isTrue();
        assertThat(suspect(Math.log(10.1), failAt, false)).isFalse();
        assertThat(suspect(0, failAt, true)).isFalse();
    }

    private static boolean suspect(double logE, double failAt, boolean suspected) {
        AnalysisStanding standing = new AnalysisStanding("soaking", logE, failAt, 0, 0, null, suspected);
        ReleaseState state = analysing(SECOND);
        Analysis analysis = Analysis.begun(Gates.of(state, new Arms(SIDE, SIDE)), NOW, null, null)
                .judged(null, standing, List.of());
        return waits(state, plan(ANOTHER, RULES), analysis);
    }

    @Test
    void ruleRestartEndsTheTrialForAnotherVersionAlone() {
        CanaryRules restart = rules(OnNewRevision.RESTART);
        assertThat(waits(analysing(SECOND), plan(ANOTHER, restart), null)).isFalse();
        assertThat(waits(analysing(SECOND), plan(SAME, restart), null)).isTrue();
        assertThat(waits(analysing(SECOND), plan(ANOTHER, rules(null)), null)).isTrue();
    }

    @Test
    void sameVersionWithOtherStepsOrAnotherAnalysisEndsTheTrial() {
        CanaryRules steps = new CanaryRules(
                CanaryRules.Workloads.ONLY,
                RULES.baseline(),
                null,
                RULES.traffic(),
                List.of(),
                RULES.conduct(),
                RULES.analysis());
        CanaryRules analysis = new CanaryRules(
                CanaryRules.Workloads.ONLY,
                RULES.baseline(),
                null,
                RULES.traffic(),
                RULES.steps(),
                RULES.conduct(),
                Map.of("interval", "1s"));
        assertThat(waits(analysing(SECOND), plan(SAME, steps), null)).isFalse();
        assertThat(waits(analysing(SECOND), plan(SAME, analysis), null)).isFalse();
    }

    @Test
    void commitThatPutsNothingOnTrialEndsTheTrial() {
        assertThat(waits(analysing(SECOND), plan(null, RULES), null)).isFalse();
        assertThat(waits(analysing(SECOND), plan(ANOTHER, null), null)).isFalse();
        assertThat(waits(analysing(SECOND), plan(new CanaryPlan("sha256:1", "it has 0 replicas", null), RULES), null))
                .isFalse();
    }

    @Test
    void plannerHasSomeTimeToSayWhatACommitIs() {
        Plan stale = Releases.plan();
        assertThat(LaterCommit.waits(analysing(SECOND), null, NOW.plusSeconds(1), null, NOW))
                .isTrue();
        assertThat(LaterCommit.waits(analysing(SECOND), stale, NOW.plusSeconds(1), null, NOW))
                .isTrue();
        assertThat(LaterCommit.waits(analysing(SECOND), null, NOW, null, NOW)).isFalse();
    }

    private static boolean waits(ReleaseState state, Plan plan, @Nullable Analysis analysis) {
        return LaterCommit.waits(state, plan, Instant.EPOCH, analysis, NOW);
    }

    private static Analysing analysing(TrialPosition at) {
        return new Analysing(RELEASE, at, NOW);
    }

    private static Plan plan(@Nullable CanaryPlan canary, @Nullable CanaryRules rules) {
        Plan plan = Releases.plan();
        Plan.Origin origin = plan.origin();
        return new Plan(
                "plan-2",
                new Plan.Origin(origin.mode(), origin.trigger(), "sha256:2@2", origin.inventorySequence() + 1, 0),
                new Plan.Bundle(
                        "sha256:2", plan.revision(), TargetPolicy.DEFAULT.withCanary(rules), Map.of(), Map.of()),
                plan.placement(),
                plan.readiness(),
                new Plan.Work("sha256:change", List.of(), 0, List.of(), canary),
                plan.timing());
    }

    private static CanaryRules rules(@Nullable OnNewRevision rule) {
        Conduct conduct = RULES.conduct();
        return new CanaryRules(
                RULES.workloads(),
                RULES.baseline(),
                RULES.replicas(),
                RULES.traffic(),
                RULES.steps(),
                new Conduct(
                        conduct.advance(),
                        conduct.onInconclusive(),
                        conduct.onBlind(),
                        conduct.maxDurationMillis(),
                        conduct.mode(),
                        conduct.bakeMillis(),
                        new CanaryRules.Turn(null, rule)),
                RULES.analysis());
    }
}
