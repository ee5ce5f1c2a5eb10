package io.keelstream.applier.phase;

import io.keelstream.applier.canary.Bake;
import io.keelstream.applier.gate.Gates;
import io.keelstream.applier.gate.Reading;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.Withdrawing;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.decision.DecisionAnswer;
import org.jspecify.annotations.Nullable;

/** What a release with a trial asks of the canary-analyzer and hears of it. */
final class Verdicts {

    private final ReleaseContext context;
    private final ArmLook arms;

    Verdicts(ReleaseContext context) {
        this.context = context;
        this.arms = new ArmLook(context);
    }

    /** What the analysis says to the gate of the state; null while no canary has traffic. */
    @Nullable
    Reading reading(ReleaseState state) {
        return Reading.of(
                state, context.orders().analysis().get(), context.clock().instant());
    }

    /** A state with its gate. */
    Next.Reached asking(ReleaseState state, @Nullable String why) {
        return asking(state, why, null);
    }

    /**
     * A state with its gate. A state on the way back asks for nothing once it is without traffic, nor does a promoted version without an objective, and
     * nothing is asked before the canary has traffic.
     *
     * @param answer to the decision that led to it; null where none did
     */
    Next.Reached asking(ReleaseState state, @Nullable String why, @Nullable DecisionAnswer answer) {
        boolean back = (state instanceof Withdrawing ends && !ends.step().inSteps())
                || state instanceof ReleaseState.Restoring;
        TrialPosition trial = state.trial();
        boolean unmeasured = state instanceof ReleaseState.Baking
                && !Bake.of(state.release().trial()).map(Bake::hasObjectives).orElse(false);
        boolean watched = !back && !unmeasured && trial != null && trial.exposure() != null;
        return new Next.Reached(state, watched ? Gates.of(state, arms.of(state)) : null, why, answer);
    }
}
