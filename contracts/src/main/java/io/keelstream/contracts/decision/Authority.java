package io.keelstream.contracts.decision;

import io.keelstream.contracts.problem.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether whoever made a decision may decide so. */
public sealed interface Authority {

    /** The installation lists no actors: whoever may write decisions decides, under any name. */
    record Unverified() implements Authority {}

    /**
     * The actor that it names signed it, and may decide so.
     *
     * @param key fingerprint of the key
     * @param emails the addresses by which Git knows the actor; empty where nobody said
     */
    record Verified(String key, List<String> emails) implements Authority {
        public Verified {
            emails = List.copyOf(emails);
        }
    }

    /**
     * It does not count.
     *
     * @param reason why, for programs
     * @param why for people, with what to do
     * @param latest when the last decision under its key that an actor signed was signed; null without one
     */
    record Denied(Reason reason, String why, @Nullable Instant latest) implements Authority {}
}
