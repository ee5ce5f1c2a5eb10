package io.keelstream.planner.gate;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.targets.TargetPolicy.Prune;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.identity.Identities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Limits of deleting what left a bundle that still exists. What comes back under a generated name does not count. Pure.
 *
 * @param lookAgain how soon to look again
 */
record PruneLimits(Duration lookAgain) implements Gate {

    /** Below this many applied objects a share says nothing. */
    static final int PERCENT_FROM = 20;

    @Override
    public List<Objection> check(PlanDraft draft) {
        if (!draft.keepsBundle() || draft.deletions().isEmpty()) {
            return List.of();
        }
        Desired desired = draft.desired();
        List<Objection> objections = new ArrayList<>();
        if (desired.objects().isEmpty()) {
            objections.add(objection(
                    Reason.EMPTY_RENDER,
                    "restore the objects in Git, which renders none at all, or remove the application after setting"
                            + " onRemoval: prune",
                    "this would delete " + Names.of(draft.deletions())));
        }
        Set<String> generated = generated(desired);
        List<InventoryObject> counted = draft.deletions().stream()
                .filter(each -> !generated.contains(generatedKey(each.reference(), each.generatedName())))
                .toList();
        Prune limits = desired.policy().prune();
        switch (limits.mode()) {
            case AUTO -> limits(counted, limits, draft.applied(), objections);
            case CONFIRM, UNKNOWN -> {
                if (!counted.isEmpty()) {
                    objections.add(objection(
                            Reason.PRUNE_CONFIRM,
                            "restore the objects in Git, or set prune.mode: auto (it is confirm) in keelstream.yaml",
                            "this would delete " + Names.of(counted)));
                }
            }
            case NEVER -> {}
        }
        return objections;
    }

    private void limits(List<InventoryObject> counted, Prune limits, int applied, List<Objection> objections) {
        if (counted.size() > limits.maxObjects()) {
            objections.add(objection(
                    Reason.PRUNE_LIMIT,
                    "raise prune.maxObjects (" + limits.maxObjects() + ") to at least " + counted.size()
                            + " in keelstream.yaml, or restore the objects",
                    "this would delete " + Names.of(counted)));
        }
        if (applied >= PERCENT_FROM && counted.size() * 100L > (long) limits.maxPercent() * applied) {
            long percent = (counted.size() * 100L + applied - 1) / applied;
            objections.add(objection(
                    Reason.PRUNE_LIMIT,
                    "raise prune.maxPercent (" + limits.maxPercent() + ") to at least " + percent
                            + " in keelstream.yaml, or restore the objects",
                    "this would delete " + counted.size() + " of " + applied + " objects"));
        }
    }

    private Objection objection(Reason reason, String lift, String because) {
        return new Objection(reason, null, lift, because, lookAgain);
    }

    private static Set<String> generated(Desired desired) {
        return desired.objects().stream()
                .map(each -> generatedKey(each.reference(), each.generatedName()))
                .filter(key -> !key.isEmpty())
                .collect(Collectors.toSet());
    }

    private static String generatedKey(String text, @Nullable String generatedName) {
        if (generatedName == null) {
            return "";
        }
        ObjectReference reference = Identities.canonical(text);
        return reference.groupKind() + "/" + reference.namespace() + "/" + generatedName;
    }
}
