package io.keelstream.kubernetes.client;

import io.keelstream.kubernetes.object.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shape in which objects are asked for. For metadata there is no second choice behind it: a server that cannot give
 * metadata alone must refuse, so that no body ever comes here.
 */
enum Accept {
    OBJECT(ApiRequest.JSON, ApiRequest.JSON),
    METADATA(
            "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1",
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");

    private final String one;
    private final String many;

    Accept(String one, String many) {
        this.one = one;
        this.many = many;
    }

    static Accept of(WatchRequest request) {
        return request.metadataOnly() ? METADATA : OBJECT;
    }

    /** For single objects and for the events of a watch. */
    String one() {
        return one;
    }

    /** For lists. */
    String many() {
        return many;
    }

    /**
     * The object under its own apiVersion and kind: items of built-in lists carry none, and partial metadata carries
     * its own.
     */
    static Manifest named(ResourceType type, Map<String, @Nullable Object> tree) {
        if (type.kind().equals(tree.get("kind")) && type.apiVersion().equals(tree.get("apiVersion"))) {
            return new Manifest(tree);
        }
        Map<String, @Nullable Object> named = LinkedHashMap.newLinkedHashMap(tree.size() + 2);
        named.put("apiVersion", type.apiVersion());
        named.put("kind", type.kind());
        tree.forEach((key, value) -> {
            if (!key.equals("apiVersion") && !key.equals("kind")) {
                named.put(key, value);
            }
        });
        return new Manifest(named);
    }
}
