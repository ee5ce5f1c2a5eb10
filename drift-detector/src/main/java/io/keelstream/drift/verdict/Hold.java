package io.keelstream.drift.verdict;

import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.ManagedFields;
import io.keelstream.kubernetes.fields.ManagedFieldsEntry;
import io.keelstream.kubernetes.object.Manifest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the hold that a person put on a live object. It counts for at most 24 hours from when it was written. Pure. */
final class Hold {

    private static final String UNTIL = "keelstream.io/hold-until";
    private static final Duration LONGEST = Duration.ofHours(24);

    private Hold() {}

    /** When the hold ends; null where nobody holds the object at {@code now}, or in a way that cannot be read. */
    static @Nullable Instant until(Manifest live, ManagedFields managers, Instant now) {
        String text = live.annotation(UNTIL);
        if (text == null) {
            return null;
        }
        try {
            Instant wished = OffsetDateTime.parse(text.strip()).toInstant();
            Instant last = written(managers, now).plus(LONGEST);
            Instant until = wished.isAfter(last) ? last : wished;
            return until.isAfter(now) ? until : null;
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static Instant written(ManagedFields managers, Instant now) {
        return managers.owners(FieldPath.of("metadata", "annotations", UNTIL)).stream()
                .map(ManagedFieldsEntry::time)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(now);
    }
}
