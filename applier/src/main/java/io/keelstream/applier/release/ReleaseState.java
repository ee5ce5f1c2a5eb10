package io.keelstream.applier.release;

import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * Where a release is. Transitions are the methods; each state offers only those that are possible from it, and every
 * state can end. Waves go up, deleting comes after the last healthy wave, {@link Finished} is final. A state and its {@link
 * Step} say the same: {@link Steps}.
 */
public sealed interface ReleaseState {

    Release release();

    /** What is recorded of the state. */
    default Execution execution() {
        return release().execution(Steps.of(this));
    }

    /** A newer revision took over: nothing more is begun. */
    default Finished superseded() {
        return new Finished(release(), Outcome.SUPERSEDED, ExecutionStatus.CANCELLED, List.of());
    }

    /** The release is not good: objects were refused, or did not become healthy. */
    default Finished failed(ExecutionStatus status, List<Problem> problems) {
        return new Finished(release(), Outcome.FAILED, status, problems);
    }

    /**
     * The objects of a wave are being applied.
     *
     * @param deadline the wave has to be healthy by then
     */
    record Applying(Release release, int wave, Instant deadline) implements ReleaseState {

        /** Every object of the wave is applied. */
        public Waiting applied() {
            return new Waiting(release, wave, deadline);
        }
    }

    /**
     * The wave is applied; its objects have to become healthy.
     *
     * @param deadline the wave has to be healthy by then
     */
    record Waiting(Release release, int wave, Instant deadline) implements ReleaseState {

        /** Every object of the wave is healthy: the next wave, deleting, or the end. */
        public ReleaseState healthy(Instant now) {
            return release.next(OptionalInt.of(wave), now);
        }

        /** When the wave began; none of its objects was applied earlier. */
        public Instant since() {
            return deadline.minus(release.timeout());
        }
    }

    /**
     * What left Git is being deleted.
     *
     * @param deadline everything has to be gone by then
     */
    record Pruning(Release release, Instant deadline) implements ReleaseState {

        /** Everything is gone. */
        public Settling pruned() {
            return new Settling(release);
        }
    }

    /** Everything is done; what is left is to look at the whole target. */
    record Settling(Release release) implements ReleaseState {

        /** The outcome: objects this release did not touch can only make it DEGRADED. */
        public Finished settled(boolean everythingHealthy, List<Problem> problems) {
            Outcome outcome =
                    release.plan().removal() ? Outcome.REMOVED : everythingHealthy ? Outcome.HEALTHY : Outcome.DEGRADED;
            return new Finished(release, outcome, ExecutionStatus.SUCCEEDED, problems);
        }
    }

    /** The end. */
    record Finished(Release release, Outcome outcome, ExecutionStatus status, List<Problem> problems)
            implements ReleaseState {

        public Finished {
            problems = List.copyOf(problems);
        }
    }
}
