package io.keelstream.planner.reconcile;

import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.FactRefusedException;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.Table;
import io.keelstream.planner.plan.PlanSizeLimit;
import io.keelstream.planner.plan.Publication;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes plans of one partition. A plan that is too large for a record loses the long values of its diffs; one that is
 * too large even so is published as failed, with its size and the limit. Thread-safe.
 */
final class PlanWriter {

    private static final Logger LOG = LoggerFactory.getLogger(PlanWriter.class);

    private final OwnedPartition partition;
    private final Table<Plan> plans;

    PlanWriter(OwnedPartition partition) {
        this.partition = partition;
        this.plans = partition.table(Topic.PLAN, Plan.class);
    }

    /** Publishes a plan that says something new. */
    void write(String target, Plan plan, EventContext context) {
        try {
            send(target, plan, context);
        } catch (FactRefusedException tooLarge) {
            writeShorter(target, plan, context);
        }
    }

    private void writeShorter(String target, Plan plan, EventContext context) {
        try {
            sendIfNews(target, PlanSizeLimit.withoutValues(plan), context);
        } catch (FactRefusedException tooLarge) {
            sendIfNews(
                    target,
                    PlanSizeLimit.failed(
                            plan,
                            Reason.PLAN_TOO_LARGE.problem(
                                    "the plan cannot be sent, so nothing is applied: " + tooLarge.getMessage(),
                                    target)),
                    context);
        }
    }

    /** A shortened plan looks new each time it is computed. */
    private void sendIfNews(String target, Plan plan, EventContext context) {
        Plan published =
                plans.get(target) instanceof Entry.Present<Plan>(Received<Plan> received) ? received.payload() : null;
        if (Publication.needed(published, plan, null)) {
            send(target, plan, context);
        }
    }

    private void send(String target, Plan plan, EventContext context) {
        partition.writer().writeAndWait(List.of(Fact.of(EventType.PLAN_CHANGED, target, plan, context)));
        LOG.atInfo()
                .addKeyValue("target", target)
                .addKeyValue("commit", plan.revision().commit())
                .addKeyValue("plan", plan.id())
                .addKeyValue("state", plan.state())
                .addKeyValue("actions", plan.actions().size())
                .addKeyValue("problems", plan.problems().size())
                .addKeyValue("millis", plan.timing().planMillis())
                .log("Plan published");
    }
}
