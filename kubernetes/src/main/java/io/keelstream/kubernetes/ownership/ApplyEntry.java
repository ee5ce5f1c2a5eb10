package io.keelstream.kubernetes.ownership;

import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What our manager applied to an object, as the server recorded it in managedFields: its entry of the operation Apply for
 * the object itself. An entry that we wrote otherwise (create, patch, a subresource) is not it.
 *
 * @param apiVersion the version in which the fields are named
 * @param fieldsV1 the fields as the server wrote them
 * @param time when the entry changed last; null where the server wrote none
 */
public record ApplyEntry(
        String apiVersion,
        Map<String, @Nullable Object> fieldsV1,
        @Nullable Instant time) {

    /** Our entry on an object or its metadata; null where there is none. */
    public static @Nullable ApplyEntry of(Manifest object) {
        for (Object each : Manifest.list(object.metadata().get("managedFields"))) {
            Map<String, @Nullable Object> entry = Manifest.map(each);
            if (is(entry)) {
                return new ApplyEntry(
                        entry.get("apiVersion") instanceof String version ? version : "",
                        Manifest.map(entry.get("fieldsV1")),
                        time(entry.get("time")));
            }
        }
        return null;
    }

    /**
     * Whether something happened to an object before our last apply that changed it, or in the same second.
     *
     * @param time RFC 3339, by the server's clock
     */
    public static boolean isBefore(String time, Manifest object) {
        ApplyEntry ours = of(object);
        Instant happened = time(time);
        return ours != null && ours.time() != null && happened != null && !happened.isAfter(ours.time());
    }

    /** Whether a raw entry of managedFields is ours. */
    public static boolean is(Map<String, @Nullable Object> entry) {
        return FieldManagers.KEELSTREAM.equals(entry.get("manager"))
                && "Apply".equals(entry.get("operation"))
                && entry.get("subresource") == null;
    }

    /** Whether all that is recorded of an object's writers are entries of ours. */
    public static boolean isAlone(Manifest object) {
        List<@Nullable Object> entries = Manifest.list(object.metadata().get("managedFields"));
        return !entries.isEmpty() && entries.stream().allMatch(entry -> is(Manifest.map(entry)));
    }

    /** The fields; throws {@link IllegalArgumentException} where they cannot be read. */
    public FieldSet fields() {
        return FieldSet.read(fieldsV1);
    }

    private static @Nullable Instant time(@Nullable Object text) {
        try {
            return text instanceof String string ? Instant.parse(string) : null;
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }
}
