package io.keelstream.canary.verdict;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.liveness.Liveness;
import io.keelstream.canary.observations.Arm;
import io.keelstream.canary.observations.MetricTick;
import io.keelstream.canary.observations.Reading;
import io.keelstream.canary.observations.Tick;
import io.keelstream.canary.overdispersion.NoiseBook;
import io.keelstream.canary.sampleratio.SampleRatio;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sequential judge of a canary against its baseline.
 *
 * <p>Pure: {@link #observe} maps a state and a complete tick to the next state, {@link #assess} reads a state. Ticks are
 * given in the order of their numbers. Without state of its own, hence safe for use by many threads.
 */
public final class Judge {

    /** A step does not end without harm before the canary had this many requests: one error in a hundred shows in them. */
    public static final double LEAST_REQUESTS = 300;

    private final AnalysisConfig config;
    private final MetricUpdates updates;
    private final Assessor assessor;

    /**
     * A judge for one configuration.
     *
     * @param config what was declared
     * @param noise what is believed about the noise of each comparison
     */
    public Judge(AnalysisConfig config, NoiseBook noise) {
        this(config, noise, Goal.PASS);
    }

    /**
     * A judge for one configuration and goal.
     *
     * @param goal what has to be shown before the analysis ends well
     */
    public Judge(AnalysisConfig config, NoiseBook noise, Goal goal) {
        this.config = config;
        MetricRules rules = new MetricRules(config, noise);
        this.updates = new MetricUpdates(rules);
        this.assessor = new Assessor(config, rules, goal);
    }

    /** The state before the first tick. */
    public AnalysisState begin() {
        SortedMap<String, MetricState> metrics = new TreeMap<>();
        for (MetricConfig metric : config.metrics()) {
            metrics.put(metric.name(), MetricUpdates.initial(metric));
        }
        return new AnalysisState(
                AnalysisState.VERSION,
                AnalysisState.Progress.NONE,
                PodAges.none(),
                metrics,
                AnalysisState.LastRead.NONE,
                Liveness.none(),
                SampleRatio.none());
    }

    /**
     * The state after a tick.
     *
     * @param state before it
     * @param tick complete; its number is greater than that of every tick before
     */
    public AnalysisState observe(AnalysisState state, Tick tick) {
        if (state.ticks() > 0 && tick.number() <= state.lastTick()) {
            throw new IllegalArgumentException("tick " + tick.number() + " comes after tick " + state.lastTick());
        }
        PodAges pods = state.pods().after(tick, config.warmupTicks());
        SortedMap<String, MetricState> metrics = new TreeMap<>(state.metrics());
        SortedMap<String, Long> baselineRead = new TreeMap<>(state.baselineRead());
        SortedMap<String, Long> canaryRead = new TreeMap<>(state.canaryRead());
        Exposure exposure = Exposure.none();
        for (MetricConfig metric : config.metrics()) {
            MetricTick readings = tick.metrics().get(metric.name());
            if (readings == null) {
                continue;
            }
            SortedMap<String, Reading> baseline = pods.warm(Arm.BASELINE, readings, tick.number());
            SortedMap<String, Reading> canary = pods.warm(Arm.CANARY, readings, tick.number());
            MetricState before = state.metrics().getOrDefault(metric.name(), MetricUpdates.initial(metric));
            MetricState after = updates.after(metric, before, readings, baseline, canary);
            metrics.put(metric.name(), after);
            if (!baseline.isEmpty()) {
                baselineRead.put(metric.name(), tick.number());
            }
            if (!canary.isEmpty()) {
                canaryRead.put(metric.name(), tick.number());
            }
            exposure = exposure.with(metric, baseline, canary);
        }
        return new AnalysisState(
                AnalysisState.VERSION,
                new AnalysisState.Progress(
                        state.ticks() + 1,
                        tick.number(),
                        state.stepTicks() + (exposure.counts() ? 1 : 0),
                        state.stepRequests() + Math.max(0, exposure.served())),
                pods,
                metrics,
                new AnalysisState.LastRead(baselineRead, canaryRead),
                liveness(state.liveness(), exposure.baseline(), exposure.canary()),
                exposure.compares()
                        ? state.sampleRatio().after(exposure.baseline(), exposure.canary())
                        : state.sampleRatio());
    }

    /** The state after a change of the traffic weight: harm runs on, a pass has to be earned anew. */
    public AnalysisState atStep(AnalysisState state) {
        SortedMap<String, MetricState> metrics = new TreeMap<>();
        state.metrics().forEach((name, metric) -> metrics.put(name, MetricUpdates.atStep(metric)));
        return new AnalysisState(
                state.version(),
                new AnalysisState.Progress(state.ticks(), state.lastTick(), 0, 0),
                state.pods().atStep(),
                metrics,
                state.lastRead(),
                state.liveness().atStep(config.canaryShare()),
                SampleRatio.none());
    }

    /** What is known and decided after the ticks that a state has seen. */
    public Assessment assess(AnalysisState state) {
        return assessor.assess(state);
    }

    /** The ruling alone: what {@link #assess} would say, at a fraction of its cost. */
    public Ruling rule(AnalysisState state) {
        return assessor.rule(state);
    }

    private static Liveness liveness(Liveness state, double baseline, double canary) {
        if (baseline < 0) {
            return state;
        }
        return canary < 0 ? state.missed(baseline) : state.heard(baseline, canary);
    }
}
