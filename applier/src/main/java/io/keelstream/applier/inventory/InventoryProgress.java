package io.keelstream.applier.inventory;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.Results;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.ApplyState;
import io.keelstream.contracts.inventory.InventoryObject.FailedReplacement;
import io.keelstream.contracts.inventory.InventoryObject.FailedRun;
import io.keelstream.contracts.inventory.InventoryObject.OwnedFields;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.Manifest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a release did, written into the inventory while it runs. What is certain is recorded as it is; what is uncertain is
 * marked dirty; an action that was not begun leaves its entry as it was. Pure.
 */
public final class InventoryProgress {

    private InventoryProgress() {}

    /** The running inventory's next record, with these results; the release continues. */
    public static Inventory record(Inventory running, Release release, Results results) {
        return with(running, release, results).next(running.release());
    }

    /** The objects that this release applied so far, as they are recorded. */
    public static List<InventoryObject> applied(Inventory running, Release release) {
        Set<String> written = release.writes().map(PlannedAction::reference).collect(Collectors.toSet());
        return running.objects().stream()
                .filter(object -> written.contains(object.reference()) && since(object, release))
                .toList();
    }

    /** What became of an action of a release, by the inventory at its end. */
    public static Function<PlannedAction, Done> done(Inventory after, Release release) {
        Set<String> written = references(applied(after, release));
        Set<String> left = undeleted(after, release);
        Map<String, Done> replacements = replacements(after, release);
        return action -> {
            boolean done = action instanceof PlannedAction.Write
                    ? written.contains(action.reference())
                    : !left.contains(action.reference());
            return done ? Done.AS_PLANNED : replacements.getOrDefault(action.reference(), Done.NOT);
        };
    }

    /** What became of the objects that the release deleted and could not replace, by reference. */
    private static Map<String, Done> replacements(Inventory after, Release release) {
        Map<String, Done> replacements = new HashMap<>();
        for (InventoryObject object : after.objects()) {
            FailedReplacement failed = object.state().replacement();
            if (failed != null && failed.sequence() > release.startSequence()) {
                replacements.put(object.reference(), object.uid() == null ? Done.LOST : Done.RESTORED);
            }
        }
        return replacements;
    }

    /** References of what the release deletes or lets go and that is still recorded. */
    public static Set<String> undeleted(Inventory running, Release release) {
        Set<String> left = references(FormerClusters.objects(running, release));
        return release.deletions().stream()
                .map(PlannedAction::reference)
                .filter(left::contains)
                .collect(Collectors.toSet());
    }

    /** The results put in, under the sequence of the record to come. */
    static Inventory with(Inventory running, Release release, Results results) {
        Map<String, InventoryObject> objects = new LinkedHashMap<>();
        FormerClusters.objects(running, release).forEach(object -> objects.put(object.reference(), object));
        for (PlannedAction action : release.plan().actions()) {
            ObjectOutcome outcome = results.outcomes().get(action.reference());
            if (outcome != null && !(action instanceof PlannedAction.Ensure)) {
                settle(objects, action, outcome, running.sequence() + 1, release);
            }
        }
        results.completed()
                .forEach(reference -> objects.computeIfPresent(reference, (same, object) -> object.asCompleted()));
        results.unhealthy()
                .forEach(reference -> objects.computeIfPresent(
                        reference,
                        (same, object) -> results.completed().contains(reference)
                                ? ranAndFailed(object, release)
                                : object.asDirty()));
        results.rewritten()
                .forEach((reference, owned) ->
                        objects.computeIfPresent(reference, (same, object) -> rewritten(object, owned)));
        return FormerClusters.with(running, release, List.copyOf(objects.values()))
                .withHistory(HookHistory.of(running.history(), release, results));
    }

    /** Whether everything that the plan does is done, and it leaves nothing out. */
    static boolean complete(Inventory recorded, Release release, Results results) {
        Map<String, InventoryObject> objects = recorded.objects().stream()
                .collect(Collectors.toMap(InventoryObject::reference, object -> object, (one, same) -> one));
        return release.plan().held().isEmpty()
                && results.outcomes().values().stream().allMatch(InventoryProgress::done)
                && undeleted(recorded, release).isEmpty()
                && HookHistory.complete(recorded, release)
                && release.writes().allMatch(write -> {
                    InventoryObject object = objects.get(write.reference());
                    return object != null
                            && since(object, release)
                            && write.content().digest().equals(object.digest());
                });
    }

    /** Whether the release wrote or deleted anything, or may have. */
    static boolean touched(Inventory recorded, Release release, Results results) {
        return !applied(recorded, release).isEmpty()
                || undeleted(recorded, release).size() < release.deletions().size()
                || results.outcomes().values().stream().anyMatch(InventoryProgress::uncertain);
    }

    private static boolean uncertain(ObjectOutcome outcome) {
        return switch (outcome) {
            case ObjectOutcome.Doubtful _, ObjectOutcome.Restored _, ObjectOutcome.Lost _ -> true;
            case ObjectOutcome.Failed failed -> failed.uncertain();
            case ObjectOutcome.Applied _, ObjectOutcome.Gone _, ObjectOutcome.Released _, ObjectOutcome.Skipped _ ->
                false;
        };
    }

    private static boolean done(ObjectOutcome outcome) {
        return switch (outcome) {
            case ObjectOutcome.Applied _, ObjectOutcome.Gone _, ObjectOutcome.Released _ -> true;
            case ObjectOutcome.Doubtful _,
                    ObjectOutcome.Skipped _,
                    ObjectOutcome.Restored _,
                    ObjectOutcome.Lost _,
                    ObjectOutcome.Failed _ -> false;
        };
    }

    private static boolean since(InventoryObject object, Release release) {
        Long sequence = object.appliedSequence();
        return sequence != null && sequence > release.startSequence();
    }

    private static Set<String> references(List<InventoryObject> objects) {
        return objects.stream().map(InventoryObject::reference).collect(Collectors.toSet());
    }

    private static void settle(
            Map<String, InventoryObject> objects,
            PlannedAction action,
            ObjectOutcome outcome,
            long sequence,
            Release release) {
        switch (outcome) {
            case ObjectOutcome.Applied applied -> {
                if (action instanceof PlannedAction.Write write) {
                    ApplyState state =
                            new ApplyState(applied.uid(), write.content().digest(), false, false, sequence);
                    objects.put(write.reference(), entry(write, state, applied.owned(), release));
                }
            }
            case ObjectOutcome.Gone _, ObjectOutcome.Released _ -> objects.remove(action.reference());
            case ObjectOutcome.Skipped _ -> {
                // Left exactly as it was: the planner looks again when the reason is gone.
            }
            case ObjectOutcome.Doubtful _ -> doubt(objects, action, true, release);
            case ObjectOutcome.Restored restored -> {
                if (action instanceof PlannedAction.Write write) {
                    ApplyState state = ApplyState.after(failed(write, restored.problem(), sequence), restored.uid());
                    objects.put(write.reference(), entry(write, state, restored.owned(), release));
                }
            }
            case ObjectOutcome.Lost(Problem problem) -> {
                if (action instanceof PlannedAction.Write write) {
                    ApplyState state = ApplyState.after(failed(write, problem, sequence), null);
                    objects.put(write.reference(), entry(write, state, null, release));
                }
            }
            case ObjectOutcome.Failed failed -> doubt(objects, action, failed.uncertain(), release);
        }
    }

    private static FailedReplacement failed(PlannedAction.Write write, Problem problem, long sequence) {
        return new FailedReplacement(write.content().digest(), problem.message(), sequence);
    }

    private static void doubt(
            Map<String, InventoryObject> objects, PlannedAction action, boolean uncertain, Release release) {
        InventoryObject known = objects.get(action.reference());
        if (known != null && known.failedRun() != null && !uncertain) {
            // What is known of the run stays: nothing was written.
            return;
        }
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

    private static InventoryObject ranAndFailed(InventoryObject object, Release release) {
        boolean expires = release.writes()
                .filter(write -> write.reference().equals(object.reference()))
                .anyMatch(write -> new Manifest(write.content().body()).expires());
        return object.asFailedRun(
                new FailedRun(release.plan().revision().commit(), release.plan().bundleDigest()), expires);
    }

    private static InventoryObject rewritten(InventoryObject object, OwnedFields owned) {
        return new InventoryObject(
                object.reference(), object.apiVersion(), object.wave(), object.generatedName(), object.state(), owned);
    }
}
