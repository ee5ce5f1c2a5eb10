package io.keelstream.applier.inventory;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState.Finished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.Applied;
import io.keelstream.contracts.inventory.Inventory.FormerCluster;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.ApplyState;
import io.keelstream.contracts.inventory.InventoryObject.OwnedFields;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.revision.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The inventory's two writes per release. What is certain is recorded as it is; what is uncertain is marked dirty; an
 * action that was not begun leaves its entry as it was. Pure.
 */
public final class Ledger {

    private Ledger() {}

    /** The inventory with the release running. Null for a target that was never applied. */
    public static Inventory start(@Nullable Inventory before, Release release) {
        var plan = release.plan();
        var running = new Inventory.RunningRelease(release.deploymentId(), plan.id(), plan.bundleDigest());
        if (before == null) {
            return Inventory.empty(plan.placement()).next(running);
        }
        if (clearsFormer(before, release)) {
            return before.next(running);
        }
        boolean moved = !before.cluster().equals(plan.cluster()) && !plan.removal();
        boolean rebuilt =
                !moved && before.clusterUid() != null && !Objects.equals(before.clusterUid(), plan.clusterUid());
        List<FormerCluster> previous = new ArrayList<>(before.previous());
        List<InventoryObject> returning = before.previous().stream()
                .filter(place -> place.cluster().equals(plan.cluster()))
                .flatMap(place -> place.objects().stream())
                .toList();
        previous.removeIf(place -> place.cluster().equals(plan.cluster()));
        if (moved && !before.objects().isEmpty()) {
            previous.add(new FormerCluster(before.cluster(), before.clusterUid(), before.objects()));
        }
        List<InventoryObject> objects = moved
                ? returning
                : rebuilt ? before.objects().stream().map(Ledger::lost).toList() : before.objects();
        return before.withPlacement(plan.placement())
                .withObjects(objects)
                .withApplied(moved ? before.applied().partly() : before.applied())
                .withPrevious(previous)
                .next(running);
    }

    /** The inventory of a bundle that needed no write: it is applied as it is. */
    public static Inventory applied(Inventory before, Plan plan) {
        return before.withApplied(new Applied(plan.bundleDigest(), plan.revision(), plan.revision()))
                .withRetry(null)
                .next(null);
    }

    /** The inventory after a release of which nothing is certain: everything is dirty, nothing runs. */
    public static Inventory doubted(Inventory running) {
        return running.withObjects(
                        running.objects().stream().map(InventoryObject::asDirty).toList())
                .withApplied(running.applied().partly())
                .withRetry(null)
                .next(null);
    }

    /** The inventory without what says which fields are ours, which is most of its size: drift is not judged without it. */
    public static Inventory withoutFields(Inventory inventory) {
        return inventory
                .withObjects(withoutFields(inventory.objects()))
                .withPrevious(inventory.previous().stream()
                        .map(place ->
                                new FormerCluster(place.cluster(), place.clusterUid(), withoutFields(place.objects())))
                        .toList());
    }

    private static List<InventoryObject> withoutFields(List<InventoryObject> objects) {
        return objects.stream().map(InventoryObject::withoutFields).toList();
    }

    /**
     * Whether the plan only clears what the target left behind on a former cluster. Where a target was removed before its
     * move was applied, the former cluster is still the inventory's: then its objects are the target's own.
     */
    public static boolean clearsFormer(Inventory inventory, Release release) {
        return release.plan().mode() == Plan.Mode.CLEAR_FORMER_CLUSTER
                && !inventory.cluster().equals(release.plan().cluster());
    }

    /**
     * The inventory after the release.
     *
     * @param running what {@link #start} returned
     * @param outcomes what became of the actions, by reference
     * @param unhealthy references that did not become healthy: they are applied again by the retry
     */
    public static Inventory finish(
            Inventory running,
            Finished finished,
            Map<String, ObjectOutcome> outcomes,
            Set<String> unhealthy,
            Retry retry) {
        Release release = finished.release();
        Map<String, InventoryObject> objects = new LinkedHashMap<>();
        running.objects().forEach(object -> objects.put(object.reference(), object));
        boolean former = clearsFormer(running, release);
        if (former) {
            objects.clear();
            running.previous().stream()
                    .filter(place -> place.cluster().equals(release.plan().cluster()))
                    .flatMap(place -> place.objects().stream())
                    .forEach(object -> objects.put(object.reference(), object));
        }
        boolean complete = release.plan().held().isEmpty();
        for (PlannedAction action : release.plan().actions()) {
            ObjectOutcome outcome = outcomes.get(action.reference());
            complete &= outcome instanceof ObjectOutcome.Applied
                    || outcome instanceof ObjectOutcome.Gone
                    || outcome instanceof ObjectOutcome.Released;
            if (outcome != null && !(action instanceof PlannedAction.Ensure)) {
                boolean dirty = finished.outcome() == Outcome.FAILED && unhealthy.contains(action.reference());
                settle(objects, action, outcome, dirty, running.sequence() + 1, release);
            }
        }
        List<InventoryObject> left = List.copyOf(objects.values());
        return former
                ? concluded(running, finished, running.objects(), without(running, release, left), false, retry)
                : concluded(running, finished, left, running.previous(), complete, retry);
    }

    /** The former clusters after one of them was cleared as far as it went. */
    private static List<FormerCluster> without(Inventory running, Release release, List<InventoryObject> left) {
        return running.previous().stream()
                .map(place -> place.cluster().equals(release.plan().cluster())
                        ? new FormerCluster(place.cluster(), place.clusterUid(), left)
                        : place)
                .filter(place -> !place.objects().isEmpty())
                .toList();
    }

    /**
     * When a failed release is tried again.
     *
     * @param now the end of the release
     * @param random jitter
     */
    public record Retry(Instant now, RandomGenerator random) {}

    private static Inventory concluded(
            Inventory running,
            Finished finished,
            List<InventoryObject> objects,
            List<FormerCluster> previous,
            boolean complete,
            Retry retry) {
        var plan = finished.release().plan();
        boolean failed = finished.outcome() == Outcome.FAILED;
        boolean healthy = finished.outcome() == Outcome.HEALTHY;
        int attempt = plan.attempt() + 1;
        Revision revision = plan.revision();
        Applied applied = new Applied(plan.bundleDigest(), revision, healthy ? revision : running.healthyRevision());
        Instant notBefore = retry.now().plus(Backoff.before(attempt, retry.random()));
        return running.withObjects(objects)
                .withPrevious(previous)
                .withApplied(complete ? applied : running.applied())
                .withRetry(failed ? new Inventory.Retry(plan.bundleDigest(), attempt, notBefore) : null)
                .next(null);
    }

    private static void settle(
            Map<String, InventoryObject> objects,
            PlannedAction action,
            ObjectOutcome outcome,
            boolean dirty,
            long sequence,
            Release release) {
        String reference = action.reference();
        switch (outcome) {
            case ObjectOutcome.Applied applied
            when action instanceof PlannedAction.Write write -> {
                ApplyState state =
                        new ApplyState(applied.uid(), write.content().digest(), dirty, applied.completed(), sequence);
                objects.put(reference, entry(write, state, applied.owned(), release));
            }
            case ObjectOutcome.Applied applied -> {
                // Only writes apply.
            }
            case ObjectOutcome.Gone gone -> objects.remove(reference);
            case ObjectOutcome.Released released -> objects.remove(reference);
            case ObjectOutcome.Skipped skipped -> {
                // Left exactly as it was: the planner looks again when the reason is gone.
            }
            case ObjectOutcome.Doubtful doubtful -> doubt(objects, action, true, release);
            case ObjectOutcome.Failed failed -> doubt(objects, action, failed.uncertain(), release);
        }
    }

    private static void doubt(
            Map<String, InventoryObject> objects, PlannedAction action, boolean uncertain, Release release) {
        InventoryObject known = objects.get(action.reference());
        if (known != null) {
            objects.put(action.reference(), known.asDirty());
        } else if (uncertain && action instanceof PlannedAction.Write write) {
            objects.put(action.reference(), entry(write, ApplyState.UNCERTAIN, null, release));
        }
    }

    private static InventoryObject entry(
            PlannedAction.Write write, ApplyState state, @Nullable OwnedFields owned, Release release) {
        String reference = write.reference();
        return new InventoryObject(
                reference,
                write.apiVersion(),
                write.turn().wave(),
                release.plan().bundle().generatedNames().get(reference),
                state,
                owned);
    }

    /** An object of a cluster that was rebuilt: nothing about it is known any more. */
    private static InventoryObject lost(InventoryObject object) {
        return new InventoryObject(
                object.reference(),
                object.apiVersion(),
                object.wave(),
                object.generatedName(),
                new ApplyState(null, object.digest(), true, false, null),
                null);
    }
}
