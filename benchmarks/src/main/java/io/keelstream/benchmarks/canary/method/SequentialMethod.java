package io.keelstream.benchmarks.canary.method;

import io.keelstream.benchmarks.canary.scenario.Scenario;
import io.keelstream.benchmarks.canary.simulation.Effect;
import io.keelstream.benchmarks.canary.simulation.Simulation;
import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.config.GaugeMetric;
import io.keelstream.canary.config.HistogramMetric;
import io.keelstream.canary.config.Margin;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.QuantileTarget;
import io.keelstream.canary.config.RatioMetric;
import io.keelstream.canary.history.NoiseLearner;
import io.keelstream.canary.observations.Tick;
import io.keelstream.canary.overdispersion.NoiseBook;
import io.keelstream.canary.verdict.AnalysisState;
import io.keelstream.canary.verdict.Judge;
import io.keelstream.canary.verdict.Ruling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Our judge. A pass before the last step of a release only leads to the next step.
 */
public final class SequentialMethod implements Method {

    private static final int ANALYSES = 8;

    private final Histories histories;

    /** Our judge with what it knows beforehand. */
    public SequentialMethod(Regime regime) {
        this.histories = new Histories(regime, SequentialMethod::learn);
    }

    @Override
    public String name() {
        return Methods.OURS;
    }

    @Override
    public Outcome judge(Scenario scenario, long seed) {
        Judge judge = new Judge(config(scenario), histories.before(scenario, seed));
        Simulation simulation = scenario.run(seed);
        int lastStep = scenario.steps().stream().reduce(0, Math::max);
        AnalysisState state = judge.begin();
        double requests = 0;
        for (int number = 0; number < TICKS; number++) {
            if (scenario.steps().contains(number)) {
                state = judge.atStep(state);
            }
            Tick tick = simulation.next(number);
            requests += Requests.ofCanary(tick);
            state = judge.observe(state, tick);
            Ruling ruling = judge.rule(state);
            if (ruling == Ruling.FAIL || (ruling == Ruling.PASS && number >= lastStep)) {
                return new Outcome(ruling, (number + 1.0) / Effect.MINUTE, requests);
            }
        }
        return new Outcome(Ruling.CONTINUE, TICKS / (double) Effect.MINUTE, requests);
    }

    /** What is declared of a scenario's target. */
    public static AnalysisConfig config(Scenario scenario) {
        List<MetricConfig> metrics = new ArrayList<>();
        metrics.add(new RatioMetric("errors", 2, 1.2, new Margin(2, 0.001)));
        metrics.add(new HistogramMetric(
                "latency",
                1,
                List.of(
                        new QuantileTarget("p50", 0.5, 1.10, new Margin(1.25, 0)),
                        new QuantileTarget("p90", 0.9, 1.20, new Margin(1.5, 0)),
                        new QuantileTarget("p99", 0.99, 1.25, new Margin(2, 0)))));
        for (int i = 0; i < scenario.shape().extraRatios(); i++) {
            metrics.add(new RatioMetric("extra" + i, 1, 1.2, new Margin(2, 0.001)));
        }
        if (scenario.shape().heap()) {
            metrics.add(new GaugeMetric("heap", 1, 1.10, new Margin(1.2, 0)));
        }
        return new AnalysisConfig(
                new AnalysisConfig.Timing(Duration.ofSeconds(Effect.TICK), Duration.ofSeconds(60), Duration.ZERO),
                0.01,
                0.05,
                scenario.canaryShare(),
                metrics);
    }

    private static NoiseBook learn(Scenario scenario, long book) {
        NoiseLearner learner = new NoiseLearner(config(scenario));
        for (int analysis = 0; analysis < ANALYSES; analysis++) {
            Simulation past = scenario.past(-1 - book * ANALYSES - analysis);
            learner.learn(IntStream.range(0, TICKS).mapToObj(past::next).toList());
        }
        return learner.learned();
    }
}
