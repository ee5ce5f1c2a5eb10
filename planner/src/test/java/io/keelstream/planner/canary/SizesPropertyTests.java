package io.keelstream.planner.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.Step;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sizes carry their share; shares never exceed the whole. */
class SizesPropertyTests {

    @Test
    void copyHasTheReplicasItsShareNeedsAndAtLeastTheMinimum() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            // Given
            int stable = 1 + random.nextInt(500);
            int weight = 1 + random.nextInt(99);
            Sizes sizes = Sizes.of(CanaryRules.DEFAULT, stable);

            // Then
            assertThat(sizes.least()).isBetween(2, 3);
            assertThat(sizes.canary(weight)).isGreaterThanOrEqualTo(sizes.least());
            assertThat(sizes.canary(weight) * 100).isGreaterThanOrEqualTo(weight * stable);
            assertThat(sizes.canary(weight)).isLessThanOrEqualTo(Math.max(sizes.least(), weight * stable / 100 + 1));
            assertThat(sizes.canary(weight)).isLessThanOrEqualTo(sizes.canary(Math.min(99, weight + 1)));
            assertThat(sizes.baseline(weight)).isLessThanOrEqualTo(sizes.canary(weight));
            assertThat(sizes.baseline(weight)).isEqualTo(sizes.canary(Math.min(20, weight)));
        }
    }

    @Test
    void stepThatSaysHowManyPodsHasSoManyAndItsBaselineTooUpToTwentyPercent() {
        // Given
        Sizes sizes = Sizes.of(CanaryRules.DEFAULT, 50);
        Step stated = new Step(10, 1_000, 0, 9);

        // Then
        assertThat(sizes.canary(stated)).isEqualTo(9);
        assertThat(sizes.baseline(stated)).isEqualTo(9);
        assertThat(sizes.canary(new Step(10, 1_000))).isEqualTo(5);
        assertThat(sizes.canary(new Step(40, 1_000, 0, 3))).isEqualTo(3);
        assertThat(sizes.baseline(new Step(40, 1_000, 0, 3))).isEqualTo(10);
    }

    @Test
    void baselineHasTheCanarysShareUpToTwentyPercentAndTheSharesAddUpToAtMostTheWhole() {
        for (int weight = 1; weight <= 100; weight++) {
            int baseline = Overlays.baseline(weight);
            assertThat(weight + baseline).isLessThanOrEqualTo(100);
            assertThat(baseline).isBetween(0, 20);
            if (weight <= 20) {
                assertThat(baseline).isEqualTo(weight);
            }
            if (weight >= 20 && weight <= 80) {
                assertThat(baseline).isEqualTo(20);
            }
        }
    }
}
