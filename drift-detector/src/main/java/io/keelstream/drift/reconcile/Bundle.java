package io.keelstream.drift.reconcile;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.drift.judge.DriftRules;
import io.keelstream.drift.judge.Expected;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Git says of a target's objects, found by reference. Immutable. */
final class Bundle {

    private static final GroupKind SECRET = new GroupKind("", "Secret");
    private static final GroupKind AUTOSCALER = new GroupKind("autoscaling", "HorizontalPodAutoscaler");
    private static final GroupKind SCALED_OBJECT = new GroupKind("keda.sh", "ScaledObject");

    private final Desired desired;
    private final String owner;
    private final Map<ObjectReference, DesiredObject> objects = new HashMap<>();
    private final Set<String> scaled = new HashSet<>();

    /** @param owner our owner mark, {@code installation/target} */
    Bundle(Desired desired, String owner) {
        this.desired = desired;
        this.owner = owner;
        for (DesiredObject object : desired.objects()) {
            ObjectReference reference = ObjectReference.parse(object.reference());
            objects.put(reference, object);
            objects.putIfAbsent(reference.inNamespace(""), object);
            noteScaled(reference, new Manifest(object.body()));
        }
    }

    /**
     * What the object shall be; null where Git has it no longer: then it is waiting to be deleted and is not judged.
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
        if (scaledThere || scaled.contains(key(reference.groupKind(), reference.name()))) {
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

    private void noteScaled(ObjectReference reference, Manifest body) {
        boolean keda = reference.groupKind().equals(SCALED_OBJECT);
        if (!keda && !reference.groupKind().equals(AUTOSCALER)) {
            return;
        }
        Manifest target = new Manifest(Manifest.map(body.spec().get("scaleTargetRef")));
        String apiVersion = target.apiVersion().isEmpty() && keda ? "apps/v1" : target.apiVersion();
        String kind = target.kind().isEmpty() && keda ? "Deployment" : target.kind();
        if (!kind.isEmpty()) {
            scaled.add(key(
                    GroupKind.of(apiVersion, kind), String.valueOf(target.tree().get("name"))));
        }
    }

    private static String key(GroupKind kind, String name) {
        return kind + "/" + name;
    }
}
