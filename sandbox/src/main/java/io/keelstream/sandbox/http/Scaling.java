package io.keelstream.sandbox.http;

import io.keelstream.sandbox.operation.Objects;
import io.keelstream.sandbox.operation.WriteOptions;
import io.keelstream.sandbox.operation.Written;
import io.keelstream.sandbox.resource.CustomVersion;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.tree.JsonPath;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code scale} subresource: the number of replicas of whatever kind, in one common form. Thread-safe. */
final class Scaling {

    private final Objects objects;

    Scaling(Objects objects) {
        this.objects = objects;
    }

    /** Reads the scale of an object. */
    Map<String, @Nullable Object> get(Resource resource, String namespace, String name) {
        return scale(resource, objects.inVersion(objects.get(resource, namespace, name), resource));
    }

    /** Changes the replicas by an edit of the Scale object. */
    Map<String, @Nullable Object> update(
            Resource resource, String namespace, String name, Objects.Edit edit, WriteOptions options) {
        Written written = objects.update(
                resource,
                namespace,
                name,
                "scale",
                live -> {
                    Map<String, @Nullable Object> wanted = edit.on(scale(resource, live));
                    set(resource, live, wanted);
                    return live;
                },
                options);
        return scale(resource, objects.inVersion(written, resource));
    }

    /** Server-side apply of a Scale object. */
    Map<String, @Nullable Object> apply(
            Resource resource,
            String namespace,
            String name,
            Map<String, @Nullable Object> intent,
            WriteOptions options) {
        Map<String, @Nullable Object> whole = Tree.of(
                "apiVersion",
                resource.apiVersion(),
                "kind",
                resource.kind(),
                "metadata",
                Tree.of("name", name, "namespace", namespace.isEmpty() ? null : namespace));
        set(resource, whole, intent);
        Written written = objects.apply(resource, namespace, name, "scale", whole, options);
        return scale(resource, objects.inVersion(written, resource));
    }

    private static void set(
            Resource resource, Map<String, @Nullable Object> tree, Map<String, @Nullable Object> scale) {
        long replicas = Tree.number(0, scale, "spec", "replicas");
        if (replicas < 0) {
            throw Status.invalid(
                    "Scale",
                    "autoscaling",
                    Tree.text(tree, "metadata", "name"),
                    List.of(FieldError.invalid("spec.replicas", replicas, "must be greater than or equal to 0")));
        }
        List<String> path = new ArrayList<>(path(resource, "specReplicasPath", "spec", "replicas"));
        String field = path.removeLast();
        Tree.within(tree, path.toArray(String[]::new)).put(field, replicas);
        String version = Tree.text(scale, "metadata", "resourceVersion");
        if (!version.isEmpty()) {
            Tree.within(tree, "metadata").put("resourceVersion", version);
        } else {
            Tree.within(tree, "metadata").remove("resourceVersion");
        }
    }

    private static Map<String, @Nullable Object> scale(Resource resource, Map<String, @Nullable Object> tree) {
        Map<String, @Nullable Object> metadata = Tree.map(tree, "metadata");
        long wanted = at(tree, path(resource, "specReplicasPath", "spec", "replicas"));
        return Tree.of(
                "kind",
                "Scale",
                "apiVersion",
                "autoscaling/v1",
                "metadata",
                Tree.of(
                        "name", metadata.get("name"),
                        "namespace", metadata.get("namespace"),
                        "uid", metadata.get("uid"),
                        "resourceVersion", metadata.get("resourceVersion"),
                        "creationTimestamp", metadata.get("creationTimestamp")),
                "spec",
                Tree.of("replicas", wanted == 0 ? null : (Long) wanted),
                "status",
                Tree.of(
                        "replicas", at(tree, path(resource, "statusReplicasPath", "status", "replicas")),
                        "selector", selector(resource, tree)));
    }

    private static Long at(Map<String, @Nullable Object> tree, List<String> path) {
        return Tree.number(0, tree, path.toArray(String[]::new));
    }

    private static @Nullable String selector(Resource resource, Map<String, @Nullable Object> tree) {
        CustomVersion custom = resource.custom();
        if (custom != null) {
            String path = custom.scale() == null ? "" : Tree.text(custom.scale(), "labelSelectorPath");
            Object selector = path.isEmpty() ? null : JsonPath.first(tree, path);
            return selector == null ? null : String.valueOf(selector);
        }
        Map<String, @Nullable Object> labels = Tree.map(tree, "spec", "selector");
        List<String> pairs = new ArrayList<>();
        (labels.containsKey("matchLabels") ? Tree.map(labels, "matchLabels") : labels)
                .forEach((key, value) -> pairs.add(key + "=" + value));
        return String.join(",", pairs.stream().sorted().toList());
    }

    private static List<String> path(Resource resource, String name, String... builtIn) {
        CustomVersion custom = resource.custom();
        if (custom == null || custom.scale() == null) {
            return List.of(builtIn);
        }
        return Arrays.stream(Tree.text(custom.scale(), name).split("\\."))
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
