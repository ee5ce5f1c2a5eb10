package io.keelstream.gitwatcher.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;

/** Reads a body that is neither larger nor slower than allowed. Stateless. */
final class BoundedBody {

    /** A host's largest payload has 25 MB (GitHub); one that names a push and its commits has some hundred KiB. */
    static final int MOST_BYTES = 2 << 20;

    private BoundedBody() {}

    /** The body was not read. */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final Outcome outcome;

        RefusedException(Outcome outcome) {
            super(outcome.text());
            this.outcome = outcome;
        }

        Outcome outcome() {
            return outcome;
        }
    }

    /**
     * The whole body.
     *
     * @param limit for all of it; one read more may follow, which the connection's own limit ends
     * @throws RefusedException where it is too large, too slow, or its sender goes away
     */
    static byte[] read(Delivery delivery, Duration limit) throws RefusedException {
        if (delivery.declaredLength() > MOST_BYTES) {
            throw new RefusedException(Outcome.TOO_LARGE);
        }
        long end = System.nanoTime() + limit.toNanos();
        byte[] buffer = new byte[(int) Math.max(1024, delivery.declaredLength() + 1)];
        int size = 0;
        try {
            InputStream body = delivery.body();
            int read = body.read(buffer, size, buffer.length - size);
            while (read >= 0) {
                size += read;
                if (size > MOST_BYTES) {
                    throw new RefusedException(Outcome.TOO_LARGE);
                }
                if (System.nanoTime() - end > 0) {
                    throw new RefusedException(Outcome.TOO_SLOW);
                }
                if (size == buffer.length) {
                    buffer = Arrays.copyOf(buffer, 2 * size);
                }
                read = body.read(buffer, size, buffer.length - size);
            }
            return Arrays.copyOf(buffer, size);
        } catch (IOException e) {
            throw new RefusedException(Outcome.TOO_SLOW);
        }
    }
}
