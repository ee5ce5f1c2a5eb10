package io.keelstream.benchmarks.canary.method;

import io.keelstream.benchmarks.canary.scenario.Scenario;
import io.keelstream.benchmarks.canary.simulation.Effect;
import io.keelstream.benchmarks.canary.simulation.Service;
import io.keelstream.benchmarks.canary.simulation.Simulation;
import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.history.Blocks;
import io.keelstream.canary.history.NoiseHistory;
import io.keelstream.canary.observations.ArmCounts;
import io.keelstream.canary.observations.Tick;
import io.keelstream.canary.overdispersion.NoiseBook;
import io.keelstream.canary.verdict.AnalysisState;
import io.keelstream.canary.verdict.Goal;
import io.keelstream.canary.verdict.Judge;
import io.keelstream.canary.verdict.RateStates;
import io.keelstream.canary.verdict.Ruling;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * Whole releases with the steps that are the default: each ends when nothing speaks of harm after its soak, and the last one with a
 * pass. What earlier releases teach is learned as the analyzer learns it: from those that passed.
 */
public final class ReleaseMethod implements Method {

    /** Ticks of a release: six hours. */
    private static final int MOST = 360 * Effect.MINUTE;

    private static final List<Step> STEPS = List.of(new Step(0.05, 5), new Step(0.25, 10), new Step(0.5, 15));
    private static final double LARGEST_BASELINE = 0.2;
    private static final int RELEASES = 8;

    private final Histories histories;

    /** Releases of a target of which so much is known. */
    public ReleaseMethod(Regime regime) {
        this.histories = new Histories(regime, ReleaseMethod::learn);
    }

    @Override
    public String name() {
        return Methods.RELEASES;
    }

    /** Scenarios that bring weights of their own have none of a release's. */
    @Override
    public boolean suits(Scenario scenario) {
        return scenario.steps().isEmpty() && scenario.canaryShare().isEmpty();
    }

    @Override
    public Outcome judge(Scenario scenario, long seed) {
        return release(scenario, scenario.effect().get(), seed, histories.before(scenario, seed), new Blocks());
    }

    /** One release; its counts are added to the blocks. */
    private static Outcome release(Scenario scenario, Effect effect, long seed, NoiseBook noise, Blocks blocks) {
        AnalysisConfig config = SequentialMethod.config(scenario);
        Loaded loaded = new Loaded(effect);
        Simulation simulation = new Simulation(loaded, scenario.shape(), seed);
        int step = 0;
        Judge judge = judge(config, noise, step);
        AnalysisState state = judge.begin();
        double requests = 0;
        for (int number = 0; number < MOST; number++) {
            loaded.weight = STEPS.get(step).weight;
            Tick tick = simulation.next(number);
            requests += Requests.ofCanary(tick);
            Map<String, ArmCounts> before = RateStates.counts(config, state);
            state = judge.observe(state, tick);
            blocks.add(
                    number * (long) Effect.TICK / Blocks.LENGTH.toSeconds(), before, RateStates.counts(config, state));
            Ruling ruling = judge.rule(state);
            if (ruling == Ruling.FAIL || ruling == Ruling.PASS) {
                return new Outcome(ruling, (number + 1.0) / Effect.MINUTE, requests);
            }
            if (ruling == Ruling.NO_HARM) {
                step++;
                judge = judge(config, noise, step);
                state = judge.atStep(state);
            }
        }
        return new Outcome(Ruling.CONTINUE, MOST / (double) Effect.MINUTE, requests);
    }

    private static Judge judge(AnalysisConfig config, NoiseBook noise, int step) {
        boolean last = step == STEPS.size() - 1;
        AnalysisConfig atStep = config.atStep(
                OptionalDouble.empty(), Duration.ZERO, STEPS.get(step).soak());
        return new Judge(atStep, noise, last ? Goal.PASS : Goal.NO_HARM);
    }

    private static NoiseBook learn(Scenario scenario, long book) {
        NoiseHistory history = NoiseHistory.none(scenario.name());
        for (int release = 0; release < RELEASES; release++) {
            Blocks blocks = new Blocks();
            String trial = "release " + release;
            long seed = -1 - book * RELEASES - release;
            Outcome outcome = release(scenario, scenario.healthy().get(), seed, history.noise(trial), blocks);
            if (outcome.ruling() == Ruling.PASS) {
                history = history.passed(trial, blocks);
            }
        }
        return history.noise("next");
    }

    /** A step: the canary's share of the traffic, and the minutes that count. */
    private record Step(double weight, int minutes) {

        Duration soak() {
            return Duration.ofMinutes(minutes);
        }
    }

    /** An effect whose rates are those of the first step, at the weight of the present one. */
    private static final class Loaded implements Effect {

        private final Effect effect;
        private double weight = STEPS.getFirst().weight;

        Loaded(Effect effect) {
            this.effect = effect;
        }

        @Override
        public void apply(int tick, Service baseline, Service canary, RandomGenerator random) {
            effect.apply(tick, baseline, canary, random);
            double first = STEPS.getFirst().weight;
            baseline.rate *= Math.min(weight, LARGEST_BASELINE) / first;
            canary.rate *= weight / first;
        }
    }
}
