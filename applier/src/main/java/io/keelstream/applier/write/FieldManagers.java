package io.keelstream.applier.write;

import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and rewrites {@code managedFields}. Pure. */
public final class FieldManagers {

    /** The manager under which the product applies. */
    public static final String KEELSTREAM = "keelstream";

    /** The manager that keeps a value while its ownership passes to a scaler. */
    public static final String HANDOVER = "keelstream-handover";

    private FieldManagers() {}

    /** What a manager's Apply entry says. */
    public record Owned(
            Map<String, @Nullable Object> fields, @Nullable Instant since) {}

    /** Our Apply entry; null where the object has none. */
    public static @Nullable Owned ours(Manifest object) {
        for (Object entry : Manifest.list(object.metadata().get("managedFields"))) {
            Map<String, @Nullable Object> fields = Manifest.map(entry);
            if (isApply(fields, KEELSTREAM)) {
                return new Owned(Manifest.map(fields.get("fieldsV1")), time(fields.get("time")));
            }
        }
        return null;
    }

    /**
     * managedFields with the entries of the adopted managers folded into ours; null where none of them is left.
     *
     * @param adopted manager names
     * @param apiVersion the version our entry is written in; entries of other versions stay as they are
     */
    static @Nullable List<@Nullable Object> folded(Manifest object, List<String> adopted, String apiVersion) {
        FieldSet ours = FieldSet.EMPTY;
        List<@Nullable Object> rest = new ArrayList<>();
        Map<String, @Nullable Object> newest = Map.of();
        boolean found = false;
        for (Object entry : Manifest.list(object.metadata().get("managedFields"))) {
            Map<String, @Nullable Object> fields = Manifest.map(entry);
            boolean foreign = adopted.contains(String.valueOf(fields.get("manager")))
                    && fields.get("subresource") == null
                    && apiVersion.equals(fields.get("apiVersion"));
            if (foreign || isApply(fields, KEELSTREAM)) {
                ours = ours.union(FieldSet.read(Manifest.map(fields.get("fieldsV1"))));
                newest = fields;
                found |= foreign;
            } else {
                rest.add(entry);
            }
        }
        if (!found) {
            return null;
        }
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("manager", KEELSTREAM);
        entry.put("operation", "Apply");
        entry.put("apiVersion", apiVersion);
        if (newest.get("time") != null) {
            entry.put("time", newest.get("time"));
        }
        entry.put("fieldsType", "FieldsV1");
        entry.put("fieldsV1", ours.write());
        rest.add(entry);
        return rest;
    }

    /** Whether nobody but us owns the field. */
    static boolean onlyOurs(Manifest object, FieldPath path) {
        return Manifest.list(object.metadata().get("managedFields")).stream()
                .map(entry -> new Manifest(Manifest.map(entry)))
                .filter(entry -> FieldSet.read(Manifest.map(entry.tree().get("fieldsV1")))
                        .contains(path))
                .allMatch(entry -> List.of(KEELSTREAM, HANDOVER)
                        .contains(String.valueOf(entry.tree().get("manager"))));
    }

    private static boolean isApply(Map<String, @Nullable Object> entry, String manager) {
        return manager.equals(entry.get("manager"))
                && "Apply".equals(entry.get("operation"))
                && entry.get("subresource") == null;
    }

    private static @Nullable Instant time(@Nullable Object text) {
        try {
            return text instanceof String string ? Instant.parse(string) : null;
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }
}
