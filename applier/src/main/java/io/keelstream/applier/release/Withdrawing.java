package io.keelstream.applier.release;

import io.keelstream.applier.canary.Bake;
import io.keelstream.applier.canary.Course;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.execution.Step.Withdrawing.Ending;
import io.keelstream.contracts.execution.Step.Withdrawing.Stage;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The traffic goes back to the workload, then the copies go. Nothing interrupts this but harm and a person during the steps back
 * after a promotion: that is taken back then, as it is while its waves are applied. The weight never rises.
 */
public record Withdrawing(Release release, Step.Withdrawing step) implements ReleaseState {

    /** The first stage; a canary that never had traffic, or that was promoted before, is only deleted. */
    static Withdrawing begin(Release release, TrialPosition trial, Ending ending, List<Problem> causes, Instant now) {
        Stage stage = trial.firstShiftAt() == null || trial.promoted() ? Stage.DELETE : Stage.SHIFT;
        TrialPosition back = trial.withHold(null);
        boolean steps =
                ending == Ending.PROMOTED && stage == Stage.SHIFT && new Course(release.trial(), back).returnsInSteps();
        int left = steps ? trial.weight() : 0;
        return new Withdrawing(release, new Step.Withdrawing(asked(back, left), stage, now, ending, causes, null));
    }

    @Override
    public TrialPosition trial() {
        return step.trial();
    }

    /** The copies have the share that the router was asked for: the next step back, or no new request goes to them. */
    public Withdrawing shifted(Instant now) {
        return step.inSteps() ? left(new Course(release.trial(), trial()).back(), now) : at(Stage.DRAIN, now);
    }

    /** No further step back is waited for. */
    public Withdrawing atOnce(Instant now) {
        return left(0, now);
    }

    private Withdrawing left(int weight, Instant now) {
        return new Withdrawing(
                release,
                new Step.Withdrawing(asked(trial(), weight), Stage.SHIFT, now, step.ending(), step.causes(), null));
    }

    /** While the copies have traffic another gate watches them. */
    private static TrialPosition asked(TrialPosition at, int weight) {
        return weight > 0 ? at.withWeight(weight).nextRound() : at.withWeight(0);
    }

    /** A newer commit that does not wait keeps what was promoted. */
    @Override
    public Withdrawing superseded(Instant now) {
        return atOnce(now);
    }

    /** The copies have had time to answer what they had begun. */
    public Withdrawing drained(Instant now) {
        return at(Stage.DELETE, now);
    }

    private Withdrawing at(Stage stage, Instant now) {
        return at(stage, now, step.causes());
    }

    private Withdrawing at(Stage stage, Instant now, List<Problem> causes) {
        return new Withdrawing(release, new Step.Withdrawing(step.trial(), stage, now, step.ending(), causes, null));
    }

    /** The same, where this is in the way, or nothing is. What only says the same in other words is not noted again. */
    public Withdrawing hindered(@Nullable Problem by) {
        return Obstacle.same(by, step.obstacle())
                ? this
                : new Withdrawing(
                        release,
                        new Step.Withdrawing(
                                step.trial(), step.stage(), step.since(), step.ending(), step.causes(), by));
    }

    /** The cluster is lost, and the target lives elsewhere. */
    public ReleaseState.Finished givenUp(Problem left) {
        return new ReleaseState.Finished(release, Outcome.SUPERSEDED, ExecutionStatus.CANCELLED, List.of(left));
    }

    /**
     * The copies are gone. What scales the workload has not seen yet that its traffic came back.
     *
     * @param left what could not be deleted
     */
    public ReleaseState deleted(List<Problem> left, Instant now) {
        List<Problem> all = Stream.concat(step.causes().stream(), left.stream()).toList();
        boolean raised =
                release.trial().stable().autoscaler() != null && trial().firstShiftAt() != null && !trial().promoted();
        return raised ? at(Stage.LOWER, now, all) : ended(all, now);
    }

    /** The autoscaler is what Git says, or {@code left} says why not. */
    public ReleaseState lowered(List<Problem> left, Instant now) {
        return ended(Stream.concat(step.causes().stream(), left.stream()).toList(), now);
    }

    private ReleaseState ended(List<Problem> all, Instant now) {
        return switch (step.ending()) {
            case PROMOTED ->
                Bake.of(release.trial()).isPresent()
                        ? new ReleaseState.Baking(release, trial().gone().nextRound(), now)
                        : release.afterWaves(now);
            case ROLLED_BACK ->
                release.wentWrong(
                        new ReleaseState.Finished(release, Outcome.ROLLED_BACK, ExecutionStatus.SUCCEEDED, all), now);
            case REHEARSED -> new ReleaseState.Finished(release, Outcome.REHEARSED, ExecutionStatus.SUCCEEDED, all);
            case SUPERSEDED -> new ReleaseState.Finished(release, Outcome.SUPERSEDED, ExecutionStatus.CANCELLED, all);
            case UNKNOWN -> throw new IllegalStateException("a step of a newer version was begun");
        };
    }
}
