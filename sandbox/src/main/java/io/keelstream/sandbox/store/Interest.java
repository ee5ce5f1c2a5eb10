package io.keelstream.sandbox.store;

import io.keelstream.sandbox.resource.TypeKey;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription wants to hear of: changes of objects that are selected before or after.
 *
 * @param type one type; null for all
 * @param namespace one namespace; empty for all and for cluster-scoped objects
 * @param selection the objects it is about; asked under the store's lock, so it must be quick and must not call the store
 */
public record Interest(@Nullable TypeKey type, String namespace, Predicate<StoredObject> selection) {

    /** Everything that happens. */
    public static Interest everything() {
        return new Interest(null, "", _ -> true);
    }

    /** Every object of a type, in one namespace or (empty) in all. */
    public static Interest of(TypeKey type, String namespace) {
        return new Interest(type, namespace, _ -> true);
    }

    /** The same, but selected objects alone. */
    public Interest selecting(Predicate<StoredObject> wanted) {
        return new Interest(type, namespace, wanted);
    }

    boolean concerns(Change change) {
        ObjectKey key = change.key();
        return (type == null || type.equals(key.type()))
                && (namespace.isEmpty() || namespace.equals(key.namespace()))
                && (isSelected(change.before()) || isSelected(change.after()));
    }

    private boolean isSelected(@Nullable StoredObject object) {
        return object != null && selection.test(object);
    }
}
