package io.keelstream.applier.phase;

import io.keelstream.applier.live.Expectation;
import io.keelstream.applier.live.LiveObjects;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.FailedRun;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a target that a release does not change, as they were when it began. Immutable.
 *
 * @param objects by reference
 * @param degraded references of those that were degraded, and of those that had run and failed
 */
public record Untouched(Map<String, InventoryObject> objects, Set<String> degraded) {

    public Untouched {
        objects = Map.copyOf(objects);
        degraded = Set.copyOf(degraded);
    }

    /** Those objects, looked at now: when the release begins. */
    public static Untouched now(List<InventoryObject> objects, LiveObjects live, TargetPolicy policy) {
        Untouched known = new Untouched(
                objects.stream()
                        .collect(Collectors.toMap(InventoryObject::reference, Function.identity(), (a, b) -> a)),
                Set.of());
        Set<String> degraded = known.references().stream()
                .filter(reference -> {
                    HealthStatus status = live.health(
                            ObjectReference.parse(reference), Expectation.of(policy, known.appliedAt(reference)));
                    return status == null ? known.failedRun(reference) != null : status.health() == Health.DEGRADED;
                })
                .collect(Collectors.toSet());
        return new Untouched(known.objects, degraded);
    }

    Collection<String> references() {
        return objects.keySet();
    }

    /** When the object was applied; long ago where that is not recorded. */
    Instant appliedAt(String reference) {
        InventoryObject object = objects.get(reference);
        return object == null ? Instant.EPOCH : Objects.requireNonNullElse(object.ownedSince(), Instant.EPOCH);
    }

    private @Nullable FailedRun failedRun(String reference) {
        InventoryObject object = objects.get(reference);
        return object == null ? null : object.failedRun();
    }

    /** What is said of an object: one that failed and has deleted itself is not missing. */
    Pending asRecorded(Pending seen) {
        InventoryObject object = objects.get(seen.reference().toString());
        boolean expired = object != null && object.completed() && seen.status().health() == Health.MISSING;
        FailedRun run = object != null && expired ? object.failedRun() : null;
        return run == null
                ? seen
                : new Pending(
                        seen.reference(),
                        new HealthStatus(Health.DEGRADED, run.when() + ", failed, and was deleted since"),
                        false,
                        null);
    }

    /** Whether the object is as degraded as it was before the release. */
    boolean wasDegraded(ObjectReference reference, HealthStatus status) {
        return status.health() == Health.DEGRADED && degraded.contains(reference.toString());
    }
}
