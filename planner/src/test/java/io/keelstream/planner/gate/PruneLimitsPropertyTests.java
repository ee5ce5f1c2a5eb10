package io.keelstream.planner.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.targets.TargetPolicy.Prune.Mode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PruneLimitsPropertyTests {

    @Test
    void deletionsPassExactlyWithinBothLimits() {
        for (long seed = 0; seed < 500; seed++) {
            // Given
            Random random = new Random(seed);
            int applied = 1 + random.nextInt(60);
            int gone = 1 + random.nextInt(applied);
            int maxObjects = random.nextInt(20);
            int maxPercent = random.nextInt(101);

            // When
            boolean passes = GatesTests.objections(
                            GatesTests.desired(Mode.AUTO, maxObjects, maxPercent), GatesTests.deletions(gone), applied)
                    .isEmpty();

            // Then
            boolean share = applied < 20 || 100.0 * gone / applied <= maxPercent;
            assertThat(passes).as("seed %d", seed).isEqualTo(gone <= maxObjects && share);
        }
    }

    @Test
    void moreDeletionsNeverPassWhereFewerDoNot() {
        for (long seed = 0; seed < 200; seed++) {
            // Given
            Random random = new Random(seed);
            var desired = GatesTests.desired(Mode.AUTO, random.nextInt(20), random.nextInt(101));
            int applied = 2 + random.nextInt(60);
            int fewer = 1 + random.nextInt(applied - 1);

            // When
            boolean fewerPass = GatesTests.objections(desired, GatesTests.deletions(fewer), applied)
                    .isEmpty();
            boolean morePass = GatesTests.objections(desired, GatesTests.deletions(fewer + 1), applied)
                    .isEmpty();

            // Then
            assertThat(morePass && !fewerPass).as("seed %d", seed).isFalse();
        }
    }
}
