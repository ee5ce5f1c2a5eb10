package io.keelstream.sandbox.workload;

import io.keelstream.sandbox.control.Actor;
import io.keelstream.sandbox.control.Controller;
import io.keelstream.sandbox.control.Requests;
import io.keelstream.sandbox.store.Change;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Binds every claim to a volume that it makes up; where the class says {@code WaitForFirstConsumer}, once a pod uses it.
 */
final class Claims implements Controller {

    private final Actor actor;

    Claims(Actor actor) {
        this.actor = actor;
    }

    @Override
    public void changed(Change change, Requests requests) {
        StoredObject after = change.after();
        if (change.key().type().equals(Types.CLAIMS) && after != null) {
            requests.add(change.key());
        }
        if (change.key().type().equals(Types.PODS) && after != null) {
            claims(after).forEach(name -> requests.add(new ObjectKey(Types.CLAIMS, after.namespace(), name)));
        }
    }

    @Override
    public void reconcile(ObjectKey key, Requests requests) {
        StoredObject claim = actor.get(key);
        if (claim == null
                || Owners.deleting(claim)
                || Tree.text(claim.tree(), "status", "phase").equals("Bound")) {
            return;
        }
        String volume = Tree.text(claim.tree(), "spec", "volumeName");
        if (volume.isEmpty() && waitsForConsumer(claim)) {
            return;
        }
        if (volume.isEmpty()) {
            volume = "pvc-" + claim.uid();
            String chosen = volume;
            create(claim, chosen);
            actor.update(claim, tree -> Tree.within(tree, "spec").put("volumeName", chosen));
            claim = actor.get(key);
            if (claim == null) {
                return;
            }
        }
        Map<String, @Nullable Object> spec = Tree.map(claim.tree(), "spec");
        actor.status(claim, status -> {
            status.put("phase", "Bound");
            Tree.set(status, "accessModes", spec.get("accessModes"));
            Tree.set(status, "capacity", Tree.at(spec, "resources", "requests"));
        });
    }

    private boolean waitsForConsumer(StoredObject claim) {
        String name = Tree.text(claim.tree(), "spec", "storageClassName");
        StoredObject storageClass = name.isEmpty() ? null : actor.get(new ObjectKey(Types.STORAGE_CLASSES, "", name));
        return storageClass != null
                && Tree.text(storageClass.tree(), "volumeBindingMode").equals("WaitForFirstConsumer")
                && actor.store().list(Types.PODS, claim.namespace()).objects().stream()
                        .noneMatch(pod -> claims(pod).contains(claim.name()));
    }

    private static Set<String> claims(StoredObject pod) {
        return Tree.maps(pod.tree(), "spec", "volumes").stream()
                .map(volume -> Tree.text(volume, "persistentVolumeClaim", "claimName"))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    private void create(StoredObject claim, String name) {
        ObjectKey key = new ObjectKey(Types.VOLUMES, "", name);
        if (actor.get(key) == null) {
            Map<String, @Nullable Object> spec = Tree.map(claim.tree(), "spec");
            Map<String, @Nullable Object> reference = Tree.of(
                    "apiVersion", "v1",
                    "kind", "PersistentVolumeClaim",
                    "namespace", claim.namespace(),
                    "name", claim.name(),
                    "uid", claim.uid());
            Map<String, @Nullable Object> volume = Tree.of(
                    "capacity", Tree.at(spec, "resources", "requests"),
                    "accessModes", spec.get("accessModes"),
                    "persistentVolumeReclaimPolicy", "Delete",
                    "storageClassName", spec.get("storageClassName"),
                    "hostPath", Tree.of("path", "/pretended/" + name, "type", ""),
                    "claimRef", reference);
            actor.create(Types.VOLUMES, "", Tree.of("metadata", Tree.of("name", name), "spec", volume));
        }
        StoredObject made = actor.get(key);
        if (made != null) {
            actor.status(made, status -> status.put("phase", "Bound"));
        }
    }
}
