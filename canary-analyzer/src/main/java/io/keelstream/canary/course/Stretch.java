package io.keelstream.canary.course;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.history.Blocks;
import io.keelstream.canary.increments.Doubled;
import io.keelstream.canary.increments.Samples;
import io.keelstream.canary.increments.TickAxis;
import io.keelstream.canary.increments.TickCutter;
import io.keelstream.canary.observations.ArmCounts;
import io.keelstream.canary.verdict.AnalysisState;
import io.keelstream.canary.verdict.Judge;
import io.keelstream.canary.verdict.RateStates;
import io.keelstream.canary.verdict.Ruling;
import io.keelstream.contracts.analysis.Verdict;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The ticks that one look judges, in order. A step begins with the first tick after it was asked for; of the ticks before, harm
 * alone is concluded. For one use by one thread.
 */
final class Stretch {

    private final Judge judge;
    private final TickCutter cutter;
    private final AnalysisConfig config;
    private final Blocks blocks;
    private AnalysisState state;
    private @Nullable Instant stepAt;
    private @Nullable Verdict verdict;
    private int judged;
    private Supplier<SortedMap<String, Doubled>> doubled = TreeMap::new;

    /**
     * @param blocks what was counted before; the ticks are added to it
     */
    Stretch(
            Judge judge,
            TickCutter cutter,
            AnalysisConfig config,
            AnalysisState state,
            Blocks blocks,
            @Nullable Instant stepAt) {
        this.judge = judge;
        this.cutter = cutter;
        this.config = config;
        this.blocks = blocks;
        this.state = state;
        this.stepAt = stepAt;
    }

    /**
     * Judges the next tick.
     *
     * @param block in which its counts are kept
     * @param measured whether everything could be measured: without that nothing ends well
     */
    void judge(long tick, long block, TickAxis axis, Map<String, Samples> metrics, boolean measured) {
        Instant step = stepAt;
        if (step != null && axis.span(tick).from() >= step.toEpochMilli()) {
            state = judge.atStep(state);
            stepAt = null;
        }
        Map<String, ArmCounts> before = RateStates.counts(config, state);
        state = judge.observe(state, cutter.cut(tick, metrics));
        blocks.add(block, before, RateStates.counts(config, state));
        Ruling ruling = judge.rule(state);
        boolean endsWell = ruling == Ruling.PASS || ruling == Ruling.NO_HARM;
        doubled = () -> cutter.doubled(tick, metrics);
        boolean mayEndWell = measured
                && stepAt == null
                && (!endsWell || ScrapeProblems.contradictions(doubled.get()).isEmpty());
        verdict = verdict(ruling, mayEndWell);
        judged++;
    }

    /** What several scrapes cover in the latest tick; empty before the first. */
    SortedMap<String, Doubled> doubled() {
        return doubled.get();
    }

    AnalysisState state() {
        return state;
    }

    /** When the step begins that was not reached; null when it was. */
    @Nullable
    Instant stepAt() {
        return stepAt;
    }

    Blocks blocks() {
        return blocks;
    }

    @Nullable
    Verdict verdict() {
        return verdict;
    }

    int judged() {
        return judged;
    }

    private static @Nullable Verdict verdict(Ruling ruling, boolean mayEndWell) {
        return switch (ruling) {
            case FAIL -> Verdict.FAIL;
            case PASS -> mayEndWell ? Verdict.PASS : null;
            case NO_HARM -> mayEndWell ? Verdict.NO_HARM : null;
            case CONTINUE -> null;
        };
    }
}
