package io.keelstream.kubernetes.merge;

import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.ManagedFields;
import io.keelstream.kubernetes.fields.ManagedFieldsEntry;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.schema.MapShape;
import io.keelstream.kubernetes.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An object's tree with and without managedFields; shares everything else. Pure; thread-safe. */
final class ObjectTrees {

    private static final String METADATA = "metadata";
    private static final String MANAGED_FIELDS = "managedFields";

    /** Fields of every object that never have an owner. */
    private static final FieldSet NEVER_OWNED = FieldSet.of(
            FieldPath.of("apiVersion"),
            FieldPath.of("kind"),
            FieldPath.of(METADATA),
            FieldPath.of(METADATA, "name"),
            FieldPath.of(METADATA, "namespace"),
            FieldPath.of(METADATA, "creationTimestamp"),
            FieldPath.of(METADATA, "selfLink"),
            FieldPath.of(METADATA, "uid"),
            FieldPath.of(METADATA, "clusterName"),
            FieldPath.of(METADATA, "generation"),
            FieldPath.of(METADATA, MANAGED_FIELDS),
            FieldPath.of(METADATA, "resourceVersion"));

    private ObjectTrees() {}

    static FieldSet ownable(FieldSet fields) {
        return fields.difference(NEVER_OWNED);
    }

    /** What the server compares a new object with: nothing but the kind, and the fields that every object of it has. */
    static Manifest nothing(Schema schema, Manifest kind) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        MapShape shape = schema.map();
        if (shape != null) {
            tree.putAll(always(shape));
        }
        tree.put("apiVersion", kind.apiVersion());
        tree.put("kind", kind.kind());
        return new Manifest(tree);
    }

    private static Map<String, @Nullable Object> always(MapShape struct) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        struct.members().forEach((name, member) -> {
            if (member.always()) {
                fields.put(name, zero(member));
            }
        });
        return fields;
    }

    private static @Nullable Object zero(MapShape.Member member) {
        MapShape map = member.schema().map();
        if (map != null) {
            return member.defaultValue() instanceof Map ? always(map) : null;
        }
        return switch (member.schema().scalar()) {
            case STRING -> "";
            case NUMBER -> 0L;
            case BOOLEAN -> false;
            case ANY -> null;
            case null -> null;
        };
    }

    static Map<String, @Nullable Object> withoutManagedFields(Manifest object) {
        Map<String, @Nullable Object> metadata = object.metadata();
        if (!metadata.containsKey(MANAGED_FIELDS)) {
            return object.tree();
        }
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(metadata);
        rest.remove(MANAGED_FIELDS);
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(object.tree());
        tree.put(METADATA, rest);
        return tree;
    }

    static Manifest withManagedFields(Map<String, @Nullable Object> tree, ManagedFields managed) {
        if (managed.isEmpty()) {
            return new Manifest(tree);
        }
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(Manifest.map(tree.get(METADATA)));
        metadata.put(MANAGED_FIELDS, managed.write());
        Map<String, @Nullable Object> whole = new LinkedHashMap<>(tree);
        whole.put(METADATA, metadata);
        return new Manifest(whole);
    }

    /** The ownership that a write starts from: the request's own, if it has a readable one, else the live object's. */
    static ManagedFields recorded(@Nullable Manifest live, Manifest wanted, String subresource) {
        if (subresource.isEmpty()) {
            Object requested = wanted.metadata().get(MANAGED_FIELDS);
            if (requested instanceof List<?> list && isReset(list)) {
                return ManagedFields.NONE;
            }
            ManagedFields own = readable(wanted);
            if (!own.isEmpty()) {
                return own;
            }
        }
        return live == null ? ManagedFields.NONE : readable(live);
    }

    private static boolean isReset(List<?> list) {
        return list.isEmpty() || (list.size() == 1 && list.getFirst() instanceof Map<?, ?> only && only.isEmpty());
    }

    private static ManagedFields readable(Manifest object) {
        try {
            return ManagedFields.of(object);
        } catch (IllegalArgumentException e) {
            return ManagedFields.NONE;
        }
    }

    /** Whether the two have the same entries but for times. */
    static boolean sameOwners(Manifest left, Manifest right) {
        return sameOwners(readable(left), readable(right));
    }

    /** Whether the two are the same but for times. */
    static boolean sameOwners(ManagedFields before, ManagedFields after) {
        List<ManagedFieldsEntry> entries = after.entries();
        return before.entries().size() == entries.size()
                && entries.stream()
                        .allMatch(entry -> before.find(entry.id())
                                .filter(old -> Objects.equals(old.apiVersion(), entry.apiVersion()))
                                .filter(old -> old.fields().equals(entry.fields()))
                                .isPresent());
    }
}
