package io.keelstream.applier.inventory;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState.Finished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.FormerCluster;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.plan.PlannedAction.Action;
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
            return new Inventory(
                    1,
                    plan.cluster(),
                    plan.clusterUid(),
                    plan.namespace(),
                    List.of(),
                    running,
                    null,
                    null,
                    null,
                    0,
                    null,
                    null,
                    List.of());
        }
        if (clearsFormer(before, release)) {
            return running(before, before.objects(), before.previous(), running);
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
        Inventory placed = new Inventory(
                before.sequence(),
                plan.cluster(),
                plan.clusterUid(),
                plan.namespace(),
                objects,
                null,
                moved ? null : before.appliedBundle(),
                before.appliedRevision(),
                before.healthyRevision(),
                before.attempt(),
                before.notBefore(),
                before.failedBundle(),
                previous);
        return running(placed, objects, previous, running);
    }

    /** The inventory of a bundle that needed no write: it is applied as it is. */
    public static Inventory applied(Inventory before, Plan plan) {
        return new Inventory(
                before.sequence() + 1,
                before.cluster(),
                before.clusterUid(),
                before.namespace(),
                before.objects(),
                null,
                plan.bundleDigest(),
                plan.revision(),
                plan.revision(),
                0,
                null,
                null,
                before.previous());
    }

    /** The inventory after a release of which nothing is certain: everything is dirty, nothing runs. */
    public static Inventory doubted(Inventory running) {
        return new Inventory(
                running.sequence() + 1,
                running.cluster(),
                running.clusterUid(),
                running.namespace(),
                running.objects().stream().map(InventoryObject::asDirty).toList(),
                null,
                null,
                running.appliedRevision(),
                running.healthyRevision(),
                0,
                null,
                null,
                running.previous());
    }

    /** The inventory without what says which fields are ours, which is most of its size: drift is not judged without it. */
    public static Inventory withoutFields(Inventory inventory) {
        return new Inventory(
                inventory.sequence(),
                inventory.cluster(),
                inventory.clusterUid(),
                inventory.namespace(),
                withoutFields(inventory.objects()),
                inventory.release(),
                inventory.appliedBundle(),
                inventory.appliedRevision(),
                inventory.healthyRevision(),
                inventory.attempt(),
                inventory.notBefore(),
                inventory.failedBundle(),
                inventory.previous().stream()
                        .map(place ->
                                new FormerCluster(place.cluster(), place.clusterUid(), withoutFields(place.objects())))
                        .toList());
    }

    private static List<InventoryObject> withoutFields(List<InventoryObject> objects) {
        return objects.stream().map(InventoryObject::withoutFields).toList();
    }

    /** Whether the plan only clears what the target left behind on a former cluster. */
    public static boolean clearsFormer(Inventory inventory, Release release) {
        String cluster = release.plan().cluster();
        return !inventory.cluster().equals(cluster)
                && release.plan().actions().stream()
                        .allMatch(action -> action.action() == Action.PRUNE || action.action() == Action.RELEASE)
                && inventory.previous().stream()
                        .anyMatch(place -> place.cluster().equals(cluster));
    }

    /**
     * The inventory after the release.
     *
     * @param running what {@link #start} returned
     * @param outcomes what became of the actions, by reference
     * @param unhealthy references that did not become healthy: they are applied again by the retry
     * @param generatedNames names without their content hash, by reference
     */
    public static Inventory finish(
            Inventory running,
            Finished finished,
            Map<String, ObjectOutcome> outcomes,
            Set<String> unhealthy,
            Map<String, String> generatedNames,
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
            if (outcome != null && action.action() != Action.ENSURE) {
                boolean dirty = finished.outcome() == Outcome.FAILED && unhealthy.contains(action.reference());
                String generatedName = generatedNames.get(action.reference());
                settle(objects, action, outcome, dirty, running.sequence() + 1, generatedName);
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
        int attempt = failed ? plan.attempt() + 1 : 0;
        Revision revision = plan.revision();
        return new Inventory(
                running.sequence() + 1,
                running.cluster(),
                running.clusterUid(),
                running.namespace(),
                objects,
                null,
                complete ? plan.bundleDigest() : running.appliedBundle(),
                complete ? revision : running.appliedRevision(),
                complete && healthy ? revision : running.healthyRevision(),
                attempt,
                failed ? retry.now().plus(Backoff.before(attempt, retry.random())) : null,
                failed ? plan.bundleDigest() : null,
                previous);
    }

    private static void settle(
            Map<String, InventoryObject> objects,
            PlannedAction action,
            ObjectOutcome outcome,
            boolean dirty,
            long sequence,
            @Nullable String generatedName) {
        String reference = action.reference();
        switch (outcome) {
            case ObjectOutcome.Applied applied ->
                objects.put(
                        reference,
                        new InventoryObject(
                                reference,
                                action.apiVersion(),
                                applied.uid(),
                                action.digest(),
                                dirty,
                                action.wave(),
                                applied.completed(),
                                applied.ownedFields(),
                                applied.ownedSince(),
                                sequence,
                                generatedName));
            case ObjectOutcome.Gone gone -> objects.remove(reference);
            case ObjectOutcome.Released released -> objects.remove(reference);
            case ObjectOutcome.Skipped skipped -> {
                // Left exactly as it was: the planner looks again when the reason is gone.
            }
            case ObjectOutcome.Doubtful doubtful -> doubt(objects, action, true, generatedName);
            case ObjectOutcome.Failed failed -> doubt(objects, action, failed.uncertain(), generatedName);
        }
    }

    private static void doubt(
            Map<String, InventoryObject> objects,
            PlannedAction action,
            boolean uncertain,
            @Nullable String generatedName) {
        InventoryObject known = objects.get(action.reference());
        if (known != null) {
            objects.put(action.reference(), known.asDirty());
        } else if (uncertain && Release.applies(action)) {
            objects.put(action.reference(), uncertain(action, generatedName));
        }
    }

    private static Inventory running(
            Inventory before,
            List<InventoryObject> objects,
            List<FormerCluster> previous,
            Inventory.RunningRelease release) {
        return new Inventory(
                before.sequence() + 1,
                before.cluster(),
                before.clusterUid(),
                before.namespace(),
                objects,
                release,
                before.appliedBundle(),
                before.appliedRevision(),
                before.healthyRevision(),
                before.attempt(),
                before.notBefore(),
                before.failedBundle(),
                previous);
    }

    /** The entry of an object whose apply has no certain end. */
    private static InventoryObject uncertain(PlannedAction action, @Nullable String generatedName) {
        return new InventoryObject(
                action.reference(),
                action.apiVersion(),
                null,
                null,
                true,
                action.wave(),
                false,
                null,
                null,
                null,
                generatedName);
    }

    /** An object of a cluster that was rebuilt: nothing about it is known any more. */
    private static InventoryObject lost(InventoryObject object) {
        return new InventoryObject(
                object.reference(),
                object.apiVersion(),
                null,
                object.digest(),
                true,
                object.wave(),
                false,
                null,
                null,
                null,
                object.generatedName());
    }
}
