package io.keelstream.applier.phase;

import io.keelstream.applier.inventory.FormerClusters;
import io.keelstream.applier.live.Expectation;
import io.keelstream.applier.live.LiveObjects;
import io.keelstream.applier.release.Release;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.RunningRelease;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.FailedRun;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.targets.TargetState.ObjectHealth;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.object.GroupKind;
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

    private static final GroupKind JOB = new GroupKind("batch", "Job");

    public Untouched {
        objects = Map.copyOf(objects);
        degraded = Set.copyOf(degraded);
    }

    /**
     * What of the running inventory the release does not change, and what is recorded of how it was.
     *
     * @param running the inventory in which the release runs
     */
    public static Untouched of(Inventory running, Release release) {
        RunningRelease recorded = running.release();
        return new Untouched(
                objects(running, release).stream()
                        .collect(Collectors.toMap(InventoryObject::reference, Function.identity(), (a, b) -> a)),
                recorded == null ? Set.of() : Set.copyOf(recorded.degraded()));
    }

    private static List<InventoryObject> objects(Inventory running, Release release) {
        if (release.plan().removal() || FormerClusters.clears(running, release)) {
            return List.of();
        }
        Set<String> touched =
                release.plan().actions().stream().map(PlannedAction::reference).collect(Collectors.toSet());
        return running.objects().stream()
                .filter(object ->
                        (!object.completed() || object.failedRun() != null) && !touched.contains(object.reference()))
                .toList();
    }

    /** Whether the watches show all of them that the cluster serves and lets us watch. */
    public boolean seen(LiveObjects live) {
        return objects.values().stream().allMatch(object -> {
            GroupKind kind = ObjectReference.parse(object.reference()).groupKind();
            return live.complete(kind) || !live.watch(object.apiVersion(), kind) || live.isRefused(kind);
        });
    }

    /**
     * References of those that are degraded now: when the release begins.
     *
     * @param before the read model, for what no watch has shown yet; null where nothing is published
     */
    public Set<String> degraded(LiveObjects live, TargetPolicy policy, @Nullable TargetState before) {
        Set<String> published = before == null
                ? Set.of()
                : before.unhealthy().stream()
                        .filter(each -> each.health().equals(Health.DEGRADED.toString()))
                        .map(ObjectHealth::reference)
                        .collect(Collectors.toSet());
        return references().stream()
                .filter(text -> {
                    ObjectReference reference = ObjectReference.parse(text);
                    HealthStatus status = live.health(reference, Expectation.of(policy, appliedAt(text)));
                    return status != null
                            ? status.health() == Health.DEGRADED
                            : failedRun(text) != null
                                    || (published.contains(text) && !live.complete(reference.groupKind()));
                })
                .collect(Collectors.toSet());
    }

    Collection<String> references() {
        return objects.keySet();
    }

    /** References of the Jobs that an earlier release did not see to their end. */
    List<String> jobs() {
        return objects.values().stream()
                .filter(object -> object.failedRun() == null)
                .map(InventoryObject::reference)
                .filter(text -> ObjectReference.parse(text).groupKind().equals(JOB))
                .toList();
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
