package io.keelstream.canary.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.canary.config.GaugeMetric;
import io.keelstream.canary.config.Margin;
import io.keelstream.canary.config.RatioMetric;
import io.keelstream.canary.observations.Arm;
import org.junit.jupiter.api.Test;

class TemplateTests {

    @Test
    void everyPlaceIsFilled() {
        assertThat(Template.fill(
                        "up{namespace=\"{{namespace}}\",pod=~\"{{ pods }}\",track=\"{{arm}}\"}",
                        Arm.CANARY,
                        "shop",
                        new ArmNames("checkout-canary-.*", null)))
                .isEqualTo("up{namespace=\"shop\",pod=~\"checkout-canary-.*\",track=\"canary\"}");
    }

    @Test
    void whatMeansSomethingWithinQuotesIsEscaped() {
        assertThat(Template.fill(
                        "x{pod=~\"{{pods}}\"}", Arm.BASELINE, "", new ArmNames("a-\\d+\"} or vector(1)", null)))
                .isEqualTo("x{pod=~\"a-\\\\d+\\\"} or vector(1)\"}");
    }

    @Test
    void placeThatDoesNotExistIsNamedWithThoseThatDo() {
        assertThat(Template.unknownPlace("x{pod=\"{{pod}}\"}"))
                .contains(
                        "{{pod}} is not a placeholder of a query; there are {{arm}}, {{namespace}}, {{pods}}, {{service}}");
        assertThat(Template.unknownPlace("x{pod=~\"{{pods}}\"}")).isEmpty();
    }

    @Test
    void presetThatDoesNotExistIsRefusedWithThoseThatDo() {
        assertThatThrownBy(() -> Preset.query("haproxy", new RatioMetric("errors", 1, 1.2, new Margin(2, 0))))
                .hasMessage(
                        "there is no preset 'haproxy'; there are container-cpu, container-memory, go-goroutines, go-heap,"
                                + " grpc-server, ingress-nginx, istio, jvm-heap, linkerd, nodejs-event-loop, otel-http,"
                                + " spring-boot-http, traefik. Give a query instead");
        assertThatThrownBy(() -> Preset.query("spring-boot-http", new GaugeMetric("heap", 1, 1.2, new Margin(2, 0))))
                .hasMessageContaining("has nothing for this kind of metric");
    }
}
