package io.keelstream.kubernetes.differential;

import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.ManagedFields;
import io.keelstream.kubernetes.fields.ManagedFieldsEntry;
import io.keelstream.kubernetes.fields.Scalars;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.merge.OwnedFields;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares what the engine made with what the server made. */
final class Likeness {

    private static final Set<String> SERVERS_OWN = Set.of(
            "managedFields",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "uid",
            "selfLink",
            "namespace",
            "name");

    private Likeness() {}

    static Manifest withoutManagedFields(Manifest object) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(object.metadata());
        metadata.remove("managedFields");
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(object.tree());
        tree.put("metadata", metadata);
        return new Manifest(tree);
    }

    /** How the objects differ beyond defaults, nulls and empty maps; null where they do not. */
    static @Nullable String difference(Subject subject, Manifest ours, Manifest theirs) {
        Object mine = stripped(
                subject.typed() ? TypedForm.of(subject.schema(), ours) : TypedForm.ofCustom(subject.schema(), ours),
                subject.typed());
        Object server = stripped(theirs, subject.typed());
        String difference = extra("", mine, server, subject.typed());
        if (difference == null && !Scalars.equal(mine, server)) {
            FieldSet unexpected =
                    OwnedFields.of(subject.schema(), server).difference(OwnedFields.of(subject.schema(), ours.tree()));
            FieldSet owned = ManagedFields.of(theirs).all().intersection(unexpected);
            difference = owned.isEmpty() ? null : "the server has owned fields that we have not:\n" + owned;
        }
        return difference == null
                ? null
                : difference + "\nours:   " + Json.writeText(mine) + "\nserver: " + Json.writeText(server);
    }

    private static @Nullable Object stripped(Manifest object, boolean typed) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(object.metadata());
        metadata.keySet().removeAll(SERVERS_OWN);
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(object.tree());
        tree.put("metadata", metadata);
        tree.remove("status");
        return typed ? clean(tree) : tree;
    }

    /** Without nulls and empty maps and lists, which typed objects drop. */
    private static @Nullable Object clean(@Nullable Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> items = new ArrayList<>();
            Manifest.list(list).forEach(item -> items.add(clean(item)));
            return items.isEmpty() ? null : items;
        }
        if (!(value instanceof Map)) {
            return value;
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        Manifest.map(value).forEach((key, child) -> {
            Object cleaned = clean(child);
            if (cleaned != null) {
                map.put(key, cleaned);
            }
        });
        return map.isEmpty() ? null : map;
    }

    /** What we have and the server has not, or has otherwise. */
    private static @Nullable String extra(String path, @Nullable Object mine, @Nullable Object server, boolean typed) {
        if (mine instanceof Map && server instanceof Map) {
            for (Map.Entry<String, @Nullable Object> entry : Manifest.map(mine).entrySet()) {
                String found = extra(
                        path + "." + entry.getKey(),
                        entry.getValue(),
                        Manifest.map(server).get(entry.getKey()),
                        typed);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        if (mine instanceof List<?> items && server instanceof List<?> others && items.size() == others.size()) {
            for (int i = 0; i < items.size(); i++) {
                String found = extra(path + "[" + i + "]", items.get(i), others.get(i), typed);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        boolean zero = typed
                && server == null
                && (Scalars.equal(mine, 0L) || Scalars.equal(mine, false) || Scalars.equal(mine, ""));
        boolean defaulted = mine == null && server != null;
        return (typed && mine == null) || defaulted || zero || Scalars.equal(mine, server)
                ? null
                : "objects differ at " + path;
    }

    /** How ownership differs; null where it does not. */
    static @Nullable String difference(ManagedFields ours, ManagedFields theirs, Instant now) {
        List<ManagedFieldsEntry> mine = ours.entries();
        List<ManagedFieldsEntry> server = theirs.entries();
        boolean same = mine.size() == server.size()
                && mine.stream()
                        .allMatch(entry -> theirs.find(entry.id())
                                .filter(other -> same(entry, other, now))
                                .isPresent());
        return same ? null : "managedFields differ\nours:   " + text(mine) + "\nserver: " + text(server);
    }

    private static boolean same(ManagedFieldsEntry ours, ManagedFieldsEntry theirs, Instant now) {
        boolean time = now.equals(ours.time()) ? theirs.time() != null : Objects.equals(ours.time(), theirs.time());
        return time
                && ours.apiVersion().equals(theirs.apiVersion())
                && ours.fields().equals(theirs.fields())
                && Json.writeText(ours.fields().write())
                        .equals(Json.writeText(theirs.fields().write()));
    }

    private static String text(List<ManagedFieldsEntry> entries) {
        StringBuilder text = new StringBuilder();
        entries.forEach(entry -> text.append("\n  ")
                .append(entry.id().display())
                .append(' ')
                .append(entry.time())
                .append(' ')
                .append(Json.writeText(entry.fields().write())));
        return text.toString();
    }
}
