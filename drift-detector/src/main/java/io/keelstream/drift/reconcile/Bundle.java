package io.keelstream.drift.reconcile;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.targets.DriftPolicy;
import io.keelstream.drift.assessment.AppliedAnnotations;
import io.keelstream.drift.assessment.DriftRules;
import io.keelstream.drift.assessment.Expected;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.kubernetes.scale.ScaleTargets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Git says about a target's objects, found by reference. What it says about their drift counts once it is applied: until then it is what
 * the applied bundle says, so that a commit which is held, by a pin or for an approval, changes nothing. Immutable.
 */
final class Bundle {

    private static final GroupKind SECRET = new GroupKind("", "Secret");

    private final Desired desired;
    private final OwnerMark owner;
    private final DriftPolicy policy;
    private final boolean rolledBack;
    private final Map<ObjectReference, DesiredObject> objects = new HashMap<>();
    private final Set<ObjectReference> scaled = new HashSet<>();

    /**
     * @param owner our owner mark
     * @param policy what the target's policy says about drift, as it is applied
     * @param rolledBack whether an earlier bundle is applied in place of this one, and stays: then nothing that differs from
     *     Git is due
     */
    Bundle(Desired desired, OwnerMark owner, DriftPolicy policy, boolean rolledBack) {
        this.desired = desired;
        this.owner = owner;
        this.policy = policy;
        this.rolledBack = rolledBack;
        for (DesiredObject object : desired.objects()) {
            ObjectReference reference = ObjectReference.parse(object.reference());
            objects.put(reference, object);
            objects.putIfAbsent(reference.inNamespace(""), object);
            ObjectReference workload = ScaleTargets.of(new Manifest(object.body()), reference.namespace());
            if (workload != null) {
                scaled.add(workload);
            }
        }
    }

    /**
     * What is expected of the object; null where Git has it no longer: it is waiting to be deleted and not assessed.
     *
     * @param scaledThere whether an autoscaler of the cluster governs its replicas
     * @param live the object as it is live; null where there is none, or it was not read
     */
    @Nullable
    Expected expected(
            ObjectReference reference, InventoryObject applied, boolean scaledThere, @Nullable Manifest live) {
        DesiredObject object = objects.get(reference);
        if (desired.removed()) {
            return null;
        }
        if (object == null) {
            return rolledBack ? new Expected(applied, null, owner, own(live, new Manifest(Map.of()))) : null;
        }
        Manifest body = new Manifest(object.body());
        DriftRules rules =
                (differs(reference, applied) ? own(live, body) : DriftRules.of(policy, body)).startedByOthers(body);
        if (scaledThere || scaled.contains(reference)) {
            rules = rules.ignoring("/spec/replicas");
        }
        Manifest known = reference.groupKind().equals(SECRET) ? metadata(body) : body;
        return new Expected(applied, differs(reference, applied) ? null : known, owner, rules);
    }

    /**
     * The rules of an object of which Git has another version than the applied one. Where it is gone, nothing says any more what the applied
     * one said: that of Git only keeps it from being corrected.
     */
    private DriftRules own(@Nullable Manifest live, Manifest otherwise) {
        return live == null
                ? DriftRules.of(policy, otherwise).reported()
                : DriftRules.of(policy, AppliedAnnotations.of(live));
    }

    /** Whether the object's own rules are known without a look at it: Git has the version that is applied. */
    boolean knowsRules(ObjectReference reference, InventoryObject applied) {
        return objects.containsKey(reference) && !differs(reference, applied);
    }

    /** Whether Git wants something else than what was applied, so that a release is due. */
    boolean due(ObjectReference reference, InventoryObject applied) {
        return !rolledBack && differs(reference, applied);
    }

    private boolean differs(ObjectReference reference, InventoryObject applied) {
        DesiredObject object = objects.get(reference);
        return object != null && !object.digest().equals(applied.digest());
    }

    private static Manifest metadata(Manifest secret) {
        return new Manifest(Map.of("metadata", secret.metadata()));
    }
}
