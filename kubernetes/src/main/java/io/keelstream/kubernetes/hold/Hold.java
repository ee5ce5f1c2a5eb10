package io.keelstream.kubernetes.hold;

import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.ManagedFields;
import io.keelstream.kubernetes.fields.ManagedFieldsEntry;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.FieldManagers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A live object is on hold: until then it is neither applied, corrected nor pruned. A hold counts for at most
 * {@link #LONGEST} from when it was written, so that a forgotten one ends; one whose time cannot be read counts for as
 * long. Whoever plans and whoever writes must read it alike, so both read it here.
 *
 * @param until when it ends
 * @param by who asked for it, as they wrote
 */
public record Hold(Instant until, String by) {

    /** The longest hold. */
    public static final Duration LONGEST = Duration.ofHours(24);

    /** What the annotations mean. */
    public sealed interface Reading {
        /** The object is not on hold, or no longer. */
        record None() implements Reading {}

        /** It is. */
        record Held(Hold hold) implements Reading {}

        /** The annotation cannot be honoured, because nothing bounds the hold. */
        record Ignored(String why) implements Reading {}
    }

    /**
     * Reads the hold of a live object, of which metadata are enough.
     *
     * @param live the object
     * @param now the time
     */
    public static Reading of(Manifest live, Instant now) {
        String text = live.annotation(Annotations.HOLD_UNTIL);
        if (text == null || isFromGit(live)) {
            return new Reading.None();
        }
        Instant wished = time(text);
        Instant written = written(live);
        if (written != null) {
            Instant last = written.plus(LONGEST);
            return reading(wished == null || wished.isAfter(last) ? last : wished, live, now);
        }
        if (wished == null) {
            return new Reading.Ignored("is not an RFC 3339 time: '" + text + "'");
        }
        return wished.isAfter(now.plus(LONGEST))
                ? new Reading.Ignored("is more than 24 hours ahead: '" + text + "'")
                : reading(wished, live, now);
    }

    private static Reading reading(Instant until, Manifest live, Instant now) {
        String by = live.annotation(Annotations.HOLD_BY);
        return until.isAfter(now)
                ? new Reading.Held(new Hold(until, by == null || by.isBlank() ? "unknown" : by))
                : new Reading.None();
    }

    /** When the hold ends; null where the object is not on hold. */
    public static @Nullable Instant until(Manifest live, Instant now) {
        return of(live, now) instanceof Reading.Held(Hold hold) ? hold.until() : null;
    }

    private static @Nullable Instant time(String text) {
        try {
            return OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** When the annotation was written last; null where no manager owns it. */
    private static @Nullable Instant written(Manifest live) {
        return writers(live).stream()
                .map(ManagedFieldsEntry::time)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Whether Keelstream alone wrote the annotation: it holds nothing then, since Git must not hold objects against itself. */
    private static boolean isFromGit(Manifest live) {
        List<ManagedFieldsEntry> writers = writers(live);
        return !writers.isEmpty() && writers.stream().allMatch(each -> FieldManagers.ours(each.manager()));
    }

    private static List<ManagedFieldsEntry> writers(Manifest live) {
        try {
            return ManagedFields.of(live).owners(FieldPath.of("metadata", "annotations", Annotations.HOLD_UNTIL));
        } catch (IllegalArgumentException unreadable) {
            return List.of();
        }
    }
}
