package io.keelstream.planner.reconcile;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Ids;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.planner.plan.Publication;
import io.keelstream.tracing.Stage;
import io.keelstream.tracing.Traces;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Publishes what an evaluation found, where it says something new, with its cause and its span. Thread-safe. */
final class PlanPublisher {

    private final OwnedPartition partition;
    private final PlanWriter writer;
    private final PlanSpans spans;
    private final Clock clock;

    PlanPublisher(OwnedPartition partition, Traces traces, Clock clock) {
        this.partition = partition;
        this.writer = new PlanWriter(partition);
        this.spans = new PlanSpans(traces);
        this.clock = clock;
    }

    void publish(TargetRecords records, Evaluation evaluation) {
        Plan plan = evaluation.publish();
        if (plan != null
                && (records.planUnreadable()
                        || Publication.needed(records.published(), plan, appliedBundle(records)))) {
            write(records, plan);
        }
        if (evaluation.withdraw() && records.plan() != null) {
            EventContext context = EventContext.at(clock.instant());
            partition.writer().writeAndWait(List.of(Fact.tombstone(EventType.PLAN_CHANGED, records.target(), context)));
        }
    }

    private static @Nullable String appliedBundle(TargetRecords records) {
        return records.inventory() instanceof Entry.Present<Inventory>(Received<Inventory> received)
                ? received.payload().appliedBundle()
                : null;
    }

    private void write(TargetRecords records, Plan plan) {
        Received<DriftState> drift = records.driftRecord();
        if (plan.trigger() == Plan.Trigger.DRIFT && drift != null) {
            write(records.target(), plan, Topic.DRIFTED, drift);
        } else if (records.desired() instanceof Entry.Present<Desired>(Received<Desired> desired)) {
            write(records.target(), plan, Topic.DESIRED, desired);
        } else {
            writer.write(records.target(), plan, EventContext.at(clock.instant()));
        }
    }

    /** Writes a plan that follows from a record. */
    private void write(String target, Plan plan, Topic topic, Received<?> cause) {
        try (Stage stage = spans.open(target, plan, topic, cause)) {
            String correlation = Ids.correlation(target, plan.revision().commit());
            writer.write(target, plan, new EventContext(clock.instant(), cause.id(), correlation, stage.traceparent()));
        }
    }
}
