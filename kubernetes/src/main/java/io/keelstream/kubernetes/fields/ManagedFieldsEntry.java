package io.keelstream.kubernetes.fields;

import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code metadata.managedFields}: what one manager owns.
 *
 * @param manager the field manager's name
 * @param operation how it writes
 * @param apiVersion the version in which the fields are named
 * @param subresource the subresource it wrote through; empty for the object itself
 * @param time when it last changed the object, to the second; null for a manager that only ever co-owned
 * @param fields what it owns
 */
public record ManagedFieldsEntry(
        String manager,
        Operation operation,
        String apiVersion,
        String subresource,
        @Nullable Instant time,
        FieldSet fields) {

    /** The order in which the API server writes entries. */
    static final Comparator<ManagedFieldsEntry> ORDER = Comparator.comparing(
                    (ManagedFieldsEntry entry) -> entry.operation.text())
            .thenComparingLong(entry -> entry.time == null ? 0 : entry.time.getEpochSecond())
            .thenComparing(ManagedFieldsEntry::manager)
            .thenComparing(ManagedFieldsEntry::apiVersion)
            .thenComparing(ManagedFieldsEntry::subresource);

    public ManagedFieldsEntry {
        time = time == null ? null : time.truncatedTo(ChronoUnit.SECONDS);
    }

    public ManagerId id() {
        return ManagerId.of(manager, operation, apiVersion, subresource);
    }

    public ManagedFieldsEntry withFields(FieldSet other) {
        return new ManagedFieldsEntry(manager, operation, apiVersion, subresource, time, other);
    }

    public ManagedFieldsEntry withTime(@Nullable Instant other) {
        return new ManagedFieldsEntry(manager, operation, apiVersion, subresource, other, fields);
    }

    /** Reads one entry; throws {@link IllegalArgumentException} saying what is wrong with it. */
    static ManagedFieldsEntry read(Map<String, @Nullable Object> tree) {
        String apiVersion = text(tree, "apiVersion");
        if (apiVersion.isEmpty()) {
            throw new IllegalArgumentException("a managedFields entry has no apiVersion");
        }
        if (!text(tree, "fieldsType").equals("FieldsV1")) {
            throw new IllegalArgumentException("the fieldsType of a managedFields entry is not FieldsV1");
        }
        return new ManagedFieldsEntry(
                text(tree, "manager"),
                Operation.parse(text(tree, "operation")),
                apiVersion,
                text(tree, "subresource"),
                time(tree),
                FieldSet.read(Manifest.map(tree.get("fieldsV1"))));
    }

    /** The entry as it is under {@code metadata.managedFields}. */
    public Map<String, @Nullable Object> write() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("manager", manager);
        tree.put("operation", operation.text());
        tree.put("apiVersion", apiVersion);
        if (time != null) {
            tree.put("time", time.toString());
        }
        tree.put("fieldsType", "FieldsV1");
        tree.put("fieldsV1", fields.write());
        if (!subresource.isEmpty()) {
            tree.put("subresource", subresource);
        }
        return tree;
    }

    private static String text(Map<String, @Nullable Object> tree, String key) {
        return tree.get(key) instanceof String text ? text : "";
    }

    private static @Nullable Instant time(Map<String, @Nullable Object> tree) {
        String text = text(tree, "time");
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("the time of a managedFields entry is not RFC 3339: " + text, e);
        }
    }
}
