package io.keelstream.canary.increments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keelstream.canary.observations.Arm;
import io.keelstream.canary.observations.Counts;
import io.keelstream.canary.observations.Levels;
import io.keelstream.canary.observations.MetricTick;
import io.keelstream.canary.observations.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Pods that several scrapes cover, each five seconds; ticks of ten. */
class ScrapedOnceTests {

    private static final long T = 1_000_000;
    private static final TickCutter CUTTER = new TickCutter(new TickAxis(10_000), Map.of(Arm.CANARY, 0L));

    @Test
    void podThatTwoJobsScrapeIsCountedOnce() {
        List<Series> total = List.of(
                series(0, 50, "pod", "a", "job", "pods", "instance", "10.0.0.1:80"),
                series(1, 50, "pod", "a", "job", "services", "instance", "10.0.0.1:80", "service", "shop"));
        assertThat(counts(total).get("a").total()).isCloseTo(100, within(1e-9));
        assertThat(doubled(total).once())
                .containsExactly(Map.entry(
                        "a", "instance=10.0.0.1:80, job=pods; instance=10.0.0.1:80, job=services, service=shop"));
        assertThat(doubled(total).contradicted()).isEmpty();
    }

    @Test
    void labelThatOneJobAddsToAllItsSeriesMakesNoOtherCounter() {
        List<Series> total = List.of(
                series(0, 30, "pod", "a", "job", "pods", "status", "200"),
                series(0, 20, "pod", "a", "job", "pods", "status", "500"),
                series(1, 30, "pod", "a", "job", "apps", "status", "200", "team", "shop"),
                series(1, 20, "pod", "a", "job", "apps", "status", "500", "team", "shop"));
        assertThat(counts(total).get("a").total()).isCloseTo(100, within(1e-9));
    }

    /** The targets of a Service by their addresses alone beside those of the pods. */
    @Test
    void scrapeThatDoesNotNameThePodIsThatOfThePodWithItsInstance() {
        List<Series> total = List.of(
                series(0, 30, "pod", "a", "job", "pods", "instance", "10.0.0.1:80", "status", "200"),
                series(1, 30, "job", "addresses", "instance", "10.0.0.1:80", "status", "200"),
                series(1, 20, "job", "addresses", "instance", "10.0.0.1:80", "status", "500"),
                series(0, 50, "pod", "b", "job", "pods", "instance", "10.0.0.2:80", "status", "200"));
        assertThat(counts(total)).containsOnlyKeys("a", "b");
        assertThat(counts(total).get("a").total()).isCloseTo(100, within(1e-9));
        assertThat(doubled(total).once()).containsOnlyKeys("a");
    }

    @Test
    void scrapeOfAnotherPortThatDoesNotNameThePodIsOfThePodToo() {
        List<Series> total = List.of(
                series(0, 50, "pod", "a", "job", "pods", "instance", "10.0.0.1:80"),
                series(1, 50, "job", "sidecars", "instance", "10.0.0.1:15020"),
                series(0, 50, "pod", "b", "job", "pods", "instance", "10.0.0.2:80"),
                series(0, 70, "job", "sidecars", "instance", "10.0.0.2:15020"));
        assertThat(counts(total)).containsOnlyKeys("a");
        assertThat(counts(total).get("a").total()).isCloseTo(100, within(1e-9));
        assertThat(doubled(total).contradicted()).containsOnlyKeys("b");
    }

    @Test
    void eventsThatOnlyAScrapeWithoutPodsHasAreOfThePod() {
        List<Series> total = List.of(series(0, 50, "pod", "a", "job", "pods", "instance", "10.0.0.1:80"));
        List<Series> events = List.of(series(0, 5, "job", "addresses", "instance", "10.0.0.1:80"));
        Map<String, Samples> metrics =
                Map.of("m", new Samples.OfShares(Map.of(Arm.CANARY, events), Map.of(Arm.CANARY, total)));
        assertThat(Objects.requireNonNull(CUTTER.cut(T / 10, metrics).metrics().get("m"))
                        .canary())
                .containsExactly(Map.entry("a", new Counts(10, 100)));
    }

    @Test
    void addressOfAnEarlierPodIsThatOfTheLaterOne() {
        List<Series> total = List.of(
                cutOff(series(0, 50, "pod", "old", "job", "pods", "instance", "10.0.0.1:80"), T - 300, T - 200),
                cutOff(series(0, 50, "pod", "new", "job", "pods", "instance", "10.0.0.1:80"), T - 100, T + 300),
                cutOff(series(1, 50, "job", "addresses", "instance", "10.0.0.1:80"), T - 100, T + 300));
        assertThat(counts(total)).containsOnlyKeys("new");
        assertThat(counts(total).get("new").total()).isCloseTo(100, within(1e-9));
    }

    @Test
    void instanceThatTwoPodsHaveIsOfNeither() {
        List<Series> total = List.of(
                series(0, 30, "pod", "a", "job", "pods", "instance", "node:80"),
                series(0, 50, "pod", "b", "job", "pods", "instance", "node:80"),
                series(0, 20, "job", "nodes", "instance", "node:80"));
        assertThat(counts(total)).containsOnlyKeys("a", "b", "");
    }

    @Test
    void pairOfReplicasOfTheSourceIsOne() {
        List<Series> total = List.of(
                series(0, 50, "pod", "a", "prometheus_replica", "0"),
                series(2, 50, "pod", "a", "prometheus_replica", "1"));
        assertThat(counts(total).get("a").total()).isCloseTo(100, within(1e-9));
    }

    @Test
    void podsThatAreNotToldApartAreDoubledByInstance() {
        List<Series> total = List.of(
                series(0, 50, "instance", "10.0.0.1:80", "job", "pods"),
                series(1, 50, "instance", "10.0.0.1:80", "job", "services"),
                series(0, 50, "instance", "10.0.0.2:80", "job", "pods"));
        assertThat(counts(total).get("").total()).isCloseTo(200, within(1e-9));
        assertThat(doubled(total).once()).containsOnlyKeys("10.0.0.1:80");
    }

    @Test
    void scrapesThatCountDifferentlyLeaveThePodOutAndNameIt() {
        List<Series> total = List.of(
                series(0, 50, "pod", "a", "job", "pods"),
                series(0, 70, "pod", "a", "job", "services"),
                series(0, 50, "pod", "b", "job", "pods"));
        assertThat(counts(total)).containsOnlyKeys("b");
        assertThat(doubled(total).contradicted()).containsOnlyKeys("a");
    }

    @Test
    void podsOfOneNameInTwoNamespacesAreNoPod() {
        List<Series> total =
                List.of(series(0, 50, "pod", "a", "namespace", "shop"), series(0, 9, "pod", "a", "namespace", "play"));
        assertThat(counts(total)).isEmpty();
        assertThat(doubled(total).contradicted()).containsEntry("a", "namespace=play; namespace=shop");
    }

    @Test
    void whatTwoPortsOfAPodCountApartIsAddedUp() {
        List<Series> total = List.of(
                series(0, 30, "pod", "a", "instance", "10.0.0.1:80", "uri", "/buy"),
                series(0, 10, "pod", "a", "instance", "10.0.0.1:80", "uri", "/sell"),
                series(0, 20, "pod", "a", "instance", "10.0.0.1:81", "uri", "/admin"),
                series(0, 5, "pod", "a", "instance", "10.0.0.1:81", "uri", "/health"));
        assertThat(counts(total).get("a").total()).isCloseTo(130, within(1e-9));
        assertThat(CUTTER.doubled(T / 10, metrics(total))).isEmpty();
    }

    @Test
    void labelsOfTheApplicationStayApart() {
        List<Series> total = List.of(
                series(0, 30, "pod", "a", "job", "pods", "status", "200"),
                series(0, 30, "pod", "a", "job", "pods", "status", "500"));
        assertThat(counts(total).get("a").total()).isCloseTo(120, within(1e-9));
    }

    @Test
    void scrapeThatTakesAnotherOnesPlaceGoesOnWithItsCounter() {
        // Given: the job was renamed in the middle of the tick
        Series before = cutOff(series(0, 50, "pod", "a", "job", "old"), T - 300, T + 4);
        Series after = cutOff(series(0, 50, "pod", "a", "job", "new"), T + 4, T + 300);
        Series other = series(0, 50, "pod", "b", "job", "new");
        // Then: 1,000 requests that were counted before are none of this tick
        assertThat(counts(List.of(before, after, other)).get("a").total()).isCloseTo(100, within(1e-9));
    }

    @Test
    void orderOfTheSeriesDoesNotMatter() {
        List<Series> total = new ArrayList<>(List.of(
                series(0, 50, "pod", "a", "job", "pods", "status", "200"),
                series(1, 50, "pod", "a", "job", "services", "status", "200"),
                series(1, 3, "pod", "a", "job", "services", "status", "500"),
                series(0, 50, "pod", "b", "job", "pods", "status", "200")));
        SortedMap<String, Counts> expected = counts(total);
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(total, new Random(seed));
            assertThat(counts(total)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void levelOfAPodThatTwoJobsScrapeIsOfOne() {
        Series one = new Series(Map.of("pod", "a", "job", "pods"), List.of(new Sample((T + 10) * 1_000, 7)));
        Series other = new Series(Map.of("pod", "a", "job", "services"), List.of(new Sample((T + 10) * 1_000, 9)));
        Map<String, Samples> metrics = Map.of("m", new Samples.OfLevels(Map.of(Arm.CANARY, List.of(other, one))));
        assertThat(CUTTER.cut(T / 10, metrics).metrics().get("m"))
                .isEqualTo(new MetricTick(new TreeMap<>(), new TreeMap<>(Map.of("a", new Levels(List.of(7.0))))));
        assertThat(CUTTER.doubled(T / 10, metrics)).containsOnlyKeys("m");
    }

    private static SortedMap<String, Counts> counts(List<Series> total) {
        MetricTick tick = CUTTER.cut(T / 10, metrics(total)).metrics().get("m");
        SortedMap<String, Counts> counts = new TreeMap<>();
        if (tick != null) {
            for (Map.Entry<String, Reading> pod : tick.canary().entrySet()) {
                counts.put(pod.getKey(), (Counts) pod.getValue());
            }
        }
        return counts;
    }

    private static Doubled doubled(List<Series> total) {
        return Objects.requireNonNull(CUTTER.doubled(T / 10, metrics(total)).get("m"));
    }

    private static Map<String, Samples> metrics(List<Series> total) {
        return Map.of("m", new Samples.OfShares(Map.of(Arm.CANARY, List.of()), Map.of(Arm.CANARY, List.copyOf(total))));
    }

    private static Series cutOff(Series series, long from, long to) {
        return series.within(new Span(from * 1_000, to * 1_000));
    }

    /** A counter that grows by so much in each five seconds and is scraped so many seconds after the full five. */
    private static Series series(long second, double each, String... labels) {
        Map<String, String> named = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            named.put(labels[i], labels[i + 1]);
        }
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            samples.add(new Sample((T - 300 + 5L * i + second) * 1_000, 1_000 + each * i + each * second / 5));
        }
        return new Series(named, samples);
    }
}
