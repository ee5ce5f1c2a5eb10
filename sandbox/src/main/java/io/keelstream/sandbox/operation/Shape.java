package io.keelstream.sandbox.operation;

import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.tree.Tree;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of an object: their order, and which of them a request can write. */
final class Shape {

    private Shape() {}

    /** Gives the wanted object what it cannot change: the server's metadata, and what belongs to other subresources. */
    static void settle(
            Resource resource,
            Map<String, @Nullable Object> live,
            Map<String, @Nullable Object> next,
            String subresource,
            KindRules rules) {
        Object managed = Tree.at(next, "metadata", "managedFields");
        if (subresource.equals("status")) {
            Object status = next.get("status");
            Object annotations = Tree.at(next, "metadata", "annotations");
            Map<String, @Nullable Object> kept = Tree.copy(live);
            next.clear();
            next.putAll(kept);
            Tree.set(next, "status", status);
            if (resource.custom() == null) {
                // Built-in kinds let a status update change annotations; the deployment controller relies on it.
                Tree.set(Tree.within(next, "metadata"), "annotations", annotations);
            }
            Tree.set(Tree.within(next, "metadata"), "managedFields", managed);
        } else {
            Map<String, @Nullable Object> ordered = headed(resource, next);
            next.clear();
            next.putAll(ordered);
            if (resource.hasStatus()) {
                Tree.set(next, "status", live.get("status"));
            }
        }
        Metadata.carryOver(live, next);
        rules.setDefaults(resource, next);
        if (!subresource.equals("status")) {
            Metadata.count(resource, live, next);
        }
    }

    /** The same object with kind, apiVersion, metadata, spec and status in this order at its head. */
    static Map<String, @Nullable Object> headed(Resource resource, Map<String, @Nullable Object> body) {
        Map<String, @Nullable Object> next = new LinkedHashMap<>();
        next.put("kind", resource.kind());
        next.put("apiVersion", resource.apiVersion());
        next.put("metadata", Metadata.of(body));
        body.forEach((key, value) -> {
            if (!key.equals("status")) {
                next.putIfAbsent(key, value);
            }
        });
        Tree.set(next, "status", body.get("status"));
        return next;
    }
}
