package io.keelstream.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServerPaceTests {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final ServerPace UNKNOWN = ServerPace.unknown(LIMIT);

    @Test
    void serverThatAnswersNothingForTheLimitIsAway() {
        assertThat(UNKNOWN.silence(0)).isEqualTo(LIMIT);
        assertThat(UNKNOWN.answered(Duration.ofMillis(3)).silence(0)).isEqualTo(LIMIT);
    }

    @Test
    void oneThatTakesLongForItsVersionIsGivenTwiceThat() {
        assertThat(UNKNOWN.answered(Duration.ofSeconds(8)).silence(0)).isEqualTo(Duration.ofSeconds(16));
    }

    @Test
    void andAMinuteAtMost() {
        assertThat(UNKNOWN.answered(Duration.ofMinutes(5)).silence(0)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void oneThatIsQuickAgainIsGivenNoMoreThanOthers() {
        ServerPace recovered = UNKNOWN.answered(Duration.ofSeconds(8)).answered(Duration.ofMillis(8));

        assertThat(recovered.silence(0)).isEqualTo(LIMIT);
    }

    @Test
    void largeBodyIsGivenTheTimeOfASlowLine() {
        assertThat(UNKNOWN.silence(800_000)).isEqualTo(LIMIT.plusSeconds(16));
    }

    @Test
    void whetherTheServerIsThereIsAskedLongBeforeItIsCalledAway() {
        assertThat(UNKNOWN.slow().multipliedBy(4)).isLessThan(LIMIT);
        assertThat(UNKNOWN.longestQuestion())
                .isGreaterThanOrEqualTo(UNKNOWN.answered(Duration.ofHours(1)).silence(0));
    }
}
