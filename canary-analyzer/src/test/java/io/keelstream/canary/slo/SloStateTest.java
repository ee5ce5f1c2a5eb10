package io.keelstream.canary.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keelstream.canary.observations.Counts;
import org.junit.jupiter.api.Test;

class SloStateTest {

    @Test
    void missedObjectiveIsProvenAndAKeptOneToo() {
        SloState missed = SloState.none().after(new Counts(9_700, 10_000), Counts.NONE, 0.99);
        SloState kept = SloState.none().after(new Counts(9_990, 10_000), Counts.NONE, 0.99);

        assertThat(missed.logHarm(0.99, 1)).isGreaterThan(Math.log(100));
        assertThat(missed.logKept(0.99, 1)).isLessThan(0);
        assertThat(kept.logKept(0.99, 1)).isGreaterThan(Math.log(20));
        assertThat(kept.logHarm(0.99, 1)).isLessThan(0);
    }

    @Test
    void nothingIsProvenBeforeTheFirstRequest() {
        assertThat(SloState.none().logHarm(0.99, 1)).isCloseTo(0, within(1e-12));
        assertThat(SloState.none().logKept(0.99, 1)).isCloseTo(0, within(1e-12));
    }

    @Test
    void whatTheBaselineMissesTooIsNotTheCanarys() {
        // Given: good until a dependency fails a fifth of all requests, with few requests per tick of the smaller arm
        SloState state = SloState.none();
        for (int tick = 0; tick < 60; tick++) {
            state = state.after(new Counts(5, 5), new Counts(5, 5), 0.99);
        }
        for (int tick = 0; tick < 600; tick++) {
            state = state.after(new Counts(20, 25), tick % 5 < 2 ? new Counts(5, 5) : new Counts(3, 5), 0.99);
            // Then
            assertThat(state.logHarm(0.99, 1.25)).as("tick %s", tick).isLessThan(Math.log(100));
        }
        assertThat(state.metByBaseline(0.99)).isFalse();
        assertThat(state.logKept(0.99, 1.25)).isLessThan(0);
    }

    @Test
    void whatTheCanaryMissesAloneIsProvenThoughTheBaselineHasErrorsToo() {
        // Given: the baseline has half of the errors that the objective allows, in every fourth tick
        SloState state = SloState.none();
        for (int tick = 0; tick < 40; tick++) {
            state = state.after(new Counts(45, 50), new Counts(tick % 4 == 3 ? 49 : 50, 50), 0.99);
        }
        // Then
        assertThat(state.metByBaseline(0.99)).isTrue();
        assertThat(state.logHarm(0.99, 1.25)).isGreaterThan(Math.log(100));
    }
}
