package io.keelstream.gitwatcher.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTests {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Pace pace = new Pace(Duration.ofSeconds(1));

    @Test
    void firstWakeIsDueAtOnce() {
        pace.add("infra@HEAD", Provider.GITHUB);
        assertThat(pace.nanosUntilDue(-5)).isZero();
        assertThat(pace.take(-5)).containsOnlyKeys("infra@HEAD");
        assertThat(pace.nanosUntilDue(-5)).isNegative();
    }

    @Test
    void burstIsOneLookAndOneMoreForWhatCameMeanwhile() {
        int looks = 0;
        for (int i = 0; i < 900; i++) {
            pace.add("infra@HEAD", Provider.GITHUB);
            looks += pace.take(i * SECOND / 1000).size();
        }
        assertThat(looks).isEqualTo(1);
        assertThat(pace.nanosUntilDue(SECOND / 2)).isEqualTo(SECOND / 2);
        assertThat(pace.take(SECOND)).hasSize(1);
        assertThat(pace.take(9 * SECOND)).isEmpty();
    }

    @Test
    void burstForOneRefDelaysNoOther() {
        pace.add("infra@HEAD", Provider.GITHUB);
        assertThat(pace.take(0)).isNotEmpty();
        pace.add("infra@HEAD", Provider.GITHUB);
        pace.add("tools@HEAD", Provider.GITLAB);
        assertThat(pace.nanosUntilDue(1)).isZero();
        assertThat(pace.take(1)).containsOnlyKeys("tools@HEAD");
    }

    @Test
    void refThatRestedIsWokenAtOnceAgain() {
        pace.add("infra@HEAD", Provider.GITHUB);
        assertThat(pace.take(0)).isNotEmpty();
        pace.add("infra@HEAD", Provider.GITHUB);
        assertThat(pace.take(2 * SECOND)).hasSize(1);
    }
}
