package io.keelstream.planner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryTests {

    @Test
    void pausesDoubleFromFiveSecondsToFiveMinutesAndAreShortenedByAQuarterAtMost() {
        long expected = 5_000;
        for (int attempt = 0; attempt < 40; attempt++) {
            long pause = Duration.between(Instant.EPOCH, Retry.notBefore("production/shop", attempt, Instant.EPOCH))
                    .toMillis();
            assertThat(pause).as("attempt %d", attempt).isBetween(expected * 3 / 4, expected);
            expected = Math.min(expected * 2, 300_000);
        }
    }
}
