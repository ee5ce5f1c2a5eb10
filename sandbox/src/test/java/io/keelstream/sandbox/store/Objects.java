package io.keelstream.sandbox.store;

import io.keelstream.sandbox.resource.TypeKey;
import io.keelstream.sandbox.tree.Tree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Small objects for the store's tests. */
final class Objects {

    static final TypeKey TYPE = new TypeKey("", "configmaps");

    private Objects() {}

    static ObjectKey key(String namespace, String name) {
        return new ObjectKey(TYPE, namespace, name);
    }

    static Map<String, @Nullable Object> tree(String name, String label, String data) {
        return Tree.of(
                "metadata", Tree.of("name", name, "labels", Tree.of("label", label)), "data", Tree.of("data", data));
    }
}
