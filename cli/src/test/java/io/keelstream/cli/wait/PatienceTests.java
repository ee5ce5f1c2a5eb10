package io.keelstream.cli.wait;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTests {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Duration POLICY = Duration.ofSeconds(10);

    @Test
    void limitOfTheUserIsForEverything() {
        // Given
        Patience patience = new Patience(Duration.ofSeconds(60), 100 * SECOND);
        // Then
        assertThat(patience.whileWaiting(110 * SECOND, POLICY)).isEqualTo(50 * SECOND);
        assertThat(patience.whileReleasing(130 * SECOND)).isEqualTo(30 * SECOND);
        assertThat(patience.whileWaiting(170 * SECOND, POLICY)).isNegative();
    }

    @Test
    void releaseHasItsOwnLimits() {
        // Given
        Patience patience = new Patience(null, 100 * SECOND);
        // Then
        assertThat(patience.whileWaiting(104 * SECOND, POLICY)).isEqualTo(6 * SECOND);
        assertThat(patience.whileReleasing(9_000 * SECOND)).isEqualTo(Long.MAX_VALUE);
        assertThat(patience.whileWaiting(9_004 * SECOND, POLICY)).isEqualTo(6 * SECOND);
        assertThat(patience.whileWaiting(9_011 * SECOND, POLICY)).isNegative();
    }
}
