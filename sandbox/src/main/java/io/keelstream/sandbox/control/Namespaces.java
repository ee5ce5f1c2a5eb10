package io.keelstream.sandbox.control;

import io.keelstream.sandbox.resource.TypeKey;
import io.keelstream.sandbox.store.Change;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives each namespace its default account, and empties those that are deleted before they go. */
public final class Namespaces implements Controller {

    private static final TypeKey TYPE = new TypeKey("", "namespaces");
    private static final TypeKey ACCOUNTS = new TypeKey("", "serviceaccounts");

    private final Actor actor;

    public Namespaces(Actor actor) {
        this.actor = actor;
    }

    @Override
    public void changed(Change change, Requests requests) {
        ObjectKey key = change.key();
        if (key.type().equals(TYPE)) {
            requests.add(key);
        } else if (!key.namespace().isEmpty() && change.after() == null) {
            requests.add(new ObjectKey(TYPE, "", key.namespace()));
        }
    }

    @Override
    public void reconcile(ObjectKey key, Requests requests) {
        StoredObject namespace = actor.get(key);
        if (namespace == null) {
            return;
        }
        if (Tree.at(namespace.tree(), "metadata", "deletionTimestamp") == null) {
            ObjectKey account = new ObjectKey(ACCOUNTS, key.name(), "default");
            if (actor.get(account) == null) {
                Map<String, @Nullable Object> body = Tree.of("metadata", Tree.of("name", "default"));
                actor.create(ACCOUNTS, key.name(), body);
            }
            return;
        }
        boolean empty = true;
        for (StoredObject object : actor.store().everything()) {
            if (object.namespace().equals(key.name())) {
                empty = false;
                if (Tree.at(object.tree(), "metadata", "deletionTimestamp") == null) {
                    actor.delete(object);
                }
            }
        }
        if (empty || isEmpty(key.name())) {
            actor.update(namespace, tree -> Tree.within(tree, "spec").remove("finalizers"));
        }
    }

    private boolean isEmpty(String name) {
        return actor.store().everything().stream()
                .noneMatch(object -> object.namespace().equals(name));
    }
}
