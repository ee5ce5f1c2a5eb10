package io.keelstream.applier.phase;

import io.keelstream.applier.decision.Decisions;
import io.keelstream.applier.gate.LaterCommit;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a release hears what it has to do: it asks between two steps, and is woken from a wait when something about its target
 * changed. Thread-safe.
 *
 * @param directive what it has to do now
 * @param analysis the analysis of the release's canary as it is now; null without one
 * @param decisions what people decided about it as of now
 * @param signal raised on every change of the target
 */
public record Orders(
        Supplier<Directive> directive,
        Supplier<@Nullable Analysis> analysis,
        Supplier<Decisions> decisions,
        Signal signal) {

    /** Whether the release continues. */
    boolean goOn() {
        return switch (directive.get()) {
            case Directive.Continue _ -> true;
            case Directive.Supersede _, Directive.Newer _ -> false;
        };
    }

    /** Whether the release continues from its state: also where a newer commit waits for its trial. */
    boolean goOn(ReleaseState state, Instant now) {
        return switch (directive.get()) {
            case Directive.Continue _ -> true;
            case Directive.Supersede _ -> false;
            case Directive.Newer(Plan plan, Instant decided) ->
                LaterCommit.waits(state, plan, decided, analysis.get(), now);
        };
    }

    /** Whether a newer commit is ready to go on with a trial that nobody paused: the run ends, so that it may. */
    boolean handsOver(OnTrial state) {
        return !state.trial().held(Cause.PAUSED)
                && directive.get() instanceof Directive.Newer(Plan plan, Instant _)
                && plan != null
                && plan.state() == Plan.State.READY;
    }

    /** Until when it is open what a newer commit means; null where nothing is. */
    @Nullable
    Instant undecidedUntil() {
        return directive.get() instanceof Directive.Newer(Plan plan, Instant decided) && plan == null ? decided : null;
    }

    /** The cluster that Git has moved the target to; null where it is the one that the release runs on. */
    @Nullable
    String movedTo() {
        return directive.get() instanceof Directive.Supersede(String cluster) ? cluster : null;
    }

    /** To be read before looking, and given to {@link #await}. */
    long seen() {
        return signal.count();
    }

    /** Waits until something changed since {@code seen} was read, or the time has passed. */
    void await(long seen, Duration longest) throws InterruptedException {
        signal.await(seen, longest);
    }
}
