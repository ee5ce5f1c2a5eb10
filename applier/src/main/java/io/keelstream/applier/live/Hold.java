package io.keelstream.applier.live;

import io.keelstream.kubernetes.object.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads the hold that a person put on an object with {@code kubectl annotate}. A hold lasts at most 24 hours. */
public final class Hold {

    private static final Duration LONGEST = Duration.ofHours(24);

    private Hold() {}

    /** When the object's hold ends; null when it is not held at {@code now}. An unreadable time holds for the longest. */
    public static @Nullable Instant until(Manifest object, Instant now) {
        String text = object.annotation("keelstream.io/hold-until");
        if (text == null) {
            return null;
        }
        Instant longest = now.plus(LONGEST);
        try {
            Instant until = Instant.parse(text);
            if (!until.isAfter(now)) {
                return null;
            }
            return until.isAfter(longest) ? longest : until;
        } catch (DateTimeParseException unreadable) {
            return longest;
        }
    }
}
