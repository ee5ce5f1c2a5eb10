package io.keelstream.kubernetes.fields;

import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All entries of {@code metadata.managedFields}, one per manager. Immutable; thread-safe.
 */
public final class ManagedFields {

    public static final ManagedFields NONE = new ManagedFields(Map.of());

    private final Map<ManagerId, ManagedFieldsEntry> entries;

    private ManagedFields(Map<ManagerId, ManagedFieldsEntry> entries) {
        this.entries = entries;
    }

    /** The entries by manager; of two entries of one manager the later stays, as in the API server. */
    public static ManagedFields of(List<ManagedFieldsEntry> entries) {
        Map<ManagerId, ManagedFieldsEntry> map = LinkedHashMap.newLinkedHashMap(entries.size());
        entries.forEach(entry -> map.put(entry.id(), entry));
        return new ManagedFields(map);
    }

    /** Those of an object. Throws {@link IllegalArgumentException} saying what is wrong with an entry. */
    public static ManagedFields of(Manifest object) {
        return read(Manifest.list(object.metadata().get("managedFields")));
    }

    /** Reads the list under {@code metadata.managedFields}. */
    public static ManagedFields read(List<@Nullable Object> list) {
        if (list.isEmpty()) {
            return NONE;
        }
        List<ManagedFieldsEntry> entries = new ArrayList<>(list.size());
        list.forEach(item -> entries.add(ManagedFieldsEntry.read(Manifest.map(item))));
        return of(entries);
    }

    /** The entries of a list under {@code metadata.managedFields} that can be read, in its order. */
    public static List<ManagedFieldsEntry> readable(List<@Nullable Object> list) {
        List<ManagedFieldsEntry> entries = new ArrayList<>(list.size());
        list.forEach(item -> readable(item).ifPresent(entries::add));
        return entries;
    }

    /** One entry of such a list; empty where it cannot be read. */
    public static Optional<ManagedFieldsEntry> readable(@Nullable Object item) {
        try {
            return Optional.of(ManagedFieldsEntry.read(Manifest.map(item)));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** The list as the API server writes it, in its order. */
    public List<@Nullable Object> write() {
        List<@Nullable Object> list = new ArrayList<>(entries.size());
        entries.values().stream().sorted(ManagedFieldsEntry.ORDER).forEach(entry -> list.add(entry.write()));
        return list;
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The entries in the server's order. */
    public List<ManagedFieldsEntry> entries() {
        return entries.values().stream().sorted(ManagedFieldsEntry.ORDER).toList();
    }

    public Optional<ManagedFieldsEntry> find(ManagerId id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** The Apply entry of a manager on the object itself. */
    public Optional<ManagedFieldsEntry> applier(String manager) {
        return find(ManagerId.applier(manager));
    }

    /** Every field with an owner. */
    public FieldSet all() {
        FieldSet all = FieldSet.EMPTY;
        for (ManagedFieldsEntry entry : entries.values()) {
            all = all.union(entry.fields());
        }
        return all;
    }

    /** The managers that own exactly this field. */
    public List<ManagedFieldsEntry> owners(FieldPath path) {
        return entries().stream().filter(entry -> entry.fields().contains(path)).toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ManagedFields fields && entries.equals(fields.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return "ManagedFields" + entries.keySet();
    }
}
