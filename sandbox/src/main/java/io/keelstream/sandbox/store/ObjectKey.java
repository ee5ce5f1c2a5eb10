package io.keelstream.sandbox.store;

import io.keelstream.sandbox.resource.TypeKey;

/**
 * The place of an object. Ordered inside a type as the real server's storage orders: by {@code namespace/name}.
 *
 * @param type its type
 * @param namespace its namespace; empty for cluster-scoped objects
 * @param name its name
 */
public record ObjectKey(TypeKey type, String namespace, String name) {

    String path() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
