package io.keelstream.applier.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.applier.canary.HoldText;
import io.keelstream.applier.gate.Ruling.Go;
import io.keelstream.applier.gate.Ruling.Wait;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Analysing;
import io.keelstream.applier.release.ReleaseState.Shifting;
import io.keelstream.applier.release.Releases;
import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.Conduct;
import io.keelstream.contracts.canary.CanaryRules.OnWindowClose;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.Gating.Approval;
import io.keelstream.contracts.targets.Gating.Sync;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.window.Window;
import io.keelstream.contracts.window.Window.Effect;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TrialWindowsTests {

    private static final Instant OPEN = Instant.parse("2026-03-02T10:00:00Z");
    private static final Instant CLOSED = Instant.parse("2026-03-02T18:00:00Z");
    private static final Instant OPENING = Instant.parse("2026-03-03T09:00:00Z");

    @Test
    void weightRisesWithinTheWindows() {
        Analysing state = analysing(OnWindowClose.HOLD, 0);
        Ruling rise = new Go(state.advance(OPEN), "proven");

        assertThat(TrialWindows.within(state, rise, OPEN)).isSameAs(rise);
    }

    @Test
    void neitherARiseNorThePromotionBeginsWhileTheWindowsAreClosed() {
        for (Analysing state : List.of(analysing(OnWindowClose.HOLD, 0), analysing(OnWindowClose.HOLD, 1))) {
            Ruling ruling = TrialWindows.within(state, new Go(state.advance(CLOSED), "proven"), CLOSED);

            OnTrial held = (OnTrial) next(ruling);
            assertThat(held.trial().held(Cause.WINDOW)).isTrue();
            assertThat(held.trial().step()).isEqualTo(state.trial().step());
            assertThat(HoldText.of(
                            new TargetName("production", "shop"),
                            state.release().plan(),
                            held.trial(),
                            Objects.requireNonNull(held.trial().hold())))
                    .contains("the windows are closed until " + OPENING, "It goes on when they open");
        }
    }

    @Test
    void trialThatTheWindowsHeldGoesOnWhenTheyOpenAndItsDurationCountsAnew() {
        Analysing held = (Analysing) analysing(OnWindowClose.HOLD, 0).held(Cause.WINDOW, "closed", CLOSED);

        assertThat(TrialWindows.within(held, new Wait(null), CLOSED)).isEqualTo(new Wait(null));
        TrialPosition after = Objects.requireNonNull(
                next(TrialWindows.within(held, new Wait(null), OPENING)).trial());
        assertThat(after.hold()).isNull();
        assertThat(after.countsFrom()).isEqualTo(OPENING);
    }

    @Test
    void harmTakesTheTrafficBackWhateverTheWindows() {
        Analysing state = analysing(OnWindowClose.RETREAT, 1);
        Ruling back = new Go(state.rolledBack(List.of(), CLOSED), "harm");

        assertThat(TrialWindows.within(state, back, CLOSED)).isSameAs(back);
    }

    @Test
    void ruleFinishGoesOnAndRuleRetreatGoesBackToTheFirstStep() {
        Analysing finishing = analysing(OnWindowClose.FINISH, 1);
        Analysing retreating = analysing(OnWindowClose.RETREAT, 1);
        Ruling promotion = new Go(finishing.advance(CLOSED), "proven");

        assertThat(TrialWindows.within(finishing, promotion, CLOSED)).isSameAs(promotion);
        Shifting back = (Shifting) next(TrialWindows.within(retreating, new Wait(null), CLOSED));
        assertThat(back.trial().step()).isZero();
        assertThat(TrialWindows.within(analysing(OnWindowClose.RETREAT, 0), new Wait(null), CLOSED))
                .isEqualTo(new Wait(null));
    }

    @Test
    void holdThatTheWindowsBeganEndsWithTheTrial() {
        Analysing held = (Analysing) analysing(OnWindowClose.HOLD, 0).held(Cause.WINDOW, "closed", CLOSED);
        Ruling over = new Go(held.rolledBack(List.of(), CLOSED), "its longest time is over");

        assertThat(TrialWindows.within(held, over, CLOSED)).isSameAs(over);
    }

    @Test
    void retreatDropsWhatOnlyTheEndOfTheLaterStepWaitedFor() {
        Analysing state = analysing(OnWindowClose.RETREAT, 1);
        List<String> people = List.of("ada");

        OnTrial approved = state.approvedBy(people, 2, OPEN);
        OnTrial checked = state.held(Cause.CHECKS, "checks run", OPEN);
        OnTrial paused = state.held(Cause.PAUSED, "paused by ada", OPEN);

        for (OnTrial ending : List.of(approved, checked)) {
            Shifting back = (Shifting) next(TrialWindows.within((Analysing) ending, new Wait(null), CLOSED));
            assertThat(back.trial().step()).isZero();
            assertThat(back.trial().hold()).isNull();
        }
        Shifting back = (Shifting) next(TrialWindows.within((Analysing) paused, new Wait(null), CLOSED));
        assertThat(back.trial().hold()).isEqualTo(paused.trial().hold());
    }

    private static ReleaseState next(Ruling ruling) {
        return ((Go) ruling).state();
    }

    private static Analysing analysing(OnWindowClose rule, int step) {
        Plan plan = Releases.trial(2, List.of(), Releases.updated("checkout", 0));
        Trial trial = Objects.requireNonNull(plan.trial());
        Trial ruled = new Trial(
                trial.stable(), trial.canary(), null, trial.shift(), trial.steps(), trial.first(), rules(rule));
        Window work = new Window(Effect.ALLOW, "Mon-Fri 09:00-16:00", "UTC");
        TargetPolicy policy = TargetPolicy.DEFAULT.withGating(new Gating(Sync.AUTO, Approval.DEFAULT, List.of(work)));
        Plan within = new Plan(
                plan.id(),
                plan.origin(),
                new Plan.Bundle(plan.bundleDigest(), plan.revision(), policy, Map.of(), Map.of()),
                plan.placement(),
                plan.readiness(),
                plan.work(),
                plan.timing());
        Release release = Releases.release(within.withCanary(new CanaryPlan("sha256:trial", null, ruled)));
        return new Analysing(
                release, TrialPosition.START.shiftedAt(OPEN).withStep(step).withWeight(step + 1), OPEN);
    }

    private static CanaryRules rules(OnWindowClose rule) {
        CanaryRules rules = CanaryRules.DEFAULT;
        Conduct conduct = rules.conduct();
        return new CanaryRules(
                rules.workloads(),
                rules.baseline(),
                rules.replicas(),
                rules.traffic(),
                rules.steps(),
                new Conduct(
                        conduct.advance(),
                        conduct.onInconclusive(),
                        conduct.onBlind(),
                        conduct.maxDurationMillis(),
                        conduct.mode(),
                        conduct.bakeMillis(),
                        new CanaryRules.Turn(null, null, rule)),
                rules.analysis());
    }
}
