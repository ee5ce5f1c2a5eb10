package io.keelstream.canary.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LivenessTest {

    @Test
    void canaryThatStopsAnsweringIsSilentWithinATick() {
        Liveness liveness = Liveness.none();
        for (int tick = 0; tick < 24; tick++) {
            liveness = liveness.heard(50, 50);
        }

        assertThat(liveness.silent()).isFalse();
        assertThat(liveness.heard(50, 0).silent()).isTrue();
    }

    @Test
    void littleTrafficIsNotSilence() {
        SplittableRandom random = new SplittableRandom(5);
        Liveness liveness = Liveness.none();
        for (int tick = 0; tick < 20_000; tick++) {
            liveness = liveness.heard(random.nextInt(10) < 4 ? 1 : 0, random.nextInt(10) < 4 ? 1 : 0);
            assertThat(liveness.silent()).isFalse();
        }
    }

    @Test
    void shortGapIsNotSilenceAndALongOneIs() {
        Liveness liveness = Liveness.none().heard(1_000, 1_000);
        for (int tick = 0; tick < 120; tick++) {
            liveness = liveness.missed(50);
        }
        assertThat(liveness.silent()).isFalse();
        for (int tick = 0; tick < 120; tick++) {
            liveness = liveness.missed(50);
        }
        assertThat(liveness.silent()).isTrue();
    }

    @Test
    void canaryThatIsNotHeardAnyMoreWhenItsWeightRisesIsSilent() {
        Liveness liveness = Liveness.none();
        for (int tick = 0; tick < 24; tick++) {
            liveness = liveness.heard(90, 10);
        }

        liveness = liveness.atStep(OptionalDouble.of(0.3));

        assertThat(liveness.silent()).isFalse();
        for (int tick = 0; tick < 3; tick++) {
            liveness = liveness.heard(70, 0);
        }
        assertThat(liveness.silent()).isTrue();
    }

    @Test
    void canaryWhoseWeightFallsHasToBeHeardAnew() {
        Liveness liveness = Liveness.none();
        for (int tick = 0; tick < 24; tick++) {
            liveness = liveness.heard(50, 50);
        }

        for (OptionalDouble share : List.of(OptionalDouble.of(0.1), OptionalDouble.empty())) {
            Liveness less = liveness.atStep(share);
            assertThat(less.neverHeard()).isTrue();
            assertThat(less.heard(90, 0).silent()).isFalse();
        }
    }
}
