package io.keelstream.sandbox.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeSelectorTests {

    private static final Map<String, String> LABELS =
            Map.of("__name__", "requests_total", "namespace", "shop", "pod", "web-1", "status", "500");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "requests_total[60s]",
                "{__name__=\"requests_total\"}[60s]",
                "requests_total{namespace=\"shop\",pod=~\"web-.*\",status!~\"2..\"}[60s]",
                "requests_total{uri!~\"/actuator.*\",}[60s]",
                "requests_total{status!=\"200\"}[60s]"
            })
    void seriesWithTheseLabelsIsSelected(String expression) {
        RangeSelector selector = RangeSelector.parse(expression).orElseThrow();

        assertThat(selector.matches(LABELS)).isTrue();
        assertThat(selector.seconds()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "requests[60s]",
                "requests_total{namespace=\"other\"}[60s]",
                "requests_total{pod=~\"web\"}[60s]",
                "requests_total{status!=\"500\"}[60s]"
            })
    void anotherSeriesIsNot(String expression) {
        assertThat(RangeSelector.parse(expression).orElseThrow().matches(LABELS))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "requests_total",
                "rate(requests_total[60s])",
                "requests_total{pod=~\"(\"}[60s]",
                "requests_total{pod}[60s]",
                "sum(x)"
            })
    void otherExpressionsAreNotUnderstood(String expression) {
        assertThat(RangeSelector.parse(expression)).isEmpty();
    }

    @Test
    void quotesInAValueAreUnescaped() {
        assertThat(RangeSelector.parse("{pod=\"a\\\"b\"}[1s]").orElseThrow().matches(Map.of("pod", "a\"b")))
                .isTrue();
    }
}
