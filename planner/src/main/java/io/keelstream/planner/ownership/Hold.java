package io.keelstream.planner.ownership;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.annotation.Annotations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A person holds a live object still: until then it is neither applied, corrected nor pruned. A hold counts for at most
 * {@link #LONGEST} from when it was written, so that a forgotten one ends.
 *
 * @param until when it ends
 * @param by who asked for it, as they wrote
 */
public record Hold(Instant until, String by) {

    /** The longest hold. */
    public static final Duration LONGEST = Duration.ofHours(24);

    /** What the annotations say. */
    public sealed interface Reading {
        /** Nobody holds the object, or no longer. */
        record None() implements Reading {}

        /** Somebody does. */
        record Held(Hold hold) implements Reading {}

        /** Somebody wished to, in a way that cannot be honoured. */
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
        if (text == null) {
            return new Reading.None();
        }
        Instant wished;
        try {
            wished = OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeException e) {
            return new Reading.Ignored("is not an RFC 3339 time: '" + text + "'");
        }
        Instant until = limit(wished, live, now);
        if (until == null) {
            return new Reading.Ignored("is more than 24 hours ahead: '" + text + "'");
        }
        String by = live.annotation(Annotations.HOLD_BY);
        return until.isAfter(now)
                ? new Reading.Held(new Hold(until, by == null || by.isBlank() ? "unknown" : by))
                : new Reading.None();
    }

    private static @Nullable Instant limit(Instant wished, Manifest live, Instant now) {
        Instant written = FieldManagers.of(live).annotated(Annotations.HOLD_UNTIL);
        if (written == null) {
            return wished.isAfter(now.plus(LONGEST)) ? null : wished;
        }
        Instant last = written.plus(LONGEST);
        return wished.isAfter(last) ? last : wished;
    }
}
