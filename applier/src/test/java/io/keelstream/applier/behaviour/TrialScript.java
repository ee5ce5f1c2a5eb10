package io.keelstream.applier.behaviour;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.execution.Step;
import io.keelstream.testing.decision.Person;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a trial of two steps.
 *
 * @param promoted what becomes of the version's pods once it is promoted
 * @param scaled whether an autoscaler scales the workload
 * @param followed whether another Deployment follows it
 * @param bake how long the promoted version is watched; milliseconds
 * @param analyzer who judges it
 * @param decider who decides about it
 * @param people who approve each step, and sign that; empty where nobody is asked
 */
record TrialScript(
        String promoted,
        boolean scaled,
        boolean followed,
        long bake,
        Analyzer analyzer,
        Decider decider,
        List<Person> people) {

    private static final long LONG = 600_000;

    TrialScript {
        people = List.copyOf(people);
    }

    /** What the analyzer says to a gate while the release is at a step; null for nothing. */
    @FunctionalInterface
    interface Analyzer {
        @Nullable
        Verdict on(AnalysisRequest gate, Step step);
    }

    /** What a person decides while the release is at a step; null for nothing. Each kind once. */
    @FunctionalInterface
    interface Decider {

        Decider NOBODY = step -> null;

        @Nullable
        Kind on(Step step);
    }

    /** A workload alone, whose version runs. */
    static TrialScript of(Analyzer analyzer, Decider decider) {
        return new TrialScript("run", false, false, 0, analyzer, decider, List.of());
    }

    /** The same, whose pods never become ready once they are promoted. */
    TrialScript stuckWhenPromoted() {
        return new TrialScript("stuck", scaled, followed, bake, analyzer, decider, people);
    }

    /** The same of a workload that an autoscaler scales and another Deployment follows. */
    TrialScript scaledAndFollowed() {
        return new TrialScript(promoted, true, true, bake, analyzer, decider, people);
    }

    /** The same, watched for long after the promotion. */
    TrialScript watched() {
        return new TrialScript(promoted, scaled, followed, LONG, analyzer, decider, people);
    }

    /** The same, where each of these people approves each step. */
    TrialScript approvedBy(Person... all) {
        return new TrialScript(promoted, scaled, followed, bake, analyzer, decider, List.of(all));
    }

    /** Pauses the first step, resumes it, and promotes it without a verdict. */
    static @Nullable Kind hesitant(Step step) {
        return step instanceof Step.Analysing(TrialPosition at, Instant _) && at.step() == 0
                ? at.held(Cause.PAUSED)
                        ? Kind.RESUME
                        : !at.countsFrom().equals(at.firstShiftAt()) ? Kind.PROMOTE : Kind.PAUSE
                : null;
    }

    /** Aborts the second step. */
    static @Nullable Kind aborting(Step step) {
        return step instanceof Step.Analysing(TrialPosition at, Instant _) && at.step() == 1 ? Kind.ABORT : null;
    }

    /** Finds no harm, whatever it is asked. */
    static @Nullable Verdict harmless(AnalysisRequest gate, Step step) {
        return switch (gate.position().need()) {
            case NO_HARM -> Verdict.NO_HARM;
            case PASS -> Verdict.PASS;
            case WATCH, UNKNOWN -> null;
        };
    }

    /** Leaves the first step to people. */
    static @Nullable Verdict later(AnalysisRequest gate, Step step) {
        return gate.position().step() == 0 ? null : harmless(gate, step);
    }

    /** Leaves the second step to people. */
    static @Nullable Verdict first(AnalysisRequest gate, Step step) {
        return gate.position().step() == 0 ? harmless(gate, step) : null;
    }

    /** Finds harm when the version is promoted. */
    static @Nullable Verdict harmfulWhenPromoted(AnalysisRequest gate, Step step) {
        return gate.position().need() == Need.WATCH && step instanceof Step.Applying
                ? Verdict.FAIL
                : harmless(gate, step);
    }

    /** Finds harm after the promotion. */
    static @Nullable Verdict harmfulWhileWatched(AnalysisRequest gate, Step step) {
        return step instanceof Step.Baking ? Verdict.FAIL : harmless(gate, step);
    }

    /** Leaves the first step to people, and finds harm after the promotion. */
    static @Nullable Verdict hesitating(AnalysisRequest gate, Step step) {
        return gate.position().step() == 0 && !(step instanceof Step.Baking) ? null : harmfulWhileWatched(gate, step);
    }
}
