package io.keelstream.planner.plan;

import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.hold.Hold;
import io.keelstream.planner.ownership.ApplyDecision;
import io.keelstream.planner.ownership.Subject;
import java.util.List;

/** What was found out about one changed object. */
public sealed interface ObjectPlan {

    Subject subject();

    /**
     * It can be done.
     *
     * @param subject the object
     * @param terms how it is written
     * @param effect what it changes
     */
    record Act(Subject subject, ApplyDecision.Apply terms, Effect effect) implements ObjectPlan {}

    /** Nothing is to be done. */
    record Left(Subject subject) implements ObjectPlan {}

    /** A person holds it still. */
    record Held(Subject subject, Hold hold) implements ObjectPlan {}

    /**
     * It cannot be done.
     *
     * @param subject the object
     * @param state FAILED when the cluster refuses it, BLOCKED when something outside Git prevents it
     * @param problems why
     */
    record Obstacle(Subject subject, Plan.State state, List<Problem> problems) implements ObjectPlan {}
}
