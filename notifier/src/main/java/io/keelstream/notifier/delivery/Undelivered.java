package io.keelstream.notifier.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A message did not reach its sink. No message has an address, a header or an answer's content. */
abstract sealed class Undelivered extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Duration pause;

    private Undelivered(String message, @Nullable Duration pause) {
        super(message, null, false, false);
        this.pause = pause;
    }

    /** How long to wait with it; null where nothing says so. */
    @Nullable
    Duration pause() {
        return pause;
    }

    /** It may arrive when it is sent again. */
    static final class Failed extends Undelivered {

        private static final long serialVersionUID = 1L;

        private final @Nullable Duration patience;

        Failed(String message) {
            this(message, null, null);
        }

        /**
         * @param pause how long the sink asks to be left alone; null where it does not
         * @param patience how old the event may become while this is the answer; null for as old as any
         */
        Failed(String message, @Nullable Duration pause, @Nullable Duration patience) {
            super(message, pause);
            this.patience = patience;
        }

        @Nullable
        Duration patience() {
            return patience;
        }
    }

    /** It was not sent, because the sink is left alone for a while. */
    static final class Postponed extends Undelivered {

        private static final long serialVersionUID = 1L;

        Postponed(Duration pause) {
            super("the sink is left alone for " + pause, pause);
        }
    }

    /** The sink does not want this one, now or later. */
    static final class Refused extends Undelivered {

        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message, null);
        }
    }
}
