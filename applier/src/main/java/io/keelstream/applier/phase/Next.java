package io.keelstream.applier.phase;

import io.keelstream.applier.release.ReleaseState;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.decision.DecisionAnswer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What came of working on a state. */
sealed interface Next {

    /**
     * The release is in another state.
     *
     * @param state the state
     * @param gate what it asks of the canary-analyzer; null where the gate stays as it is
     * @param why what led to it, for people; null where that is plain
     * @param answer to the decision that led to it; null where none did
     */
    record Reached(
            ReleaseState state,
            @Nullable AnalysisRequest gate,
            @Nullable String why,
            @Nullable DecisionAnswer answer) implements Next {

        Reached(ReleaseState state) {
            this(state, null, null, null);
        }
    }

    /**
     * The release waits for something that takes long.
     *
     * @param state where it is
     * @param lookAgain when to look again, where nothing changes before
     */
    record Waits(ReleaseState state, Instant lookAgain) implements Next {}
}
