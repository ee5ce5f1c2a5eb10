package io.keelstream.planner.reconcile;

import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Received;
import io.keelstream.tracing.SpanAttributes;
import io.keelstream.tracing.Stage;
import io.keelstream.tracing.Traces;

/** The span of a plan that is published. Planning that finds nothing new has none, however often it happens. Thread-safe. */
final class PlanSpans {

    private final Traces traces;

    PlanSpans(Traces traces) {
        this.traces = traces;
    }

    /** Opens it, as begun when planning began; it ends when the plan is written. */
    Stage open(String target, Plan plan, Topic topic, Received<?> cause) {
        Stage stage = traces.of("plan", plan.revision(), target)
                .with(SpanAttributes.PLAN, plan.id())
                .with(SpanAttributes.CLUSTER, plan.cluster())
                .with(SpanAttributes.NAMESPACE, plan.namespace())
                .processing(topic, cause)
                .since(plan.timing().plannedAt().minusMillis(plan.timing().planMillis()))
                .open()
                .with("keelstream.plan.state", plan.state().name())
                .with("keelstream.plan.trigger", plan.trigger().name())
                .with("keelstream.plan.actions", plan.actions().size())
                .with("keelstream.plan.unchanged", plan.unchanged())
                .with("keelstream.plan.problems", plan.problems().size());
        if (plan.state() == Plan.State.FAILED) {
            stage.failed(plan.problems());
        }
        return stage;
    }
}
