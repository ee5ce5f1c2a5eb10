package io.keelstream.benchmarks.canary.method;

import io.keelstream.benchmarks.canary.scenario.Scenario;
import io.keelstream.canary.mannwhitney.CanaryConfig;
import io.keelstream.canary.mannwhitney.CanaryScore;
import io.keelstream.canary.mannwhitney.MannWhitneyJudge;
import io.keelstream.canary.mannwhitney.ScoredMetric;
import io.keelstream.canary.verdict.Ruling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Kayenta's way: at intervals a score of Mann-Whitney tests on minute values. A score below the marginal threshold fails
 * at once, the last one must reach the passing threshold. Stateless.
 */
final class KayentaMethod {

    private static final int MINUTES = 180;

    private KayentaMethod() {}

    /** Three windows of an hour each. */
    static Method threeWindows() {
        return new MinuteMethod("Kayenta 3 x 1 h", scenario -> look(scenario, 60, false));
    }

    /** Every ten minutes over everything since the start. */
    static Method everyTenMinutes() {
        return new MinuteMethod("Kayenta every 10 min", scenario -> look(scenario, 10, true));
    }

    private static MinuteMethod.Look look(Scenario scenario, int interval, boolean growing) {
        CanaryConfig config = config(scenario);
        return (minutes, baseline, canary) -> {
            if (minutes % interval != 0) {
                return Ruling.CONTINUE;
            }
            int from = growing ? 0 : minutes - interval;
            CanaryScore score =
                    MannWhitneyJudge.judge(config, canary.between(from, minutes), baseline.between(from, minutes));
            return switch (score.rating()) {
                case FAIL -> Ruling.FAIL;
                case MARGINAL -> minutes == MINUTES ? Ruling.FAIL : Ruling.CONTINUE;
                case PASS -> minutes == MINUTES ? Ruling.PASS : Ruling.CONTINUE;
            };
        };
    }

    private static CanaryConfig config(Scenario scenario) {
        List<ScoredMetric> metrics = new ArrayList<>(List.of(
                ScoredMetric.increase("errors", "errors"),
                ScoredMetric.increase("latency/p50", "latency"),
                ScoredMetric.increase("latency/p99", "latency")));
        for (int i = 0; i < scenario.shape().extraRatios(); i++) {
            metrics.add(ScoredMetric.increase("extra" + i, "errors"));
        }
        if (scenario.shape().heap()) {
            metrics.add(ScoredMetric.increase("heap", "errors"));
        }
        return new CanaryConfig(
                metrics, Map.of("errors", 50.0, "latency", 50.0), CanaryConfig.PASS, CanaryConfig.MARGINAL);
    }
}
