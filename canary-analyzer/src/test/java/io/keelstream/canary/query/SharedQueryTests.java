package io.keelstream.canary.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.canary.config.GaugeMetric;
import io.keelstream.canary.config.HistogramMetric;
import io.keelstream.canary.config.Margin;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.QuantileTarget;
import io.keelstream.canary.config.RatioMetric;
import io.keelstream.canary.observations.Arm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedQueryTests {

    private static final ArmNames BASELINE = new ArmNames("shop-[a-z0-9]{1,10}-[a-z0-9]{5}", "shop");
    private static final ArmNames CANARY = new ArmNames("shop-canary-[a-z0-9]{1,10}-[a-z0-9]{5}", "shop-canary");

    @Test
    void bothArmsAreAskedForByTheAlternationOfTheirPods() {
        SharedQuery query = shared("http_total{namespace=\"{{namespace}}\",pod=~\"{{pods}}\"}")
                .orElseThrow();
        assertThat(query.text())
                .isEqualTo("http_total{namespace=\"play\",pod=~\"(?:shop-[a-z0-9]{1,10}-[a-z0-9]{5})"
                        + "|(?:shop-canary-[a-z0-9]{1,10}-[a-z0-9]{5})\"}");
        assertThat(query.arms(Map.of("pod", "shop-5c9f-x2x4k"))).containsExactly(Arm.BASELINE);
        assertThat(query.arms(Map.of("pod", "shop-canary-5c9f-x2x4k"))).containsExactly(Arm.CANARY);
        assertThat(query.arms(Map.of("pod", "shop-5c9f-x2x4k-and-more"))).isEmpty();
        assertThat(query.arms(Map.of())).isEmpty();
    }

    @Test
    void alternativesThatNameTheSamePodsAreShared() {
        String selector = "{pod=~\"{{pods}}\"}";
        SharedQuery query = shared("max by (pod) (x" + selector + ") or sum by (pod) (rate(y" + selector + "[2m]))")
                .orElseThrow();
        assertThat(query.text()).startsWith("max by (pod) (x{").contains(") or sum by (pod) (rate(y{");
        assertThat(query.arms(Map.of("pod", "shop-canary-5c9f-x2x4k"))).containsExactly(Arm.CANARY);
    }

    @Test
    void podThatBothExpressionsMatchIsOfBothArms() {
        SharedQuery query =
                SharedQuery.ofArms("x{pod=~\"a.*\"}", "x{pod=~\".*b\"}").orElseThrow();
        assertThat(query.arms(Map.of("pod", "ab"))).containsExactlyInAnyOrder(Arm.values());
    }

    @ParameterizedTest
    @EnumSource
    void presetsOfPodsAreSharedAndThoseOfServicesAreNot(Preset preset) {
        List<MetricConfig> kinds = List.of(
                new RatioMetric("errors", 1, 1.2, new Margin(2, 0)),
                new HistogramMetric("latency", 1, List.of(new QuantileTarget("p90", 0.9, 1.2, new Margin(2, 0)))),
                new GaugeMetric("level", 1, 1.2, new Margin(2, 0)));
        for (MetricConfig kind : kinds) {
            try {
                for (String template : Preset.query(preset.word(), kind).templates()) {
                    assertThat(shared(template).isPresent()).as(template).isEqualTo(!Template.perService(template));
                }
            } catch (IllegalArgumentException nothingOfThisKind) {
                assertThat(nothingOfThisKind).hasMessageContaining("has nothing for this kind");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "x{namespace=\"{{namespace}}\"}",
                "x{track=\"{{arm}}\",pod=~\"{{pods}}\"}",
                "x{service=\"{{service}}\",pod=~\"{{pods}}\"}",
                "x{instance=~\"{{pods}}\"}",
                "x{pod!~\"{{pods}}\"}",
                "x{pod=\"{{pods}}\"}",
                "x{pod=~\"{{pods}}\" or app=\"shop\"}",
                "x{pod=~\"{{pods}}\"} offset 1m",
                "max(x{pod=~\"{{pods}}\"})",
                "sum by (uri) (x{pod=~\"{{pods}}\"})",
                "sum by (pod) (max by (uri) (x{pod=~\"{{pods}}\"}))",
                "topk by (pod) (1, x{pod=~\"{{pods}}\"})",
                "x{pod=~\"{{pods}}\"} / scalar(sum(x{pod=~\"{{pods}}\"}))",
                "x{pod=~\"{{pods}}\"} > on() group_left() sum(y)",
                "x{pod=~'{{pods}}'}",
                "x{pod=~\"{{pods}}\"} or y",
                "x{pod=~\"{{pods}}\"} or y{pod=~\"{{pods}}.*\"}",
                "x{pod=~\"{{pods}}\"} or sum(y{pod=~\"{{pods}}\"})",
                "x{pod=~\"{{pods}}\"} and y{pod=~\"{{pods}}\"}",
                "x{pod=~\"\\x61{{pods}}\"}"
            })
    void queryOfWhichOneArmMayDependOnTheOtherIsNotShared(String template) {
        assertThat(shared(template)).isEmpty();
    }

    @Test
    void expressionThatRe2DoesNotTakeIsNotShared() {
        assertThat(SharedQuery.ofArms("x{pod=~\"a(?=b)\"}", "x{pod=~\"c\"}")).isEmpty();
        assertThat(SharedQuery.ofArms("x{pod=~\"a)|(b\"}", "x{pod=~\"c\"}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x{status=~\"5..\",a=\"b\"}    | x{a=\"b\"} | true",
                "x{a=\"b\", status =~ \"5..\"} | x{a=\"b\"} | true",
                "x{a=\"b\",status!~\"2..\"}    | x{a=\"b\"} | true",
                "x{a=\"b\",nothing=\"\"}       | x{a=\"b\"} | true",
                "x{a=\"b\",status=\"200\"}     | x{a=\"b\"} | false",
                "x{a=\"b\",nothing!=\"\"}      | x{a=\"b\"} | false"
            })
    void eventsAreTakenOutOfTheirTotal(String events, String total, boolean is) {
        assertThat(SharedQuery.part(events, total).orElseThrow().test(Map.of("a", "b", "status", "503")))
                .isEqualTo(is);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "y{a=\"b\",status=\"500\"}          | x{a=\"b\"}",
                "x{status=\"500\"}                  | x{a=\"b\"}",
                "x{a=\"b\"}                         | x{a=\"b\",status=\"500\"}",
                "x{a=\"b\",status=~\"5(?=0)\"}      | x{a=\"b\"}",
                "x{a=\"b\",status=\"500\"}          | x",
                "x{a=\"b\",status=\"500\"} offset 1m | x{a=\"b\"}"
            })
    void eventsThatMayBeNoPartOfTheirTotalAreAskedFor(String events, String total) {
        assertThat(SharedQuery.part(events, total)).isEmpty();
    }

    private static Optional<SharedQuery> shared(String template) {
        return SharedQuery.ofArms(
                Template.fill(template, Arm.BASELINE, "play", BASELINE),
                Template.fill(template, Arm.CANARY, "play", CANARY));
    }
}
