package io.keelstream.kubernetes.diff;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.StoredSecret;
import io.keelstream.kubernetes.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The difference between two states of one object, without what no person means by a change: bookkeeping of the server,
 * status, differently written quantities, null or empty where there was nothing. Pure; thread-safe.
 */
public final class ObjectDiff {

    private static final Set<String> BOOKKEEPING =
            Set.of("managedFields", "resourceVersion", "generation", "creationTimestamp", "uid", "selfLink");

    private ObjectDiff() {}

    /**
     * All changes, in the order of the document.
     *
     * @param schema the kind's type, which says what lists are known by; {@link Schema#DEDUCED} where it is not known
     * @param before the state before; null for an object that does not exist
     * @param after the state after; null for an object that goes
     * @param masking hides secrets
     */
    public static List<FieldChange> of(
            Schema schema, @Nullable Manifest before, @Nullable Manifest after, Masking masking) {
        return new TreeDiff().compare(schema, comparable(before, masking), comparable(after, masking));
    }

    /** Whether there is any difference. */
    public static boolean differs(Schema schema, Manifest before, Manifest after) {
        return !new TreeDiff()
                .compare(schema, meaningful(before), meaningful(after))
                .isEmpty();
    }

    private static @Nullable Map<String, @Nullable Object> comparable(@Nullable Manifest object, Masking masking) {
        return object == null
                ? null
                : masking.mask(new Manifest(meaningful(object))).tree();
    }

    private static Map<String, @Nullable Object> meaningful(Manifest object) {
        Map<String, @Nullable Object> tree =
                new LinkedHashMap<>(StoredSecret.of(object).tree());
        tree.remove("status");
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(object.metadata());
        metadata.keySet().removeAll(BOOKKEEPING);
        tree.put("metadata", metadata);
        return tree;
    }
}
