package io.keelstream.applier.phase;

import io.keelstream.applier.inventory.InventoryProgress;
import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.Results;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.Barrier;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.FailedReplacement;
import io.keelstream.contracts.inventory.InventoryObject.FailedRun;
import io.keelstream.contracts.inventory.InventoryObject.OwnedFields;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a release has done so far: what the inventory says, and since its last record what is in here. Belongs to the
 * release's thread; outcomes of other threads are handed to it.
 */
final class Progress {

    private final Map<String, ObjectOutcome> outcomes = new LinkedHashMap<>();
    private final Set<String> completed = new HashSet<>();
    private final Set<String> unhealthy = new HashSet<>();
    private final Map<String, OwnedFields> rewritten = new HashMap<>();
    private final Map<String, String> hooks = new HashMap<>();
    private @Nullable Barrier barrier;
    private final Map<String, Instant> appliedAt = new HashMap<>();
    private final Set<String> uids = new HashSet<>();
    private final Set<String> undeleted;
    private final Map<String, InventoryObject> recorded;
    private @Nullable Instant lastApplied;

    /**
     * What is recorded of a release.
     *
     * @param inventory in which it runs
     */
    Progress(Release release, Inventory inventory) {
        undeleted = InventoryProgress.undeleted(inventory, release);
        recorded = inventory.objects().stream()
                .collect(Collectors.toMap(InventoryObject::reference, Function.identity(), (one, same) -> one));
        InventoryProgress.applied(inventory, release).forEach(object -> {
            Instant since = object.ownedSince();
            Instant at = since == null || since.isBefore(release.startedAt()) ? release.startedAt() : since;
            applied(object.reference(), object.uid(), at);
        });
    }

    void record(String reference, ObjectOutcome outcome, Instant now) {
        outcomes.put(reference, outcome);
        if (outcome instanceof ObjectOutcome.Applied applied) {
            applied(reference, applied.uid(), now);
        }
    }

    private void applied(String reference, @Nullable String uid, Instant at) {
        appliedAt.putIfAbsent(reference, at);
        lastApplied = lastApplied == null || at.isAfter(lastApplied) ? at : lastApplied;
        if (uid != null) {
            uids.add(uid);
        }
    }

    /** Whatever has no outcome of these may have been begun by an earlier life of the release. */
    void doubt(Collection<? extends PlannedAction> actions) {
        actions.forEach(action -> outcomes.putIfAbsent(action.reference(), new ObjectOutcome.Doubtful()));
    }

    void completed(Collection<String> references) {
        completed.addAll(references);
    }

    void unhealthy(Collection<String> references) {
        unhealthy.addAll(references);
    }

    /**
     * Of what this release applied, this was not seen healthy: whatever comes next applies it again, and waits for it. What runs and
     * then deletes itself stays as it is recorded: applied again, it would run again.
     *
     * @param trial whose promotion this is; it has a way back of its own
     */
    void unproven(@Nullable TrialPosition trial, List<PlannedAction.Write> wave, List<Pending> pending) {
        if (trial == null) {
            Set<String> expiring = wave.stream()
                    .filter(action -> new Manifest(action.content().body()).expires())
                    .map(PlannedAction::reference)
                    .collect(Collectors.toSet());
            unhealthy(pending.stream()
                    .map(each -> each.reference().toString())
                    .filter(reference -> !expiring.contains(reference))
                    .toList());
        }
    }

    /** A trial wrote the object, and left it as it is recorded. */
    void rewritten(String reference, @Nullable OwnedFields owned) {
        if (owned != null) {
            rewritten.put(reference, owned);
        }
    }

    /** The hook succeeded: it does not run again for this bundle. */
    void hookDone(PlannedAction.RunHook hook) {
        hooks.put(hook.id(), hook.content().digest());
    }

    /** The hook was begun: what it changes is not undone by going back, if it is a barrier. */
    void hookBegan(PlannedAction.RunHook hook, Revision revision, Instant now) {
        if (hook.rule().barrier()) {
            barrier = new Barrier(hook.reference(), revision.commit(), now);
        }
    }

    /** What was done since the inventory was recorded last. */
    Results results() {
        return new Results(outcomes, completed, unhealthy, rewritten, hooks, barrier);
    }

    /** The results are recorded now. */
    void recorded() {
        outcomes.clear();
        completed.clear();
        unhealthy.clear();
        rewritten.clear();
        hooks.clear();
        barrier = null;
    }

    /** When the last object was applied; null before the first. */
    @Nullable
    Instant lastApplied() {
        return lastApplied;
    }

    /** Whether this release applied the object. */
    boolean applied(String reference) {
        return appliedAt.containsKey(reference);
    }

    Instant appliedAt(String reference, Instant otherwise) {
        return appliedAt.getOrDefault(reference, otherwise);
    }

    boolean hasOutcome(String reference) {
        return outcomes.containsKey(reference);
    }

    /** How exactly this ran to its end before and failed; null where it did not. */
    @Nullable
    FailedRun failedRun(PlannedAction.Write action) {
        InventoryObject known = recorded.get(action.reference());
        return known != null && action.content().digest().equals(known.digest()) ? known.failedRun() : null;
    }

    /** Why the object is not deleted to be replaced by this: that failed before. Null where it may be. */
    @Nullable
    Problem notReplaceable(PlannedAction.Write action) {
        InventoryObject known = recorded.get(action.reference());
        FailedReplacement failed =
                known == null ? null : known.failedReplacement(action.content().digest());
        return failed == null ? null : Reason.REPLACEMENT_FAILED.problem(failed.notAgain(), action.reference());
    }

    /** Whether the inventory still has what the release deletes or lets go. */
    boolean isRecorded(String reference) {
        return undeleted.contains(reference);
    }

    /** Whether this release applied the object with this uid: then it never deletes it. */
    boolean appliedUid(String uid) {
        return uids.contains(uid);
    }

    /** Whether something was refused that would be refused again: a cluster that does not answer says nothing of what was sent. */
    boolean refused() {
        return outcomes.values().stream()
                .anyMatch(outcome -> outcome.failure() != null
                        && !(outcome instanceof ObjectOutcome.Failed(Problem _, boolean uncertain) && uncertain));
    }

    /** Everything that was refused, or lost. */
    List<Problem> failures() {
        List<Problem> problems = new ArrayList<>();
        outcomes.values().forEach(outcome -> {
            Problem failure = outcome.failure();
            if (failure != null) {
                problems.add(failure);
            }
        });
        return problems;
    }
}
