package io.keelstream.sandbox.control;

import io.keelstream.sandbox.operation.DeleteOptions;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.store.Change;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Deletes objects whose owners are all gone, and takes care of owners that are deleted in the foreground (their blocking
 * dependents go first) or leave orphans.
 */
public final class GarbageCollector implements Controller {

    private static final String FOREGROUND = "foregroundDeletion";
    private static final String ORPHAN = "orphan";

    private final Actor actor;

    public GarbageCollector(Actor actor) {
        this.actor = actor;
    }

    @Override
    public void changed(Change change, Requests requests) {
        StoredObject after = change.after();
        StoredObject last = change.last();
        if (after == null) {
            actor.store().ownedBy(last.uid()).forEach(dependent -> requests.add(dependent.key()));
            owners(last, requests);
        } else if (!after.owners().isEmpty() || deleting(after)) {
            requests.add(after.key());
            if (change.before() != null && !change.before().owners().equals(after.owners())) {
                owners(change.before(), requests);
            }
        }
    }

    @Override
    public void reconcile(ObjectKey key, Requests requests) {
        StoredObject object = actor.get(key);
        if (object == null) {
            return;
        }
        List<@Nullable Object> finalizers = Tree.list(object.tree(), "metadata", "finalizers");
        if (deleting(object) && finalizers.contains(ORPHAN)) {
            orphan(object);
        } else if (deleting(object) && finalizers.contains(FOREGROUND)) {
            inForeground(object);
        } else if (!object.owners().isEmpty() && !deleting(object)) {
            collect(object);
        }
    }

    private void collect(StoredObject object) {
        boolean leaving = false;
        for (Map<String, @Nullable Object> reference : references(object)) {
            StoredObject owner = owner(object, reference);
            if (owner == null) {
                continue;
            }
            boolean blocked = deleting(owner)
                    && Tree.list(owner.tree(), "metadata", "finalizers").contains(FOREGROUND)
                    && Tree.flag(reference, "blockOwnerDeletion");
            if (!blocked) {
                return;
            }
            leaving = true;
        }
        actor.delete(
                object,
                leaving && !actor.store().ownedBy(object.uid()).isEmpty()
                        ? new DeleteOptions("Foreground", object.uid(), "", null, false)
                        : DeleteOptions.background(object.uid()));
    }

    private void inForeground(StoredObject owner) {
        boolean waiting = false;
        for (StoredObject dependent : actor.store().ownedBy(owner.uid())) {
            boolean blocks = references(dependent).stream()
                    .anyMatch(reference -> Tree.text(reference, "uid").equals(owner.uid())
                            && Tree.flag(reference, "blockOwnerDeletion"));
            waiting |= blocks;
            if (!deleting(dependent)) {
                collect(dependent);
            }
        }
        if (!waiting) {
            withoutFinalizer(owner, FOREGROUND);
        }
    }

    private void orphan(StoredObject owner) {
        for (StoredObject dependent : actor.store().ownedBy(owner.uid())) {
            actor.update(dependent, tree -> {
                List<@Nullable Object> left = new ArrayList<>(Tree.list(tree, "metadata", "ownerReferences"));
                left.removeIf(reference -> Tree.text(reference, "uid").equals(owner.uid()));
                Tree.set(Tree.within(tree, "metadata"), "ownerReferences", left.isEmpty() ? null : left);
            });
        }
        withoutFinalizer(owner, ORPHAN);
    }

    private void withoutFinalizer(StoredObject object, String finalizer) {
        actor.update(object, tree -> {
            List<@Nullable Object> left = new ArrayList<>(Tree.list(tree, "metadata", "finalizers"));
            left.remove(finalizer);
            Tree.set(Tree.within(tree, "metadata"), "finalizers", left.isEmpty() ? null : left);
        });
    }

    private void owners(StoredObject object, Requests requests) {
        for (Map<String, @Nullable Object> reference : references(object)) {
            StoredObject owner = owner(object, reference);
            if (owner != null && deleting(owner)) {
                requests.add(owner.key());
            }
        }
    }

    private @Nullable StoredObject owner(StoredObject object, Map<String, @Nullable Object> reference) {
        Resource resource = actor.ofKind(Tree.text(reference, "apiVersion"), Tree.text(reference, "kind"));
        if (resource == null) {
            return null;
        }
        String namespace = resource.namespaced() ? object.namespace() : "";
        StoredObject owner = actor.get(new ObjectKey(resource.storage(), namespace, Tree.text(reference, "name")));
        return owner != null && owner.uid().equals(Tree.text(reference, "uid")) ? owner : null;
    }

    private static List<Map<String, @Nullable Object>> references(StoredObject object) {
        return Tree.maps(object.tree(), "metadata", "ownerReferences");
    }

    private static boolean deleting(StoredObject object) {
        return Tree.at(object.tree(), "metadata", "deletionTimestamp") != null;
    }
}
