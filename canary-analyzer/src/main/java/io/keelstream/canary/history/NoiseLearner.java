package io.keelstream.canary.history;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.observations.ArmCounts;
import io.keelstream.canary.observations.Tick;
import io.keelstream.canary.overdispersion.NoiseBook;
import io.keelstream.canary.verdict.AnalysisState;
import io.keelstream.canary.verdict.Judge;
import io.keelstream.canary.verdict.RateStates;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Learns the noise of each comparison from earlier analyses of the same target that turned out healthy.
 *
 * <p>Every analysis is cut into blocks of 15 minutes. Within an analysis, the mean Pearson chi-square of the canary's
 * share of a block's events around the share of the whole analysis is the dispersion: bursts and correlation of a few
 * minutes show in it, a constant offset does not. Between analyses, the square of the log rate ratio beyond its own
 * error is the variance of the offset that pods make. Both are blended with the prior by how much was seen.
 *
 * <p>Not safe for use by several threads.
 */
public final class NoiseLearner {

    private final AnalysisConfig config;
    private final Judge judge;
    private final long blockTicks;
    private final SortedMap<String, ComparisonHistory> histories = new TreeMap<>();

    /** A learner that has seen nothing. */
    public NoiseLearner(AnalysisConfig config) {
        this.config = config;
        this.judge = new Judge(config, NoiseBook.empty());
        this.blockTicks = Math.max(1, Blocks.LENGTH.dividedBy(config.interval()));
    }

    /** Learns from one analysis, its ticks in the order of their numbers. */
    public void learn(Iterable<Tick> analysis) {
        Blocks blocks = new Blocks();
        AnalysisState state = judge.begin();
        long start = 0;
        for (Tick tick : analysis) {
            if (state.ticks() == 0) {
                start = tick.number();
            }
            Map<String, ArmCounts> before = RateStates.counts(config, state);
            state = judge.observe(state, tick);
            blocks.add(Math.floorDiv(tick.number() - start, blockTicks), before, RateStates.counts(config, state));
        }
        blocks.learned().forEach((name, learned) -> histories.merge(name, learned, ComparisonHistory::plus));
    }

    /** What is known now. */
    public NoiseBook learned() {
        return ComparisonHistory.noise(histories);
    }
}
