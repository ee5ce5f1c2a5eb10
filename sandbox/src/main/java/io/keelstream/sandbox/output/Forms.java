package io.keelstream.sandbox.output;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.sandbox.operation.Objects;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.table.Tables;
import io.keelstream.sandbox.tree.Tree;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes objects in the form a client asked for. Whole objects in their stored version are copied as bytes. Thread-safe. */
public final class Forms {

    private final Objects objects;
    private final Tables tables;

    public Forms(Objects objects, Tables tables) {
        this.objects = objects;
        this.tables = tables;
    }

    /**
     * The form of one answer.
     *
     * @param resource resource and version that were asked for
     * @param type whole, metadata or table
     * @param includeObject what rows of a table hold of their objects; empty for the default
     */
    public record Form(Resource resource, MediaType type, String includeObject) {}

    /** One object. */
    public byte[] one(StoredObject object, Form form) {
        return form.type() == MediaType.WHOLE && isStored(object, form.resource())
                ? object.json()
                : one(objects.inVersion(object, form.resource()), form);
    }

    /** One object that is given as a tree in the version that was asked for. */
    public byte[] one(Map<String, @Nullable Object> tree, Form form) {
        return switch (form.type()) {
            case WHOLE -> Json.write(tree);
            case METADATA -> Json.write(metadata(tree));
            case TABLE -> {
                Object version = Tree.at(tree, "metadata", "resourceVersion");
                Map<String, @Nullable Object> metadata = Tree.of("resourceVersion", version);
                yield Json.write(tables.table(form.resource(), List.of(tree), metadata, form.includeObject(), true));
            }
        };
    }

    /**
     * A list.
     *
     * @param revision its resourceVersion
     * @param next where to continue; empty at the end
     * @param remaining how many follow; negative when unknown
     */
    public byte[] list(List<StoredObject> items, long revision, String next, long remaining, Form form) {
        Map<String, @Nullable Object> metadata = Tree.of(
                "resourceVersion", Long.toString(revision),
                "continue", next.isEmpty() ? null : next,
                "remainingItemCount", remaining > 0 ? (Long) remaining : null);
        if (form.type() == MediaType.TABLE) {
            List<Map<String, @Nullable Object>> trees = items.stream()
                    .map(item -> objects.inVersion(item, form.resource()))
                    .toList();
            return Json.write(tables.table(form.resource(), trees, metadata, form.includeObject(), true));
        }
        boolean whole = form.type() == MediaType.WHOLE;
        Map<String, @Nullable Object> head = Tree.of(
                "kind", whole ? form.resource().names().listKind() : "PartialObjectMetadataList",
                "apiVersion", whole ? form.resource().apiVersion() : "meta.k8s.io/v1",
                "metadata", metadata);
        byte[] start = Json.write(head);
        ByteArrayOutputStream out = new ByteArrayOutputStream(256 + items.size() * 1024);
        out.write(start, 0, start.length - 1);
        out.writeBytes(ascii(",\"items\":["));
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            item(items.get(i), form, out);
        }
        out.writeBytes(ascii("]}"));
        return out.toByteArray();
    }

    /** One line of a watch. */
    public byte[] event(String type, StoredObject object, Form form, boolean first) {
        byte[] body;
        if (form.type() == MediaType.TABLE) {
            Map<String, @Nullable Object> tree = objects.inVersion(object, form.resource());
            Map<String, @Nullable Object> metadata = Tree.of("resourceVersion", Long.toString(object.revision()));
            body = Json.write(tables.table(form.resource(), List.of(tree), metadata, form.includeObject(), first));
        } else {
            body = one(object, form);
        }
        return event(type, body);
    }

    /** A line of a watch that says how far it is. */
    public byte[] bookmark(long revision, boolean initialEventsEnd, Form form) {
        Map<String, @Nullable Object> annotations =
                initialEventsEnd ? Tree.of("k8s.io/initial-events-end", "true") : null;
        boolean whole = form.type() == MediaType.WHOLE;
        Map<String, @Nullable Object> metadata =
                Tree.of("resourceVersion", Long.toString(revision), "annotations", annotations);
        if (form.type() == MediaType.TABLE) {
            return event("BOOKMARK", Json.write(tables.table(form.resource(), List.of(), metadata, "", false)));
        }
        return event(
                "BOOKMARK",
                Json.write(Tree.of(
                        "kind", whole ? form.resource().kind() : "PartialObjectMetadata",
                        "apiVersion", whole ? form.resource().apiVersion() : "meta.k8s.io/v1",
                        "metadata", metadata)));
    }

    /** A line of a watch around a body that is JSON already. */
    public static byte[] event(String type, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 48);
        out.writeBytes(ascii("{\"type\":\"" + type + "\",\"object\":"));
        out.writeBytes(body);
        out.writeBytes(ascii("}\n"));
        return out.toByteArray();
    }

    /** Items of built-in lists carry no kind and apiVersion, as on the real server; those of custom lists do. */
    private void item(StoredObject object, Form form, ByteArrayOutputStream out) {
        byte[] json = one(object, form);
        byte[] head = ascii("{\"kind\":\"" + form.resource().kind() + "\",\"apiVersion\":\""
                + form.resource().apiVersion() + "\",");
        boolean strip = form.type() == MediaType.WHOLE
                && form.resource().custom() == null
                && java.util.Arrays.mismatch(json, head) == head.length;
        if (strip) {
            out.write('{');
            out.write(json, head.length, json.length - head.length);
        } else {
            out.writeBytes(json);
        }
    }

    private static Map<String, @Nullable Object> metadata(Map<String, @Nullable Object> tree) {
        return Tree.of(
                "kind", "PartialObjectMetadata", "apiVersion", "meta.k8s.io/v1", "metadata", tree.get("metadata"));
    }

    private boolean isStored(StoredObject object, Resource resource) {
        byte[] head = ascii("{\"kind\":\"" + resource.kind() + "\",\"apiVersion\":\"" + resource.apiVersion() + "\"");
        return java.util.Arrays.mismatch(object.json(), head) == head.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
