package io.keelstream.canary.course;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.canary.increments.Span;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTests {

    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
    private static final Instant UNTIL = NOW.plusSeconds(60);

    private final Pace pace = new Pace(Duration.ofSeconds(5), UNTIL);

    @Test
    void nextLookIsWhenTheNextTickHasBeenScraped() {
        assertThat(pace.next(endingAt(3), 1_000, true, NOW)).isEqualTo(NOW.plusMillis(4_250));
    }

    @Test
    void whoIsBehindLooksAtOnce() {
        assertThat(pace.next(endingAt(-30), 1_000, true, NOW)).isEqualTo(NOW);
    }

    @Test
    void lookThatBroughtNothingIsNotRepeatedBusily() {
        assertThat(pace.next(endingAt(-30), 200, false, NOW)).isEqualTo(NOW.plusSeconds(1));
        assertThat(pace.next(endingAt(-30), 15_000, false, NOW)).isEqualTo(NOW.plusSeconds(15));
        assertThat(pace.afterFailure(NOW)).isEqualTo(NOW.plusSeconds(5));
        assertThat(new Pace(Duration.ofMinutes(5), UNTIL).afterFailure(NOW)).isEqualTo(NOW.plusSeconds(10));
    }

    @Test
    void itsTimeIsOverWhenItsLastTickWasJudgedOrWaitedForLongEnough() {
        Span afterTheEnd = endingAt(65);
        Span lastOne = endingAt(60);
        assertThat(pace.over(afterTheEnd, UNTIL.minusMillis(1))).isFalse();
        assertThat(pace.over(afterTheEnd, UNTIL)).isTrue();
        assertThat(pace.over(lastOne, UNTIL)).isFalse();
        assertThat(pace.over(lastOne, UNTIL.plusSeconds(31))).isTrue();
    }

    private static Span endingAt(long seconds) {
        long end = NOW.plusSeconds(seconds).toEpochMilli();
        return new Span(end - 5_000, end);
    }
}
