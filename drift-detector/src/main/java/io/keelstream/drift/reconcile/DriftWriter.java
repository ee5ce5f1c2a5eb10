package io.keelstream.drift.reconcile;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.drift.DriftSubject;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.drift.reconcile.Records.Known;
import io.keelstream.drift.report.AssessedObject;
import io.keelstream.drift.report.DriftFacts;
import io.keelstream.drift.report.DriftLedger;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Ids;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.tracing.SpanAttributes;
import io.keelstream.tracing.Stage;
import io.keelstream.tracing.Traces;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what is new about a target's drift: its state and its events, in one transaction. Thread-safe. */
final class DriftWriter {

    private static final Logger LOG = LoggerFactory.getLogger(DriftWriter.class);

    private final OwnedPartition partition;
    private final Traces traces;

    DriftWriter(OwnedPartition partition, Traces traces) {
        this.partition = partition;
        this.traces = traces;
    }

    /** The next step of a target's ledger; returns what was reported. */
    DriftLedger.DriftStep write(
            String key,
            Known known,
            Inventory inventory,
            List<AssessedObject> assessed,
            List<Problem> problems,
            Instant now) {
        Set<String> managed =
                inventory.objects().stream().map(InventoryObject::reference).collect(Collectors.toSet());
        DriftState reported = known.reported();
        DriftLedger.DriftStep step =
                DriftLedger.advance(reported, inventory.sequence(), managed, assessed, problems, now);
        if (step.differsFrom(reported)) {
            Desired desired = known.desired() == null ? null : known.desired().payload();
            DriftSubject subject = DriftFacts.subject(key, inventory, desired);
            publish(key, known, step, context -> DriftFacts.of(key, subject, step, context), now);
        }
        return step;
    }

    /** Drift belongs to the commit that is applied: its span follows from the release that recorded it. */
    private void publish(
            String key,
            Known known,
            DriftLedger.DriftStep step,
            Function<EventContext, List<Fact>> facts,
            Instant now) {
        Received<Inventory> applied = known.inventory();
        Revision revision = applied == null ? null : applied.payload().appliedRevision();
        if (applied == null || revision == null) {
            partition.writer().writeAndWait(facts.apply(EventContext.at(now)));
            log(key, null, step);
            return;
        }
        try (Stage stage = traces.of("detect drift", revision, key)
                .with(SpanAttributes.CLUSTER, applied.payload().cluster())
                .with(SpanAttributes.NAMESPACE, applied.payload().namespace())
                .causedBy(applied.traceparent())
                .since(now)
                .open()
                .with("keelstream.drift.detected", step.detected().size())
                .with("keelstream.drift.changed", step.changed().size())
                .with("keelstream.drift.resolved", step.resolved().size())) {
            String correlation = Ids.correlation(key, revision.commit());
            partition.writer().writeAndWait(facts.apply(new EventContext(now, null, correlation, stage.traceparent())));
            log(key, revision, step);
        }
    }

    /** The last step: the target is gone, and its drift with it. */
    void close(String key, Known known, Instant now) {
        DriftState reported = known.reported();
        DriftLedger.DriftStep step =
                DriftLedger.advance(reported, reported.inventorySequence(), Set.of(), List.of(), List.of(), now);
        DriftSubject subject = DriftFacts.subject(
                key, known.desired() == null ? null : known.desired().payload());
        partition.writer().writeAndWait(DriftFacts.last(key, subject, step, EventContext.at(now)));
        log(key, known.desired() == null ? null : known.desired().payload().revision(), step);
    }

    /** The target cannot be assessed: what was reported is kept, and the reason is reported once. */
    void blocked(String key, Known known, List<Problem> problems, Instant now) {
        DriftState reported = known.reported();
        if (!reported.problems().equals(problems)) {
            DriftState after =
                    new DriftState(reported.inventorySequence(), reported.objects(), reported.corrections(), problems);
            partition.writer().writeAndWait(DriftFacts.state(key, after, EventContext.at(now)));
        }
    }

    private static void log(String key, @Nullable Revision revision, DriftLedger.DriftStep step) {
        LOG.atInfo()
                .addKeyValue("target", key)
                .addKeyValue("commit", revision == null ? "" : revision.commit())
                .addKeyValue("detected", step.detected().size())
                .addKeyValue("changed", step.changed().size())
                .addKeyValue("resolved", step.resolved().size())
                .addKeyValue("open", step.after().objects().size())
                .log("Drift reported");
    }
}
