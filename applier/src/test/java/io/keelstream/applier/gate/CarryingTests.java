package io.keelstream.applier.gate;

import static io.keelstream.applier.release.Releases.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.gate.Carrying.Ready;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState.Analysing;
import io.keelstream.applier.release.ReleaseState.Preparing;
import io.keelstream.applier.release.ReleaseState.Shifting;
import io.keelstream.applier.release.Releases;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.canary.TrialHold.Cause;
import java.util.List;
import org.junit.jupiter.api.Test;

class CarryingTests {

    private static final Ready NONE = new Ready(0, Ready.ALL);
    private static final Ready ALL = new Ready(Ready.ALL, Ready.ALL);

    private final Release release = Releases.release(Releases.routed(10, 3, 20, 50));
    private final Analysing first = ((Preparing) release.begin(NOW)).ready(NOW).shifted(NOW);

    @Test
    void weightIsKeptWhileEnoughPodsAreReady() {
        assertThat(of(first, new Ready(2, Ready.ALL))).isEqualTo(new Ruling.Wait(null));
        assertThat(of(first, ALL)).isEqualTo(new Ruling.Wait(null));
    }

    @Test
    void weightDropsToTheShareOfTheReadyPods() {
        assertThat(weight(of(first, new Ready(1, Ready.ALL)))).isEqualTo(10);
        assertThat(weight(of(first, NONE))).isZero();
    }

    @Test
    void nothingIsLoweredBeforeTheFirstShift() {
        assertThat(of((Preparing) release.begin(NOW), NONE)).isEqualTo(new Ruling.Wait(null));
    }

    @Test
    void copiesThatGrowForTheNextStepAreHeldAgainstTheStepThatRuns() {
        // Given
        Preparing next = (Preparing) first.advance(NOW);

        // Then
        assertThat(of(next, new Ready(3, Ready.ALL))).isEqualTo(new Ruling.Wait(null));
        assertThat(of(next, NONE))
                .isInstanceOfSatisfying(
                        Ruling.Go.class,
                        go -> assertThat(go.state().trial().step()).isZero());
    }

    @Test
    void weightComesBackWhenAllIsCarried() {
        // Given
        Analysing lowered = lowered(first);

        // Then
        assertThat(of(lowered, new Ready(1, Ready.ALL))).isEqualTo(new Ruling.Wait(null));
        Ruling back = of(lowered, ALL);
        assertThat(weight(back)).isEqualTo(20);
        assertThat(((Ruling.Go) back).state().trial().hold()).isNull();
    }

    @Test
    void matchedRequestsGoBackWhileNoPodOfACanaryOfWeightZeroIsReady() {
        // Given
        Release weightless = Releases.release(Releases.routed(10, 3, 0));
        Analysing step = ((Preparing) weightless.begin(NOW)).ready(NOW).shifted(NOW);

        // When
        Ruling.Go gone = (Ruling.Go) of(step, NONE);
        Analysing held = ((Shifting) gone.state()).shifted(NOW);
        Ruling.Go back = (Ruling.Go) of(held, ALL);

        // Then
        assertThat(of(step, new Ready(1, Ready.ALL))).isEqualTo(new Ruling.Wait(null));
        assertThat(new Course(weightless.trial(), step.trial()).shares().matched())
                .isTrue();
        assertThat(new Course(weightless.trial(), held.trial()).shares().matched())
                .isFalse();
        assertThat(of(held, NONE)).isEqualTo(new Ruling.Wait(null));
        assertThat(back.state().trial().hold()).isNull();
    }

    @Test
    void matchedRequestsGoBackFromAPausedCanaryToo() {
        // Given
        Release weightless = Releases.release(Releases.routed(10, 3, 0));
        Analysing step = ((Preparing) weightless.begin(NOW)).ready(NOW).shifted(NOW);
        OnTrial paused = step.held(Cause.PAUSED, "paused by ada", NOW);

        // When
        Ruling.Go gone = (Ruling.Go) of(paused, NONE);
        Analysing held = ((Shifting) gone.state()).shifted(NOW);

        // Then
        assertThat(held.trial().held(Cause.PAUSED)).isTrue();
        assertThat(matched(held)).isFalse();
        assertThat(of(held, NONE)).isEqualTo(new Ruling.Wait(null));
        Ruling.Go back = (Ruling.Go) of(held, ALL);
        assertThat(back.state().trial().held(Cause.PAUSED)).isTrue();
        assertThat(matched((OnTrial) back.state())).isTrue();
    }

    @Test
    void matchedRequestsThatAreAwayOutliveTheEndOfAPause() {
        // Given
        Release weightless = Releases.release(Releases.routed(10, 3, 0));
        Analysing step = ((Preparing) weightless.begin(NOW)).ready(NOW).shifted(NOW);
        Ruling.Go gone = (Ruling.Go) of(step.held(Cause.PAUSED, "paused by ada", NOW), NONE);

        // When
        OnTrial resumed = ((Shifting) gone.state()).shifted(NOW).released(NOW);

        // Then
        assertThat(resumed.trial().held(Cause.PODS)).isTrue();
        assertThat(matched(resumed)).isFalse();
        Ruling.Go back = (Ruling.Go) of(resumed, ALL);
        assertThat(back.state().trial().hold()).isNull();
        assertThat(matched((OnTrial) back.state())).isTrue();
    }

    private static boolean matched(OnTrial state) {
        return new Course(state.release().trial(), state.trial()).shares().matched();
    }

    @Test
    void holdOfAPersonStays() {
        // Given
        OnTrial paused = first.held(Cause.PAUSED, "paused by ada", NOW);

        // When
        Ruling.Go go = (Ruling.Go) of(paused, NONE);

        // Then
        assertThat(go.state().trial().held(Cause.PAUSED)).isTrue();
        assertThat(weight(of(((Shifting) go.state()).shifted(NOW), ALL))).isEqualTo(20);
    }

    @Test
    void stepThatWasResumedWithoutItsPodsIsOnHoldAgain() {
        assertThat(of(lowered(first).released(NOW), NONE))
                .isInstanceOfSatisfying(
                        Ruling.Go.class,
                        go -> assertThat(go.state().trial().hold())
                                .isEqualTo(new TrialHold(Cause.PODS, NOW, "0 of 3 pods of the canary are ready")));
    }

    @Test
    void routerThatCountsPodsFollowsThemByItself() {
        // Given
        Release counted = Releases.release(Releases.trial(2, List.of(), Releases.updated("checkout", 0)));
        Analysing state = ((Preparing) counted.begin(NOW)).ready(NOW).shifted(NOW);

        // Then
        assertThat(of(state, NONE)).isEqualTo(new Ruling.Wait(null));
    }

    private static Analysing lowered(Analysing state) {
        return ((Shifting) ((Ruling.Go) of(state, NONE)).state()).shifted(NOW);
    }

    private static Ruling of(OnTrial state, Ready ready) {
        return Carrying.of(state, ready, NOW);
    }

    private static int weight(Ruling ruling) {
        return ((Ruling.Go) ruling).state().trial().weight();
    }
}
