package io.keelstream.planner.change;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.FailedRun;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.annotation.ObjectRules;
import io.keelstream.planner.annotation.ObjectRules.Mode;
import io.keelstream.planner.annotation.RuleReader;
import io.keelstream.planner.identity.Identities;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares a bundle with the inventory by digests alone. Objects are matched by what they are in the cluster: never by
 * version, and a reference that names the target's namespace also matches a cluster-scoped object. For one use.
 */
public final class Changes {

    private final Map<ObjectReference, InventoryObject> known = new HashMap<>();
    private final Set<String> inBundle = new HashSet<>();
    private final Set<String> drifted;
    private final String bundle;
    private final List<Changed> changed = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private int unchanged;

    private Changes(Desired desired, List<InventoryObject> inventory, Set<String> drifted) {
        this.drifted = drifted;
        this.bundle = desired.bundleDigest();
        warnings.addAll(desired.warnings());
        for (InventoryObject object : inventory) {
            known.put(Identities.canonical(object.reference()), object);
        }
    }

    /**
     * What differs.
     *
     * @param desired the bundle
     * @param inventory what is applied on the bundle's cluster
     * @param drifted references of what has drifted and is to be put back
     * @throws IllegalArgumentException when a reference is malformed
     */
    public static ChangeSet of(Desired desired, List<InventoryObject> inventory, Set<String> drifted) {
        Changes changes = new Changes(desired, inventory, drifted);
        desired.objects().forEach(changes::compare);
        return changes.result(desired, inventory);
    }

    /** Of some objects, those that neither are in the bundle nor moved to another target. */
    public static List<InventoryObject> leaving(Desired desired, List<InventoryObject> objects) {
        Changes changes = new Changes(desired, objects, Set.of());
        desired.objects().forEach(changes::match);
        return changes.result(desired, objects).leaving();
    }

    /** As {@link #of} on a cluster that was rebuilt under its old name: everything is dirty and nothing is deleted. */
    public static ChangeSet afterReplacement(Desired desired, List<InventoryObject> inventory) {
        Changes changes = new Changes(desired, inventory, Set.of());
        for (DesiredObject object : desired.objects()) {
            changes.match(object);
            changes.add(object, null);
        }
        List<InventoryObject> gone = inventory.stream()
                .filter(each -> !changes.inBundle.contains(each.reference()))
                .toList();
        return new ChangeSet(changes.changed, List.of(), gone, changes.unchanged, changes.warnings);
    }

    private void compare(DesiredObject object) {
        add(object, match(object));
    }

    private @Nullable InventoryObject match(DesiredObject object) {
        ObjectReference reference = Identities.canonical(object.reference());
        InventoryObject found = known.get(reference);
        if (found == null) {
            found = known.get(reference.inNamespace(""));
        }
        if (found != null) {
            inBundle.add(found.reference());
        }
        return found;
    }

    private void add(DesiredObject object, @Nullable InventoryObject match) {
        ObjectRules rules = RuleReader.read(new Manifest(object.body()));
        warnings.addAll(rules.warnings());
        if (rules.mode() == Mode.IGNORE) {
            return;
        }
        boolean settled = match != null && settled(object, match, rules);
        boolean drift = match != null && drifted.contains(match.reference());
        if (settled && !drift) {
            unchanged++;
        } else {
            changed.add(new Changed(object, match, rules, settled));
        }
    }

    private boolean settled(DesiredObject object, InventoryObject match, ObjectRules rules) {
        boolean same = object.digest().equals(match.digest());
        FailedRun run = match.failedRun();
        if (same && run != null) {
            return !bundle.equals(run.bundle());
        }
        if (same && match.completed()) {
            return true;
        }
        return !match.dirty() && (same || rules.mode() == Mode.IF_NOT_PRESENT);
    }

    private ChangeSet result(Desired desired, List<InventoryObject> inventory) {
        HandOvers handOvers = HandOvers.of(desired);
        List<InventoryObject> leaving = new ArrayList<>();
        List<InventoryObject> released = new ArrayList<>();
        for (InventoryObject object : inventory) {
            if (inBundle.contains(object.reference())) {
                continue;
            }
            (handOvers.to(object.reference()) == null ? leaving : released).add(object);
        }
        return new ChangeSet(changed, leaving, released, unchanged, warnings);
    }
}
