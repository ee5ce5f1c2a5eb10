package io.keelstream.sandbox.workload;

import io.keelstream.sandbox.control.Requests;
import io.keelstream.sandbox.resource.TypeKey;
import io.keelstream.sandbox.store.Change;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Leads from a changed dependent to its controller. */
final class Owners {

    private Owners() {}

    /** Asks for a look at the changed object itself if it is of the type, and at its controller if that is. */
    static void request(Change change, TypeKey type, String kind, TypeKey dependents, Requests requests) {
        ObjectKey key = change.key();
        if (key.type().equals(type)) {
            requests.add(key);
        } else if (key.type().equals(dependents)) {
            controller(change.last(), type, kind, requests);
        }
    }

    private static void controller(StoredObject object, TypeKey type, String kind, Requests requests) {
        if (object.owners().isEmpty()) {
            return;
        }
        for (Map<String, @Nullable Object> owner : Tree.maps(object.tree(), "metadata", "ownerReferences")) {
            if (Tree.flag(owner, "controller") && Tree.text(owner, "kind").equals(kind)) {
                requests.add(new ObjectKey(type, object.namespace(), Tree.text(owner, "name")));
            }
        }
    }

    static boolean deleting(StoredObject object) {
        return Tree.at(object.tree(), "metadata", "deletionTimestamp") != null;
    }
}
