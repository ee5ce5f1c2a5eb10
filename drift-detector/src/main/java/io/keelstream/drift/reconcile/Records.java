package io.keelstream.drift.reconcile;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables of one partition, read per target. Thread-safe. */
final class Records {

    private final Table<Desired> desired;
    private final Table<Inventory> inventory;
    private final Table<DriftState> drifted;

    Records(OwnedPartition partition) {
        this.desired = partition.table(Topic.DESIRED, Desired.class);
        this.inventory = partition.table(Topic.INVENTORY, Inventory.class);
        this.drifted = partition.table(Topic.DRIFTED, DriftState.class);
    }

    /**
     * What is known of one target.
     *
     * @param drift what was reported of it; null when nothing was
     * @param unreadable one problem per record that cannot be read
     */
    record Known(
            @Nullable Received<Desired> desired,
            @Nullable Received<Inventory> inventory,
            @Nullable DriftState drift,
            List<Problem> unreadable) {

        DriftState reported() {
            return drift == null ? DriftState.NONE : drift;
        }

        /** The objects whose drift is reported, by reference. */
        Map<String, DriftedObject> driftedObjects() {
            return reported().objects().stream()
                    .collect(Collectors.toMap(DriftedObject::reference, Function.identity()));
        }
    }

    Known of(String key) {
        List<Problem> unreadable = new ArrayList<>();
        Received<DriftState> reported = read(drifted.get(key), Topic.DRIFTED, new ArrayList<>());
        return new Known(
                read(desired.get(key), Topic.DESIRED, unreadable),
                read(inventory.get(key), Topic.INVENTORY, unreadable),
                reported == null ? null : reported.payload(),
                unreadable);
    }

    /** Every target that was ever applied or reported. */
    Set<String> targets() {
        Set<String> keys = new TreeSet<>(inventory.keys());
        keys.addAll(drifted.keys());
        return keys;
    }

    private static <T extends Record> @Nullable Received<T> read(
            @Nullable Entry<T> entry, Topic topic, List<Problem> unreadable) {
        return switch (entry) {
            case null -> null;
            case Entry.Present<T> present -> present.received();
            case Entry.Unreadable<T> poison -> {
                unreadable.add(Reason.POISON_EVENT.problem(
                        "the record in " + topic.topicName() + " cannot be read (" + poison.reason()
                                + "); the target is not assessed until a readable one replaces it",
                        poison.key()));
                yield null;
            }
        };
    }
}
