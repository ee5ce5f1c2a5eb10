package io.keelstream.sandbox.patch;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.status.StatusException;
import io.keelstream.sandbox.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** JSON patch (RFC 6902). A step that cannot be done refuses the whole (422), as the real server does. */
public final class JsonPatch {

    private final Map<String, @Nullable Object> root;

    private JsonPatch(Map<String, @Nullable Object> root) {
        this.root = root;
    }

    /** The target with all operations applied in order; the target itself is changed. */
    public static Map<String, @Nullable Object> apply(
            Map<String, @Nullable Object> target, List<@Nullable Object> operations) {
        JsonPatch patch = new JsonPatch(target);
        for (Object operation : operations) {
            patch.step(Manifest.map(operation));
        }
        return patch.root;
    }

    private void step(Map<String, @Nullable Object> operation) {
        String path = Tree.text(operation, "path");
        switch (Tree.text(operation, "op")) {
            case "add" -> add(path, Manifest.copyOf(operation.get("value")));
            case "remove" -> remove(path);
            case "replace" -> {
                if (path.isEmpty()) {
                    add(path, operation.get("value"));
                } else {
                    replace(path, Manifest.copyOf(operation.get("value")));
                }
            }
            case "move" -> add(path, remove(Tree.text(operation, "from")));
            case "copy" -> add(path, Manifest.copyOf(get(Tree.text(operation, "from"))));
            case "test" -> {
                if (!Objects.equals(get(path), operation.get("value"))) {
                    throw refused();
                }
            }
            default -> throw refused();
        }
    }

    private void add(String path, @Nullable Object value) {
        if (path.isEmpty()) {
            root.clear();
            root.putAll(Manifest.map(value));
            return;
        }
        String key = last(path);
        switch (parent(path)) {
            case Map<?, ?> map -> Manifest.map(map).put(key, value);
            case List<?> list -> {
                List<@Nullable Object> items = Manifest.list(list);
                if (key.equals("-")) {
                    items.add(value);
                } else {
                    items.add(index(key, items.size()), value);
                }
            }
            case null, default -> throw refused();
        }
    }

    private void replace(String path, @Nullable Object value) {
        get(path);
        String key = last(path);
        Object parent = parent(path);
        if (parent instanceof Map<?, ?> map) {
            Manifest.map(map).put(key, value);
        } else {
            List<@Nullable Object> items = Manifest.list(parent);
            items.set(index(key, items.size() - 1), value);
        }
    }

    private @Nullable Object remove(String path) {
        String key = last(path);
        return switch (parent(path)) {
            case Map<?, ?> map when map.containsKey(key) -> Manifest.map(map).remove(key);
            case List<?> list -> Manifest.list(list).remove(index(key, list.size() - 1));
            case null, default -> throw refused();
        };
    }

    private @Nullable Object get(String path) {
        if (path.isEmpty()) {
            return root;
        }
        String key = last(path);
        return switch (parent(path)) {
            case Map<?, ?> map when map.containsKey(key) -> map.get(key);
            case List<?> list -> list.get(index(key, list.size() - 1));
            case null, default -> throw refused();
        };
    }

    private @Nullable Object parent(String path) {
        Object value = root;
        String[] keys = path.split("/", -1);
        for (int i = 1; i < keys.length - 1; i++) {
            String key = unescaped(keys[i]);
            value = switch (value) {
                case Map<?, ?> map -> map.get(key);
                case List<?> list -> list.get(index(key, list.size() - 1));
                case null, default -> null;
            };
        }
        return value;
    }

    private static int index(String key, int most) {
        try {
            int index = Integer.parseInt(key);
            if (index >= 0 && index <= most) {
                return index;
            }
        } catch (NumberFormatException e) {
            throw refused();
        }
        throw refused();
    }

    private static String last(String path) {
        return unescaped(path.substring(path.lastIndexOf('/') + 1));
    }

    private static String unescaped(String key) {
        return key.replace("~1", "/").replace("~0", "~");
    }

    /** The real server does not say why either. */
    private static StatusException refused() {
        return new Status(
                        422,
                        "Invalid",
                        "the server rejected our request due to an error in our request",
                        Map.of(),
                        null)
                .exception();
    }
}
