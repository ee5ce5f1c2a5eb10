package io.keelstream.canary.offline.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.canary.configuration.MalformedInputException;
import io.keelstream.canary.mannwhitney.CanaryConfig;
import io.keelstream.canary.mannwhitney.EffectLimits;
import io.keelstream.canary.mannwhitney.EffectLimits.Measure;
import io.keelstream.canary.mannwhitney.ScoredMetric;
import io.keelstream.canary.mannwhitney.ScoredMetric.Direction;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class KayentaJsonTest {

    private static final String CONFIG = """
            {
              "name": "checkout", "applications": ["ad-hoc"],
              "judge": {"name": "NetflixACAJudge-v1.0", "judgeConfigurations": {}},
              "metrics": [
                {
                  "name": "errors", "scopeName": "default", "groups": ["Errors"],
                  "query": {"type": "prometheus", "metricName": "http_errors"},
                  "analysisConfigurations": {"canary": {
                    "direction": "increase", "nanStrategy": "replace", "critical": true, "mustHaveData": true,
                    "outliers": {"strategy": "remove", "outlierFactor": 2.5},
                    "effectSize": {"allowedIncrease": 1.1, "criticalIncrease": 5}}}
                },
                {
                  "name": "latency", "groups": ["Latency", "All"],
                  "analysisConfigurations": {"canary": {"effectSize": {"measure": "cles"}, "muted": true}}
                }
              ],
              "classifier": {"groupWeights": {"Errors": 70, "Latency": 30}, "scoreThresholds": {"pass": 90, "marginal": 60}}
            }
            """;

    @Test
    void everythingThatTheJudgeUsesIsRead() {
        CanaryConfig config = KayentaJson.read("c.json", CONFIG);

        ScoredMetric errors = config.metrics().getFirst();
        assertThat(errors.direction()).isEqualTo(Direction.INCREASE);
        assertThat(errors.missingAsZero()).isTrue();
        assertThat(errors.critical()).isTrue();
        assertThat(errors.mustHaveData()).isTrue();
        assertThat(errors.outlierFactor()).isEqualTo(OptionalDouble.of(2.5));
        assertThat(errors.effect()).isEqualTo(new EffectLimits(Measure.MEAN_RATIO, 1.1, 1, 5, 1));
        assertThat(config.groupWeights()).containsEntry("Errors", 70.0);
        assertThat(config.pass()).isEqualTo(90);
        assertThat(config.marginal()).isEqualTo(60);
    }

    @Test
    void whatIsNotSaidIsAsKayentaHasIt() {
        ScoredMetric latency = KayentaJson.read("c.json", CONFIG).metrics().getLast();

        assertThat(latency.direction()).isEqualTo(Direction.EITHER);
        assertThat(latency.missingAsZero()).isFalse();
        assertThat(latency.outlierFactor()).isEmpty();
        assertThat(latency.muted()).isTrue();
        assertThat(latency.effect()).isEqualTo(new EffectLimits(Measure.COMMON_LANGUAGE, 0.5, 0.5, 0.5, 0.5));
    }

    @Test
    void scoreThresholdsMayBeMissing() {
        CanaryConfig config = KayentaJson.read("c.json", CONFIG.replace("scoreThresholds", "other"));

        assertThat(config.pass()).isEqualTo(95);
        assertThat(config.marginal()).isEqualTo(75);
    }

    @Test
    void wordThatKayentaWouldNotKnowNamesItsPlace() {
        assertProblem(
                CONFIG.replace("\"increase\"", "\"up\""),
                "c.json: metrics[0].analysisConfigurations.canary.direction must be one of either, increase, decrease,"
                        + " got 'up'");
        assertProblem(
                CONFIG.replace("[\"Errors\"]", "[]"), "c.json: metrics[0].groups must be a list that is not empty");
        assertProblem(CONFIG.replace("70", "\"many\""), "c.json: classifier.groupWeights.Errors must be a number");
        assertProblem(CONFIG.replace("\"latency\"", "\"errors\""), "c.json: metrics names 'errors' twice");
        assertProblem(CONFIG.replace("2.5", "0"), "outlierFactor must be greater than 0");
        assertProblem("{\"classifier\": \n{", "c.json:2: not JSON");
    }

    @Test
    void analysisBlockIsNotTakenForOne() {
        assertThat(KayentaJson.recognises(CONFIG)).isTrue();
        assertThat(KayentaJson.recognises("metrics: [{name: errors, kind: ratio}]"))
                .isFalse();
        assertThat(KayentaJson.recognises("{metrics: [{name: errors, kind: ratio}]}"))
                .isFalse();
        assertThat(KayentaJson.recognises("{\"metrics\": [{\"name\": \"errors\", \"kind\": \"ratio\"}]}"))
                .isFalse();
    }

    private static void assertProblem(String config, String message) {
        assertThatThrownBy(() -> KayentaJson.read("c.json", config))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining(message);
    }
}
