package io.keelstream.canary.increments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keelstream.canary.observations.Arm;
import io.keelstream.canary.observations.Buckets;
import io.keelstream.canary.observations.Counts;
import io.keelstream.canary.observations.Levels;
import io.keelstream.canary.observations.MetricTick;
import io.keelstream.canary.observations.Reading;
import io.keelstream.canary.observations.Tick;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Ticks of ten seconds out of scrapes of five; times in seconds since 1970, far from the begin. */
class TickCutterTests {

    private static final long LONG_AGO = 0;
    private static final long T = 1_000_000;
    private static final TickAxis AXIS = new TickAxis(10_000);

    @Test
    void incrementIsSpreadEvenlyBetweenTwoScrapes() {
        // Given: scrapes at 3 and 8 of each ten seconds, 50 requests between two
        Series total = series("a", scrapes(T - 300 + 3, 120, 50));

        // When
        SortedMap<String, Reading> canary = cut(LONG_AGO, List.of(), List.of(total));

        // Then: 3/5 of an increment, a whole one, and 2/5
        assertThat(total(canary, "a")).isCloseTo(100, within(1e-9));
    }

    @Test
    void allTicksTogetherHaveEveryIncrementOnce() {
        // Given
        Random random = new Random(7);
        List<Sample> samples = new ArrayList<>();
        double value = 0;
        double grown = 0;
        for (long at = (T - 300) * 1_000; at < (T + 900) * 1_000; at += 4_000 + random.nextInt(2_000)) {
            double more = random.nextInt(100);
            boolean reset = more < value && random.nextInt(20) == 0;
            grown += samples.isEmpty() ? 0 : more;
            value = reset ? more : value + more;
            samples.add(new Sample(at, value));
        }
        Map<String, Samples> metrics = metrics(List.of(), List.of(new Series(Map.of("pod", "a"), samples)));

        // When
        double sum = 0;
        for (long tick = AXIS.firstFrom((T - 310) * 1_000); tick <= AXIS.firstFrom((T + 910) * 1_000); tick++) {
            Reading reading = canary(cutter(LONG_AGO).cut(tick, metrics)).get("a");
            sum += reading == null ? 0 : ((Counts) reading).total();
        }

        // Then
        assertThat(sum).isCloseTo(grown, within(1e-6));
    }

    @Test
    void afterAResetTheValueItselfIsTheIncrement() {
        Series total = new Series(
                Map.of("pod", "a"), List.of(sample(-5, 1_000), sample(0, 1_010), sample(5, 7), sample(10, 9)));
        assertThat(total(cut(LONG_AGO, List.of(), List.of(total)), "a")).isCloseTo(7 + 2, within(1e-9));
    }

    @Test
    void firstErrorOfAPodThatWasScrapedBeforeCounts() {
        // Given
        Series total = series("a", scrapes(T - 300, 120, 50));
        Series error = new Series(Map.of("pod", "a", "status", "500"), List.of(sample(5, 1), sample(10, 1)));

        // When
        SortedMap<String, Reading> canary = cut(LONG_AGO, List.of(error), List.of(total, error));

        // Then
        assertThat(events(canary, "a")).isEqualTo(1);
    }

    @Test
    void whatAnOldPodCountedBeforeWeSawItDoesNotCount() {
        // Given: the source begins at this very tick, for all pods
        List<Sample> late = List.of(sample(2, 1_000_000), sample(7, 1_000_010), sample(12, 1_000_020));

        // When
        SortedMap<String, Reading> canary = cut(LONG_AGO, List.of(), List.of(series("a", late), series("b", late)));

        // Then: an increment, and 3/5 of one
        assertThat(total(canary, "a")).isCloseTo(16, within(1e-9));
        assertThat(total(canary, "b")).isCloseTo(16, within(1e-9));
    }

    @Test
    void podThatComesWhileOthersAreScrapedBeginsAtZero() {
        // Given
        Series old = series("a", scrapes(T - 300, 120, 50));
        Series young = series("b", List.of(sample(2, 30), sample(7, 40), sample(12, 50)));

        // When
        SortedMap<String, Reading> canary = cut(LONG_AGO, List.of(), List.of(old, young));

        // Then
        assertThat(total(canary, "b")).isCloseTo(30 + 10 + 6, within(1e-9));
    }

    @Test
    void podOfAnArmThatIsYoungerThanOurViewBeginsAtZero() {
        Series young = series("a", List.of(sample(2, 30), sample(7, 40), sample(12, 50)));
        assertThat(total(cut((T - 20) * 1_000, List.of(), List.of(young)), "a")).isCloseTo(46, within(1e-9));
    }

    @Test
    void podThatIsNotScrapedIsAGapAndOneWithoutRequestsIsSilent() {
        // Given
        Series silent = series("silent", scrapes(T - 300, 120, 0));
        Series gone = series("gone", scrapes(T - 300, 50, 50));

        // When
        SortedMap<String, Reading> canary = cut(LONG_AGO, List.of(), List.of(silent, gone));

        // Then
        assertThat(canary).containsOnlyKeys("silent").containsEntry("silent", new Counts(0, 0));
    }

    @Test
    void histogramIsCumulativeByBound() {
        // Given
        List<Series> buckets = new ArrayList<>();
        Map.of("0.1", 10, "0.5", 30, "+Inf", 50)
                .forEach((bound, each) ->
                        buckets.add(new Series(Map.of("pod", "a", "le", bound), scrapes(T - 300, 120, each))));

        // When
        Tick tick = cutter(LONG_AGO).cut(T / 10, Map.of("m", new Samples.OfHistogram(Map.of(Arm.CANARY, buckets))));

        // Then
        assertThat(((Buckets) canary(tick).get("a")).atOrBelow())
                .containsExactly(
                        Map.entry(0.1, 20.0), Map.entry(0.5, 60.0), Map.entry(Double.POSITIVE_INFINITY, 100.0));
    }

    @Test
    void levelIsReadAtTheEndOfItsTickAndANumberThatIsNoneIsLeftOut() {
        // Given
        Series level = series("a", List.of(sample(0, 1), sample(10, 2), sample(20, 3)));
        Series broken = series("b", List.of(sample(10, Double.NaN)));

        // When
        Tick tick = cutter(LONG_AGO)
                .cut(T / 10, Map.of("m", new Samples.OfLevels(Map.of(Arm.CANARY, List.of(level, broken)))));

        // Then
        assertThat(canary(tick)).containsOnlyKeys("a").containsEntry("a", new Levels(List.of(2.0)));
    }

    @Test
    void howMuchIsReadAtOnceChangesNothing() {
        // Given
        Series error = new Series(Map.of("pod", "a", "status", "500"), scrapes(T - 40, 80, 1));
        Series total = series("a", scrapes(T - 600, 240, 50));
        List<Series> narrow = List.of(cutOff(total, T - 300, T + 15), cutOff(error, T - 300, T + 15));

        // Then
        assertThat(cutter(LONG_AGO).cut(T / 10, metrics(List.of(error), List.of(total, error))))
                .isEqualTo(cutter(LONG_AGO).cut(T / 10, metrics(narrow.subList(1, 2), narrow)));
    }

    private static Series cutOff(Series series, long from, long to) {
        return series.within(new Span(from * 1_000, to * 1_000));
    }

    private static SortedMap<String, Reading> cut(long started, List<Series> events, List<Series> total) {
        return canary(cutter(started).cut(T / 10, metrics(events, total)));
    }

    private static TickCutter cutter(long started) {
        return new TickCutter(AXIS, Map.of(Arm.CANARY, started, Arm.BASELINE, started));
    }

    private static Map<String, Samples> metrics(List<Series> events, List<Series> total) {
        Map<String, Samples> metrics = new HashMap<>();
        metrics.put("m", new Samples.OfShares(Map.of(Arm.CANARY, events), Map.of(Arm.CANARY, total)));
        return metrics;
    }

    private static SortedMap<String, Reading> canary(Tick tick) {
        MetricTick metric = tick.metrics().get("m");
        return metric == null ? new TreeMap<>() : metric.canary();
    }

    private static double total(SortedMap<String, Reading> readings, String pod) {
        return ((Counts) readings.get(pod)).total();
    }

    private static double events(SortedMap<String, Reading> readings, String pod) {
        return ((Counts) readings.get(pod)).events();
    }

    private static Series series(String pod, List<Sample> samples) {
        return new Series(Map.of("pod", pod), samples);
    }

    /** Scrapes each five seconds. */
    private static List<Sample> scrapes(long first, int count, double each) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(new Sample((first + 5L * i) * 1_000, 1_000 + each * i));
        }
        return samples;
    }

    /** A sample so many seconds after the begin of the tick. */
    private static Sample sample(long second, double value) {
        return new Sample((T + second) * 1_000, value);
    }
}
