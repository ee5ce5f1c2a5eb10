package io.keelstream.notifier.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A message did not reach its sink. No message has an address, a header or an answer's content. */
abstract sealed class Undelivered extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private Undelivered(String message) {
        super(message);
    }

    /** It may when it is sent again. */
    static final class Failed extends Undelivered {

        private static final long serialVersionUID = 1L;

        private final @Nullable Duration pause;

        /** @param pause how long the sink asks to be left alone; null where it does not */
        Failed(String message, @Nullable Duration pause) {
            super(message);
            this.pause = pause;
        }

        @Nullable
        Duration pause() {
            return pause;
        }
    }

    /** The sink does not want this one, now or later. */
    static final class Refused extends Undelivered {

        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }
}
