package io.keelstream.canary.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.canary.observations.Arm;
import io.keelstream.canary.query.ArmNames;
import io.keelstream.canary.query.MetricQuery;
import io.keelstream.canary.source.Address;
import io.keelstream.canary.source.Readout;
import io.keelstream.canary.source.Request;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which source is asked. None of them is there, so each answers with its name. */
class MetricsSourcesTests {

    private static final List<PrometheusSettings> SOURCES = List.of(
            source("europe", "eu-1", "eu-2"), source("america", "us-1"), source("long-term", "eu-1"), source("rest"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "         | eu-2 | Prometheus 'europe' at ",
                "         | us-1 | Prometheus 'america' at ",
                "         | ap-1 | Prometheus 'rest' at ",
                "long-term| eu-1 | Prometheus 'long-term' at ",
                "rest     | eu-1 | Prometheus 'rest' at ",
                "         | eu-1 | Several metrics sources serve cluster 'eu-1' (europe, long-term): name one in analysis.source",
                "america  | eu-1 | The metrics source 'america' does not serve cluster 'eu-1': add it to its clusters",
                "asia     | eu-1 | There is no metrics source 'asia': known are europe, america, long-term, rest",
            })
    void sourceIsTheNamedOneElseTheOneOfTheCluster(@Nullable String source, String cluster, String words)
            throws Exception {
        assertThat(read(SOURCES, source, cluster)).startsWith(words);
    }

    @ParameterizedTest
    @CsvSource("ap-1")
    void clusterThatNoSourceServesIsNamed(String cluster) throws Exception {
        assertThat(read(SOURCES.subList(0, 2), null, cluster))
                .isEqualTo("No metrics source serves cluster 'ap-1': add it to the clusters of one of europe, america");
    }

    private static String read(List<PrometheusSettings> settings, @Nullable String source, String cluster)
            throws InterruptedException {
        try (MetricsSources sources = new MetricsSources(settings, new SimpleMeterRegistry())) {
            Readout readout = sources.read(new Request(
                    new TreeMap<>(Map.of("m", new MetricQuery.Shares("e", "t"))),
                    new Address(Optional.ofNullable(source), cluster, "shop"),
                    Map.of(Arm.BASELINE, new ArmNames("a", null), Arm.CANARY, new ArmNames("b", null)),
                    10_000,
                    null,
                    new Request.Window(0, 1),
                    1));
            return ((Readout.Away) readout).message();
        }
    }

    private static PrometheusSettings source(String name, String... clusters) {
        return new PrometheusSettings(
                name, URI.create("http://127.0.0.1:1"), Set.of(clusters), Access.open(), Duration.ofSeconds(5));
    }
}
