package io.keelstream.sandbox.schema;

import io.keelstream.sandbox.resource.Recorded;
import io.keelstream.sandbox.tree.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The OpenAPI definitions of the built-in kinds, read once. Immutable; thread-safe. */
public final class Definitions {

    private static final String PREFIX = "#/components/schemas/";

    private final Map<String, @Nullable Object> byName = Recorded.object("definitions.json");
    private final Map<String, String> names = new HashMap<>();

    private Definitions() {
        byName.forEach((name, definition) -> {
            for (Map<String, @Nullable Object> kind : Tree.maps(definition, "x-kubernetes-group-version-kind")) {
                names.putIfAbsent(
                        key(Tree.text(kind, "group"), Tree.text(kind, "version"), Tree.text(kind, "kind")), name);
            }
        });
    }

    private static final class Holder {
        static final Definitions INSTANCE = new Definitions();
    }

    public static Definitions instance() {
        return Holder.INSTANCE;
    }

    /** The definition of a kind; empty when it is not a recorded one. */
    public Map<String, @Nullable Object> ofKind(String group, String version, String kind) {
        return Tree.map(byName, name(group, version, kind));
    }

    /** The definition's name of a kind; empty when it is not a recorded one. */
    public String name(String group, String version, String kind) {
        return names.getOrDefault(key(group, version, kind), "");
    }

    /** The definition of a name. */
    public Map<String, @Nullable Object> named(String name) {
        return Tree.map(byName, name);
    }

    /** Follows a reference; a definition without one is its own. */
    public Map<String, @Nullable Object> resolve(Map<String, @Nullable Object> definition) {
        String reference = reference(definition);
        return reference.isEmpty() ? definition : named(reference);
    }

    /** The name of the definition that this one refers to; empty when it stands for itself. */
    public static String reference(Map<String, @Nullable Object> definition) {
        String direct = Tree.text(definition, "$ref");
        if (direct.isEmpty()) {
            List<Map<String, @Nullable Object>> all = Tree.maps(definition, "allOf");
            direct = all.size() == 1 ? Tree.text(all.getFirst(), "$ref") : "";
        }
        return direct.startsWith(PREFIX) ? direct.substring(PREFIX.length()) : "";
    }

    private static String key(String group, String version, String kind) {
        return group + "/" + version + "/" + kind;
    }
}
