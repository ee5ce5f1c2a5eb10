package io.keelstream.applier.reconcile;

import io.keelstream.applier.inventory.InventoryEnd;
import io.keelstream.applier.journal.ReleaseSpan;
import io.keelstream.applier.journal.TransitionWriter;
import io.keelstream.applier.live.ClusterAccess;
import io.keelstream.applier.record.Known;
import io.keelstream.applier.report.ReadModel;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Ids;
import io.keelstream.tracing.Stage;
import io.keelstream.tracing.Traces;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The transactions of plans that need no release. Thread-safe. */
final class Acknowledgement {

    private final TransitionWriter transitions;
    private final ReadModel readModel;
    private final Traces traces;
    private final Clock clock;

    Acknowledgement(TransitionWriter transitions, ReadModel readModel, Traces traces, Clock clock) {
        this.transitions = transitions;
        this.readModel = readModel;
        this.traces = traces;
        this.clock = clock;
    }

    /** The bundle is applied as it is. */
    void unchanged(String key, Known known, Plan plan, @Nullable ClusterAccess cluster) {
        Inventory after = InventoryEnd.unchanged(
                Objects.requireNonNull(known.inventory(), "it is applied"), plan, clock.instant());
        write(key, known, plan, context -> {
            List<Fact> facts = new ArrayList<>();
            facts.add(Fact.of(EventType.INVENTORY_CHANGED, key, after, context));
            facts.addAll(readModel.facts(key, known.after(after, known.execution()), cluster, context));
            return facts;
        });
    }

    /** The target is gone. */
    void forget(String key, Known known, Plan plan) {
        write(key, known, plan, context -> readModel.removed(key, known, plan, 0, context));
    }

    private void write(String key, Known known, Plan plan, Function<EventContext, List<Fact>> facts) {
        try (Stage stage = ReleaseSpan.of(traces, "acknowledge", key, plan, known.planRecord())
                .open()) {
            String correlation = Ids.correlation(key, plan.revision().commit());
            transitions.write(
                    key, facts.apply(new EventContext(clock.instant(), null, correlation, stage.traceparent())));
        }
    }
}
