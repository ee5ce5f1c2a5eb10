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
    private final Map<ObjectReference, DesiredObject> objects = new HashMap<>();
    private final Set<ObjectReference> scaled = new HashSet<>();

    /** @param owner our owner mark */
    Bundle(Desired desired, OwnerMark owner) {
        this.desired = desired;
        this.owner = owner;
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
        if (object == null || desired.removed()) {
            return null;
        }
        Manifest body = new Manifest(object.body());
        DriftRules rules = DriftRules.of(desired.policy(), body);
        if (scaledThere || scaled.contains(reference)) {
            rules = rules.ignoring("/spec/replicas");
        }
        Manifest known = reference.groupKind().equals(SECRET) ? metadata(body) : body;
        return new Expected(applied, due(reference, applied) ? null : known, owner, rules);
    }

    /** Whether Git wants something else than what was applied. */
    boolean due(ObjectReference reference, InventoryObject applied) {
        DesiredObject object = objects.get(reference);
        return object != null && !object.digest().equals(applied.digest());
    }

    private static Manifest metadata(Manifest secret) {
        return new Manifest(Map.of("metadata", secret.metadata()));
    }
}
