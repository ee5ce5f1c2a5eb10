package io.keelstream.planner.ownership;

import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.object.Manifest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who owns which fields of a live object, as its managedFields say. Entries that cannot be read own nothing. Immutable.
 *
 * @param entries the entries in the server's order
 */
public record FieldManagers(List<Entry> entries) {

    /** The manager that applies what Git says. */
    public static final String OURS = "keelstream";

    /** The manager that keeps a value alive between our giving a field up and its scaler's taking it. */
    public static final String HANDOVER = "keelstream-handover";

    /**
     * One manager's fields.
     *
     * @param manager the manager's name
     * @param apply whether it applied them (otherwise it updated)
     * @param subresource {@code status}, {@code scale}; empty for the object itself
     * @param time when it changed them last; null where the server wrote none
     * @param fields what it owns
     */
    public record Entry(
            String manager,
            boolean apply,
            String subresource,
            @Nullable Instant time,
            FieldSet fields) {

        /** Whether this is what we applied. */
        public boolean ours() {
            return apply && subresource.isEmpty() && manager.equals(OURS);
        }

        boolean same(Entry other) {
            return manager.equals(other.manager) && apply == other.apply && subresource.equals(other.subresource);
        }
    }

    public FieldManagers {
        entries = List.copyOf(entries);
    }

    /** Reads {@code metadata.managedFields}; none where the object is null. */
    public static FieldManagers of(@Nullable Manifest object) {
        List<Entry> entries = new ArrayList<>();
        if (object != null) {
            for (Object each : Manifest.list(object.metadata().get("managedFields"))) {
                entries.add(entry(new Manifest(Manifest.map(each))));
            }
        }
        return new FieldManagers(entries);
    }

    /** What we applied; the empty set where we have no entry. */
    public FieldSet ours() {
        return union(Entry::ours);
    }

    /** Whether we ever applied this object. */
    public boolean appliedByUs() {
        return entries.stream().anyMatch(Entry::ours);
    }

    /** What the chosen entries own together. */
    public FieldSet union(Predicate<Entry> choice) {
        FieldSet all = FieldSet.EMPTY;
        for (Entry entry : entries) {
            if (choice.test(entry)) {
                all = all.union(entry.fields());
            }
        }
        return all;
    }

    /** The entries that own a field. */
    public List<Entry> ownersOf(FieldPath path) {
        return entries.stream().filter(entry -> entry.fields().contains(path)).toList();
    }

    private static Entry entry(Manifest entry) {
        FieldSet fields;
        try {
            fields = FieldSet.read(Manifest.map(entry.tree().get("fieldsV1")));
        } catch (IllegalArgumentException e) {
            fields = FieldSet.EMPTY;
        }
        return new Entry(
                text(entry, "manager"),
                text(entry, "operation").equals("Apply"),
                text(entry, "subresource"),
                time(text(entry, "time")),
                fields);
    }

    private static String text(Manifest entry, String key) {
        return entry.tree().get(key) instanceof String text ? text : "";
    }

    private static @Nullable Instant time(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
