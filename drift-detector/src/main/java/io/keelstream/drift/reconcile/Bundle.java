package io.keelstream.drift.reconcile;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.InventoryObject;
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

/** What Git says about a target's objects, found by reference. Immutable. */
final class Bundle {

    private static final GroupKind SECRET = new GroupKind("", "Secret");

    private final Desired desired;
    private final OwnerMark owner;
    private final boolean rolledBack;
    private final Map<ObjectReference, DesiredObject> objects = new HashMap<>();
    private final Set<ObjectReference> scaled = new HashSet<>();

    /**
     * @param owner our owner mark
     * @param rolledBack whether an earlier bundle is applied in place of this one, and stays: then nothing that differs from
     *     Git is due
     */
    Bundle(Desired desired, OwnerMark owner, boolean rolledBack) {
        this.desired = desired;
        this.owner = owner;
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
     */
    @Nullable
    Expected expected(ObjectReference reference, InventoryObject applied, boolean scaledThere) {
        DesiredObject object = objects.get(reference);
        if (desired.removed()) {
            return null;
        }
        if (object == null) {
            return rolledBack ? new Expected(applied, null, owner, DriftRules.of(desired.policy())) : null;
        }
        Manifest body = new Manifest(object.body());
        DriftRules rules = DriftRules.of(desired.policy(), body);
        if (scaledThere || scaled.contains(reference)) {
            rules = rules.ignoring("/spec/replicas");
        }
        Manifest known = reference.groupKind().equals(SECRET) ? metadata(body) : body;
        return new Expected(applied, differs(reference, applied) ? null : known, owner, rules);
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
