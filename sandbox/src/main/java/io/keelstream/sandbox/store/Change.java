package io.keelstream.sandbox.store;

import io.keelstream.sandbox.tree.Tree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of the store.
 *
 * @param revision the store's revision after it
 * @param before the object's state before; null when it was created
 * @param after the object's state after; null when it was removed
 * @param last the newest state there is: {@code after}, or the last words of a removed object with the revision of its removal
 */
public record Change(
        long revision,
        @Nullable StoredObject before,
        @Nullable StoredObject after,
        StoredObject last) {

    public ObjectKey key() {
        return last.key();
    }

    /**
     * What a watch hears of an object that leaves its selection: its final state, or the last state that was selected with
     * this change's revision.
     */
    public StoredObject parting() {
        if (after == null || before == null) {
            return last;
        }
        Map<String, @Nullable Object> tree = before.copy();
        Tree.within(tree, "metadata").put("resourceVersion", Long.toString(revision));
        return new StoredObject(key(), revision, tree);
    }

    int size() {
        return last.json().length;
    }
}
