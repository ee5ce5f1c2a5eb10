package io.keelstream.applier.phase;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a release has done so far. Belongs to the release's thread; outcomes of other threads are handed to it. */
public final class Progress {

    private final Map<String, ObjectOutcome> outcomes = new LinkedHashMap<>();
    private final Map<String, Instant> appliedAt = new LinkedHashMap<>();
    private final Set<String> unhealthy = new HashSet<>();
    private @Nullable Instant lastApplied;

    void record(String reference, ObjectOutcome outcome, Instant now) {
        outcomes.put(reference, outcome);
        if (outcome instanceof ObjectOutcome.Applied) {
            appliedAt.putIfAbsent(reference, now);
            lastApplied = now;
        }
    }

    /** Whatever has no outcome of these may have been begun by an earlier life of the release. */
    void doubt(Collection<PlannedAction> actions) {
        actions.forEach(action -> outcomes.putIfAbsent(action.reference(), new ObjectOutcome.Doubtful()));
    }

    void completed(String reference) {
        outcomes.computeIfPresent(
                reference,
                (same, outcome) -> outcome instanceof ObjectOutcome.Applied applied ? applied.complete() : outcome);
    }

    void unhealthy(Set<String> references) {
        unhealthy.addAll(references);
    }

    /** What became of each action, by reference. */
    public Map<String, ObjectOutcome> outcomes() {
        return Map.copyOf(outcomes);
    }

    /** References that did not become healthy. */
    public Set<String> unhealthy() {
        return Set.copyOf(unhealthy);
    }

    /** When the last object was applied; null before the first. */
    public @Nullable Instant lastApplied() {
        return lastApplied;
    }

    boolean applied(String reference) {
        return outcomes.get(reference) instanceof ObjectOutcome.Applied;
    }

    Instant appliedAt(String reference, Instant otherwise) {
        return appliedAt.getOrDefault(reference, otherwise);
    }

    /** Uids this release applied: never to be deleted by it. */
    Set<String> uids() {
        Set<String> uids = new HashSet<>();
        outcomes.values().forEach(outcome -> {
            if (outcome instanceof ObjectOutcome.Applied applied) {
                uids.add(applied.uid());
            }
        });
        return uids;
    }

    /** Everything that was refused. */
    List<Problem> failures() {
        List<Problem> problems = new ArrayList<>();
        outcomes.values().forEach(outcome -> {
            if (outcome instanceof ObjectOutcome.Failed failed) {
                problems.add(failed.problem());
            }
        });
        return problems;
    }
}
