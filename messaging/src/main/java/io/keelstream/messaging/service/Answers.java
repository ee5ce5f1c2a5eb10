package io.keelstream.messaging.service;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;

/** Answers of a broker that may go away in the middle. Stateless. */
public final class Answers {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Answers() {}

    /**
     * Asks again for five seconds where a broker went away: another one leads its partitions soon. The consumer waits for what
     * it asks, but gives up at once when the connection ends.
     *
     * @throws TimeoutException when the question's own time is over
     */
    public static <T> T of(Supplier<T> question) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                return question.get();
            } catch (TimeoutException e) {
                throw e;
            } catch (RetriableException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
