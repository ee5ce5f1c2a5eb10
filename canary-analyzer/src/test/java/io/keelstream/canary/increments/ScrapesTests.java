package io.keelstream.canary.increments;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.canary.observations.Arm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScrapesTests {

    private static final Span TICK = new Span(100_000, 110_000);

    @ParameterizedTest
    @CsvSource({"10000, 0, 10000", "10000, 4998, 10000", "10000, 15003, 30000", "1000, 998, 2000", "1000, 400, 1000"})
    void tickIsAtLeastTwoScrapesLong(long interval, long spacing, long expected) {
        assertThat(TickAxis.of(interval, spacing).tickMillis()).isEqualTo(expected);
    }

    @Test
    void tickIsCompleteWhenEachPodWasScrapedAfterItsEnd() {
        assertThat(scrapes(111_000, 110_500).complete(TICK, 111_500)).isTrue();
        assertThat(scrapes(111_000, 106_000).complete(TICK, 111_500)).isFalse();
    }

    @Test
    void podThatIsGoneIsNotWaitedFor() {
        assertThat(scrapes(111_000, 90_000).complete(TICK, 111_500)).isTrue();
    }

    @Test
    void sourceThatBringsNothingIsNotWaitedForEver() {
        assertThat(scrapes(106_000, 107_000).complete(TICK, 124_999)).isFalse();
        assertThat(scrapes(106_000, 107_000).complete(TICK, 125_000)).isTrue();
        assertThat(Scrapes.of(List.of()).complete(TICK, 125_000)).isTrue();
    }

    @Test
    void spacingIsTheMedianSoThatOneMissedScrapeDoesNotMatter() {
        assertThat(scrapes(111_000, 110_500).spacingMillis()).isEqualTo(5_000);
    }

    /** Two pods that were scraped each five seconds but once, last at these times. */
    private static Scrapes scrapes(long lastOfA, long lastOfB) {
        return Scrapes.of(List.of(
                new Samples.OfHistogram(Map.of(Arm.CANARY, List.of(pod("a", lastOfA), pod("b", lastOfB))))));
    }

    private static Series pod(String name, long last) {
        return new Series(
                Map.of("pod", name),
                List.of(
                        new Sample(last - 25_000, 0),
                        new Sample(last - 15_000, 0),
                        new Sample(last - 10_000, 0),
                        new Sample(last - 5_000, 0),
                        new Sample(last, 0)));
    }
}
