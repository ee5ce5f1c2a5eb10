package io.keelstream.applier.release;

import static io.keelstream.applier.release.Releases.NOW;
import static io.keelstream.applier.release.Releases.created;
import static io.keelstream.applier.release.Releases.plan;
import static io.keelstream.applier.release.Releases.pruned;
import static io.keelstream.applier.release.Releases.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.plan.PlannedAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StepsPropertyTests {

    @Test
    void whatIsRebuiltFromAStepIsWhatWasRecorded() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            Release release = release(plan(actions(random)));
            ReleaseState state = release.begin(NOW);
            while (!(state instanceof ReleaseState.Finished)) {
                assertThat(Steps.resume(release, Steps.of(state)))
                        .as("seed %d", seed)
                        .contains(state);
                state = next(state, NOW.plusMillis(random.nextInt(100_000)));
            }
            assertThat(Steps.resume(release, Steps.of(state)))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void aStepOfANewerVersionIsNotResumed() {
        assertThat(Steps.resume(release(plan()), new Step.Unknown(Map.of("kind", "Mirroring"))))
                .isEmpty();
    }

    private static ReleaseState next(ReleaseState state, Instant now) {
        return switch (state) {
            case ReleaseState.Applying applying -> applying.applied();
            case ReleaseState.Waiting waiting -> waiting.healthy(now);
            case ReleaseState.Pruning pruning -> pruning.pruned();
            case ReleaseState.Settling settling -> settling.settled(true, List.of());
            case ReleaseState.Finished finished -> finished.failed(ExecutionStatus.ERRORED, List.of());
        };
    }

    private static PlannedAction[] actions(Random random) {
        List<PlannedAction> actions = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            actions.add(created("created-" + i, random.nextInt(4) - 1));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            actions.add(pruned("left-" + i, random.nextInt(4) - 1));
        }
        return actions.toArray(PlannedAction[]::new);
    }
}
