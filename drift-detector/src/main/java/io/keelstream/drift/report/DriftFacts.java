package io.keelstream.drift.report;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.drift.DriftChanged;
import io.keelstream.contracts.drift.DriftDetected;
import io.keelstream.contracts.drift.DriftResolved;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.drift.DriftSubject;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.kubernetes.annotation.Labels;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A step as facts: the state first, then its events. Pure. */
public final class DriftFacts {

    private static final int MOST_OBJECTS = 200;

    private DriftFacts() {}

    /** The subject of the events. */
    public static DriftSubject subject(String key, Inventory inventory, @Nullable Desired desired) {
        TargetName name = TargetName.parse(key);
        return new DriftSubject(
                name.target(),
                name.application(),
                inventory.cluster(),
                inventory.namespace(),
                inventory.appliedRevision(),
                labels(desired));
    }

    /** The same of a target that no longer has an inventory. */
    public static DriftSubject subject(String key, @Nullable Desired desired) {
        TargetName name = TargetName.parse(key);
        return new DriftSubject(
                name.target(),
                name.application(),
                desired == null ? "" : desired.cluster(),
                desired == null ? "" : desired.namespace(),
                null,
                labels(desired));
    }

    private static Map<String, String> labels(@Nullable Desired desired) {
        Map<String, String> labels = desired == null ? Map.of() : desired.labels();
        return labels.entrySet().stream()
                .filter(label -> label.getKey().startsWith(Labels.EVENT_PREFIX))
                .collect(Collectors.toMap(
                        label -> label.getKey().substring(Labels.EVENT_PREFIX.length()), Map.Entry::getValue));
    }

    /** The state alone: nothing happened that subscribers wait for. */
    public static List<Fact> state(String key, DriftState state, EventContext context) {
        return List.of(Fact.of(EventType.DRIFTED_CHANGED, key, state, context));
    }

    /** The facts of one step. */
    public static List<Fact> of(String key, DriftSubject subject, DriftLedger.DriftStep step, EventContext context) {
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of(EventType.DRIFTED_CHANGED, key, step.after(), context));
        facts.addAll(events(key, subject, step, context));
        return facts;
    }

    /** The facts of a target's last step: its state goes. */
    public static List<Fact> last(String key, DriftSubject subject, DriftLedger.DriftStep step, EventContext context) {
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.tombstone(EventType.DRIFTED_CHANGED, key, context));
        facts.addAll(events(key, subject, step, context));
        return facts;
    }

    private static List<Fact> events(
            String key, DriftSubject subject, DriftLedger.DriftStep step, EventContext context) {
        List<Fact> facts = new ArrayList<>();
        int resolved = step.resolved().size();
        int detected = step.detected().size();
        int changed = step.changed().size();
        if (resolved > 0) {
            var event = new DriftResolved(subject, cut(step.resolved()), resolved, resolved > MOST_OBJECTS);
            facts.add(Fact.of(EventType.DRIFT_RESOLVED, key, event, context));
        }
        if (detected > 0) {
            var event = new DriftDetected(subject, cut(step.detected()), detected, detected > MOST_OBJECTS);
            facts.add(Fact.of(EventType.DRIFT_DETECTED, key, event, context));
        }
        if (changed > 0) {
            var event = new DriftChanged(subject, cut(step.changed()), changed, changed > MOST_OBJECTS);
            facts.add(Fact.of(EventType.DRIFT_CHANGED, key, event, context));
        }
        return facts;
    }

    private static <T> List<T> cut(List<T> list) {
        return list.size() > MOST_OBJECTS ? list.subList(0, MOST_OBJECTS) : list;
    }
}
