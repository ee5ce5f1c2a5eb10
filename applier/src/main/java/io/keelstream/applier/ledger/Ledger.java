package io.keelstream.applier.ledger;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState.Finished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.FormerCluster;
import io.keelstream.contracts.inventory.InventoryObject;
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
        boolean moved = !before.cluster().equals(plan.cluster()) && !plan.removal();
        boolean rebuilt =
                !moved && before.clusterUid() != null && !Objects.equals(before.clusterUid(), plan.clusterUid());
        List<FormerCluster> previous = new ArrayList<>(before.previous());
        if (moved && !before.objects().isEmpty()) {
            previous.add(new FormerCluster(before.cluster(), before.clusterUid(), before.objects()));
        }
        List<InventoryObject> objects = moved
                ? List.of()
                : rebuilt ? before.objects().stream().map(Ledger::lost).toList() : before.objects();
        return new Inventory(
                before.sequence() + 1,
                plan.cluster(),
                plan.clusterUid(),
                plan.namespace(),
                objects,
                running,
                before.appliedBundle(),
                before.appliedRevision(),
                before.healthyRevision(),
                before.attempt(),
                before.notBefore(),
                before.failedBundle(),
                previous);
    }

    /**
     * The inventory after the release.
     *
     * @param running what {@link #start} returned
     * @param outcomes what became of the actions, by {@link #key}
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
        Map<String, InventoryObject> former = new LinkedHashMap<>();
        running.previous()
                .forEach(place -> place.objects()
                        .forEach(object -> former.put(place.cluster() + "|" + object.reference(), object)));
        boolean complete = true;
        for (PlannedAction action : release.plan().actions()) {
            ObjectOutcome outcome = outcomes.get(key(action));
            complete &= outcome instanceof ObjectOutcome.Applied
                    || outcome instanceof ObjectOutcome.Gone
                    || outcome instanceof ObjectOutcome.Released;
            if (outcome == null) {
                continue;
            }
            if (action.cluster() != null) {
                settleFormer(former, action, outcome);
            } else {
                boolean dirty = finished.outcome() == Outcome.FAILED && unhealthy.contains(action.reference());
                settle(objects, action, outcome, dirty, generatedNames.get(action.reference()));
            }
        }
        List<FormerCluster> previous = running.previous().stream()
                .map(place -> new FormerCluster(
                        place.cluster(),
                        place.clusterUid(),
                        place.objects().stream()
                                .filter(object -> former.containsKey(place.cluster() + "|" + object.reference()))
                                .toList()))
                .filter(place -> !place.objects().isEmpty())
                .toList();
        return concluded(running, finished, List.copyOf(objects.values()), previous, complete, retry);
    }

    /** The key of an action's outcome: a reference, with the former cluster where it acts there. */
    public static String key(PlannedAction action) {
        return action.cluster() == null ? action.reference() : action.cluster() + "|" + action.reference();
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
                                generatedName));
            case ObjectOutcome.Gone gone -> objects.remove(reference);
            case ObjectOutcome.Released released -> objects.remove(reference);
            case ObjectOutcome.Skipped skipped -> {
                // Left exactly as it was: the planner looks again when the reason is gone.
            }
            case ObjectOutcome.Failed failed -> {
                InventoryObject known = objects.get(reference);
                if (known != null) {
                    objects.put(reference, dirty(known));
                } else if (failed.uncertain() && Release.applies(action)) {
                    objects.put(reference, uncertain(action, generatedName));
                }
            }
        }
    }

    private static void settleFormer(Map<String, InventoryObject> former, PlannedAction action, ObjectOutcome outcome) {
        switch (outcome) {
            case ObjectOutcome.Gone gone -> former.remove(key(action));
            case ObjectOutcome.Released released -> former.remove(key(action));
            case ObjectOutcome.Applied applied -> {}
            case ObjectOutcome.Skipped skipped -> {}
            case ObjectOutcome.Failed failed -> {}
        }
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
                generatedName);
    }

    private static InventoryObject dirty(InventoryObject object) {
        return new InventoryObject(
                object.reference(),
                object.apiVersion(),
                object.uid(),
                object.digest(),
                true,
                object.wave(),
                object.completed(),
                object.ownedFields(),
                object.ownedSince(),
                object.generatedName());
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
                object.generatedName());
    }
}
