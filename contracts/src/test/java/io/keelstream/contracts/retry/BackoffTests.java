package io.keelstream.contracts.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTests {

    @ParameterizedTest
    @CsvSource({"-1, 5", "0, 5", "1, 5", "2, 10", "3, 20", "6, 160", "7, 300", "8, 300", "2147483647, 300"})
    void pauseDoublesUpToTheLongest(int failures, long seconds) {
        assertThat(Backoff.TARGET.after(failures)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void jitterTakesOffUpToAQuarterAndSpreadsTargets() {
        Set<Duration> pauses = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            Duration pause = Backoff.TARGET.after(7, "production/app-" + i);
            assertThat(pause).isBetween(Duration.ofSeconds(225), Duration.ofSeconds(300));
            pauses.add(pause);
        }
        assertThat(pauses).hasSizeGreaterThan(20);
    }

    @Test
    void sameFailureOfTheSameTargetWaitsEquallyLong() {
        assertThat(Backoff.TARGET.after(3, "production/checkout"))
                .isEqualTo(Backoff.TARGET.after(3, "production/checkout"));
    }

    @Test
    void refusesPausesThatDoNotGrow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backoff.ofMillis(200, 100))
                .withMessageContaining("PT0.2S to PT0.1S");
        assertThatIllegalArgumentException().isThrownBy(() -> Backoff.ofMillis(0, 100));
    }
}
