package io.keelstream.canary.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keelstream.canary.observations.Counts;
import org.junit.jupiter.api.Test;

class SloStateTest {

    @Test
    void missedObjectiveIsProvenAndAKeptOneToo() {
        SloState missed = SloState.none().after(new Counts(9_700, 10_000));
        SloState kept = SloState.none().after(new Counts(9_990, 10_000));

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
}
