package io.keelstream.applier.gate;

import static io.keelstream.applier.release.Releases.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.ReleaseState.Analysing;
import io.keelstream.applier.release.ReleaseState.Preparing;
import io.keelstream.applier.release.ReleaseState.Shifting;
import io.keelstream.applier.release.Releases;
import io.keelstream.applier.release.Withdrawing;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.IssuedVerdict;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.OnInconclusive;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.execution.Step.Withdrawing.Ending;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.messaging.event.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RulingTests {

    private static final Arms ARMS = arms(null, null);

    private final Release release = Releases.release(Releases.trial(2, List.of(), Releases.updated("checkout", 0)));
    private final Analysing analysing =
            ((Preparing) release.begin(NOW)).ready(NOW).shifted(NOW);
    private final AnalysisRequest gate = Gates.of(analysing, ARMS);

    @Test
    void gateIsNamedAfterTargetTrialStepAndRound() {
        assertThat(gate.analysisId())
                .isEqualTo(Ids.analysis(
                        "production/shop", gate.trial(), 0, gate.position().round()));
        assertThat(gate.trial()).isEqualTo("sha256:trial/deployment-1");
        assertThat(gate.position().need()).isEqualTo(Need.NO_HARM);
        assertThat(gate.position().until()).isEqualTo(NOW.plusSeconds(21_600));
    }

    /** The configured warm-up counts where it is longer: that is the analyzer's to know. */
    @Test
    void podsWarmUpForTwiceTheTimeThatTheSlowerSideTookToServe() {
        assertThat(warmup(20, 45)).isEqualTo(90_000);
        assertThat(warmup(45, null)).isEqualTo(90_000);
        assertThat(warmup(null, null)).isNull();
    }

    private @Nullable Long warmup(@Nullable Integer canary, @Nullable Integer baseline) {
        return Gates.of(analysing, arms(canary, baseline)).position().warmupMillis();
    }

    /** Sides whose pods took so many seconds to serve. */
    private static Arms arms(@Nullable Integer canary, @Nullable Integer baseline) {
        return new Arms(side(canary), side(baseline));
    }

    private static Arms.Side side(@Nullable Integer seconds) {
        return new Arms.Side(NOW, Optional.ofNullable(seconds).map(Duration::ofSeconds), null);
    }

    @Test
    void everyNextGateOfATrialHasAGreaterRound() {
        // When
        Preparing next = (Preparing) analysing.advance(NOW);
        OnTrial held = analysing.held(Cause.INCONCLUSIVE, "on hold", NOW);
        ReleaseState promoted = analysing.promoted(NOW);

        // Then
        int round = gate.position().round();
        assertThat(Gates.of(next, ARMS).position().round()).isEqualTo(round + 1);
        assertThat(Gates.of(held, ARMS).position().round()).isEqualTo(round + 1);
        assertThat(Gates.of(promoted, ARMS).position().round()).isEqualTo(round + 1);
        assertThat(List.of(next, held, promoted)).allMatch(state -> Gates.need(state) == Need.WATCH);
    }

    @Test
    void harmRollsBackAndNeverExpires() {
        // When
        Ruling ruling = ruling(analysis(Verdict.FAIL, NOW.minusSeconds(60)));

        // Then
        assertThat(ruling).isInstanceOf(Ruling.Go.class);
        assertThat(((Ruling.Go) ruling).state()).isInstanceOf(Withdrawing.class);
    }

    @Test
    void noHarmEndsAStepBeforeTheLast() {
        assertThat(ruling(analysis(Verdict.NO_HARM, NOW.plusSeconds(60))))
                .isInstanceOfSatisfying(
                        Ruling.Go.class, go -> assertThat(go.state()).isInstanceOf(Preparing.class));
    }

    @Test
    void expiredVerdictIsRequestedAgain() {
        assertThat(ruling(analysis(Verdict.NO_HARM, NOW)))
                .isInstanceOfSatisfying(
                        Ruling.Go.class, go -> assertThat(go.state()).isEqualTo(analysing.again()));
    }

    @Test
    void verdictOnAnotherGateIsIgnored() {
        // Given
        AnalysisRequest other = Gates.of(analysing.again(), ARMS);

        // When
        Ruling ruling = ruling(analysis(other, Verdict.FAIL, NOW.plusSeconds(60)));

        // Then
        assertThat(ruling).isInstanceOf(Ruling.Wait.class);
    }

    @Test
    void trialWithoutAVerdictEndsAfterItsLongestTime() {
        // Given
        Instant end = NOW.plusMillis(CanaryRules.DEFAULT.conduct().maxDurationMillis())
                .plus(Ruling.GRACE);

        // Then
        assertThat(Ruling.of(analysing, new Reading.Pending(null), end.minusMillis(1)))
                .isEqualTo(new Ruling.Wait(end));
        assertThat(Ruling.of(analysing, new Reading.Pending(null), end))
                .isInstanceOfSatisfying(
                        Ruling.Go.class,
                        go -> assertThat(go.state().trial().hold().why()).contains("no verdict arrived in time"));
    }

    @Test
    void shiftThatIsNeverConfirmedEndsAsTheApplicationConfigures() {
        // Given
        Instant end = NOW.plusMillis(CanaryRules.DEFAULT.conduct().maxDurationMillis())
                .plus(Ruling.GRACE);

        // Then
        assertThat(Ruling.ofShift(shifting(OnInconclusive.ROLLBACK), "edge", end.minusMillis(1)))
                .isEqualTo(new Ruling.Wait(null));
        assertThat(Ruling.ofShift(shifting(OnInconclusive.ROLLBACK), "edge", end))
                .isInstanceOfSatisfying(
                        Ruling.Go.class, go -> assertThat(go.state()).isInstanceOf(Withdrawing.class));
        assertThat(Ruling.ofShift(shifting(OnInconclusive.PROMOTE), "edge", end))
                .isInstanceOfSatisfying(
                        Ruling.Go.class, go -> assertThat(go.state()).isInstanceOf(ReleaseState.Applying.class));
        assertThat(Ruling.ofShift(shifting(OnInconclusive.HOLD), "edge", end)).isEqualTo(new Ruling.Wait(null));
    }

    @ParameterizedTest
    @EnumSource(names = {"PODS", "CAPACITY", "BLIND"})
    void holdThatEndsByItselfEndsAsTheApplicationConfigures(Cause cause) {
        // Given
        Instant end = NOW.plusMillis(CanaryRules.DEFAULT.conduct().maxDurationMillis())
                .plus(Ruling.GRACE);

        // Then
        assertThat(Ruling.ofHold(held(OnInconclusive.ROLLBACK, cause), end.minusMillis(1)))
                .isEqualTo(new Ruling.Wait(end));
        assertThat(Ruling.ofHold(held(OnInconclusive.ROLLBACK, cause), end))
                .isInstanceOfSatisfying(
                        Ruling.Go.class, go -> assertThat(go.state()).isInstanceOf(Withdrawing.class));
        assertThat(Ruling.ofHold(held(OnInconclusive.PROMOTE, cause), end))
                .isInstanceOfSatisfying(
                        Ruling.Go.class, go -> assertThat(go.state()).isInstanceOf(ReleaseState.Applying.class));
        assertThat(Ruling.ofHold(held(OnInconclusive.HOLD, cause), end))
                .isInstanceOfSatisfying(
                        Ruling.Go.class,
                        go -> assertThat(go.state().trial().held(Cause.INCONCLUSIVE))
                                .isTrue());
    }

    @ParameterizedTest
    @EnumSource(names = {"PAUSED", "APPROVAL", "INCONCLUSIVE", "CHECKS"})
    void holdThatSomethingElseEndsHasNoEnd(Cause cause) {
        assertThat(Ruling.ofHold(held(OnInconclusive.ROLLBACK, cause), NOW.plusSeconds(1_000_000)))
                .isEqualTo(new Ruling.Wait(null));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PAUSED", "CHECKS"})
    void rehearsalOnHoldIsOverAfterItsLongestTimeThoughVerdictsAreObserved(Cause cause) {
        // Given
        Analysing held = (Analysing) rehearsal().shifted(NOW).held(cause, "because", NOW);
        Instant end = NOW.plusMillis(CanaryRules.DEFAULT.conduct().maxDurationMillis())
                .plus(Ruling.GRACE);

        // Then
        assertThat(Ruling.ofHold(held, end.minusMillis(1))).isEqualTo(new Ruling.Wait(end));
        assertOver(Ruling.ofHold(held, end), "because");
        assertThat(Ruling.ofHold(observing(OnInconclusive.ROLLBACK), end)).isEqualTo(new Ruling.Wait(null));
    }

    @ParameterizedTest
    @EnumSource(names = {"PAUSED", "CHECKS"})
    void rehearsalThatAPersonOrACheckHoldsWaitsForThem(Cause cause) {
        OnTrial held = rehearsal().shifted(NOW).held(cause, "because", NOW);

        assertThat(Ruling.ofHold((Analysing) held, NOW.plusSeconds(1_000_000))).isEqualTo(new Ruling.Wait(null));
    }

    @Test
    void rehearsalWhoseShiftIsNeverConfirmedIsOverThoughVerdictsAreObserved() {
        Instant end = NOW.plusMillis(CanaryRules.DEFAULT.conduct().maxDurationMillis())
                .plus(Ruling.GRACE);

        assertThat(Ruling.ofShift(rehearsal(), "edge", end.minusMillis(1))).isEqualTo(new Ruling.Wait(null));
        assertOver(Ruling.ofShift(rehearsal(), "edge", end), "edge");
    }

    private static void assertOver(Ruling ruling, String why) {
        Withdrawing back = (Withdrawing) ((Ruling.Go) ruling).state();
        assertThat(back.step().ending()).isEqualTo(Ending.REHEARSED);
        assertThat(back.step().causes()).singleElement().satisfies(problem -> {
            assertThat(Reason.CANARY_INCONCLUSIVE.is(problem)).isTrue();
            assertThat(problem.message()).contains(why);
        });
    }

    /** Of an application that only observes, with no say of a person. */
    private static Shifting rehearsal() {
        return shifting(Releases.rehearsing(observed(CanaryRules.DEFAULT.rehearsed())));
    }

    private static Analysing observing(OnInconclusive rule) {
        Plan plan = Releases.trial(2, List.of(), rule, Releases.updated("checkout", 0));
        CanaryRules rules = observed(Objects.requireNonNull(plan.trial()).rules());
        return (Analysing) shifting(Releases.ruled(plan, rules)).shifted(NOW).held(Cause.PODS, "because", NOW);
    }

    private static CanaryRules observed(CanaryRules rules) {
        CanaryRules.Conduct conduct = rules.conduct();
        return new CanaryRules(
                rules.workloads(),
                rules.baseline(),
                rules.replicas(),
                rules.traffic(),
                rules.steps(),
                new CanaryRules.Conduct(
                        conduct.advance(),
                        conduct.onInconclusive(),
                        conduct.onBlind(),
                        conduct.maxDurationMillis(),
                        CanaryRules.Mode.OBSERVE,
                        conduct.bakeMillis(),
                        conduct.turn()),
                rules.analysis());
    }

    private static Shifting shifting(Plan plan) {
        return ((Preparing) Releases.release(plan).begin(NOW)).ready(NOW);
    }

    private static Analysing held(OnInconclusive rule, Cause cause) {
        return (Analysing) shifting(rule).shifted(NOW).held(cause, "because", NOW);
    }

    private static Shifting shifting(OnInconclusive rule) {
        return shifting(Releases.trial(2, List.of(), rule, Releases.updated("checkout", 0)));
    }

    @Test
    void watchingGateAcceptsHarmAlone() {
        for (Verdict verdict : List.of(Verdict.PASS, Verdict.NO_HARM, Verdict.INCONCLUSIVE)) {
            Analysis analysis = analysis(verdict, NOW.plusSeconds(60));
            assertThat(Reading.of(analysis, gate.analysisId(), Need.WATCH, NOW)).isEqualTo(new Reading.Pending(null));
        }
    }

    private Ruling ruling(Analysis analysis) {
        return Ruling.of(
                analysing,
                Reading.of(analysis, Gates.analysis(release, analysing.trial()), Gates.need(analysing), NOW),
                NOW);
    }

    private Analysis analysis(Verdict verdict, Instant expires) {
        return analysis(gate, verdict, expires);
    }

    private static Analysis analysis(AnalysisRequest gate, Verdict verdict, Instant expires) {
        IssuedVerdict issued = new IssuedVerdict(verdict, "because", NOW, verdict == Verdict.FAIL ? null : expires);
        return new Analysis(
                gate, new Analysis.Times(NOW, NOW), null, new Analysis.Look(null, List.of()), issued, null, null);
    }
}
