package io.keelstream.canary.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.canary.query.MetricQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalysisYamlOnlineTests {

    @Test
    void presetsAndQueriesAreWhatIsAskedFor() {
        Observation observation = read("""
                - {name: errors, kind: ratio, query: {events: 'e{pod=~"{{pods}}"}', total: 't{pod=~"{{pods}}"}'}}
                - {name: latency, kind: histogram, query: 'b{pod=~"{{pods}}"}'}
                - {name: heap, kind: gauge, preset: jvm-heap}
                """);
        assertThat(observation.queries())
                .containsOnlyKeys("errors", "latency", "heap")
                .containsEntry("errors", new MetricQuery.Shares("e{pod=~\"{{pods}}\"}", "t{pod=~\"{{pods}}\"}"))
                .containsEntry("latency", new MetricQuery.Histogram("b{pod=~\"{{pods}}\"}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: ratio | metric 'm' needs a preset or a query, and not both",
                "kind: ratio, preset: spring-boot-http, query: x | metric 'm' needs a preset or a query, and not both",
                "kind: ratio, query: x | the query of a ratio or an slo is {events: SELECTOR, total: SELECTOR}",
                "kind: ratio, query: {events: x} | query.total' is missing",
                "kind: gauge, query: 'x{{pod}}' | {{pod}} is not a placeholder of a query",
                "kind: ratio, preset: envoy | there is no preset 'envoy'; there are container-cpu",
                "kind: ratio, preset: envoy-gateway | Envoy Gateway counts all backends of a rule as one cluster",
            })
    void whatCannotBeAskedIsAnErrorWithPlaceAndRemedy(String fields, String words) {
        assertThatThrownBy(() -> read("- {name: m, " + fields + "}"))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageStartingWith("analysis:2: ")
                .hasMessageContaining(words);
    }

    @Test
    void sourceIsNamedOrLeftToTheCluster() {
        String metrics = "metrics: [{name: m, kind: gauge, preset: jvm-heap}]";
        assertThat(AnalysisYaml.readOnline("analysis", "{source: thanos, " + metrics + "}")
                        .source())
                .contains("thanos");
        assertThat(AnalysisYaml.readOnline("analysis", "{" + metrics + "}").source())
                .isEmpty();
    }

    private static Observation read(String metrics) {
        return AnalysisYaml.readOnline("analysis", "metrics:\n" + metrics);
    }
}
