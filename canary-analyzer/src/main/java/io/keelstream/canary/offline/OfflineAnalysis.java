package io.keelstream.canary.offline;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.observations.Tick;
import io.keelstream.canary.overdispersion.NoiseBook;
import io.keelstream.canary.verdict.AnalysisState;
import io.keelstream.canary.verdict.Assessment;
import io.keelstream.canary.verdict.Judge;
import io.keelstream.canary.verdict.Ruling;
import java.util.function.Consumer;

/** Replays one file of observations through the judge until it passes, fails or ends. Safe for use by many threads. */
public final class OfflineAnalysis {

    private final Judge judge;

    /**
     * An analysis.
     *
     * @param config what was declared
     * @param noise what earlier analyses taught
     */
    public OfflineAnalysis(AnalysisConfig config, NoiseBook noise) {
        this.judge = new Judge(config, noise);
    }

    /** What the judge says at the tick that decides, or at the last. */
    public Assessment run(Iterable<Tick> observations) {
        AnalysisState state = judge.begin();
        for (Tick tick : observations) {
            state = judge.observe(state, tick);
            if (judge.rule(state) != Ruling.CONTINUE) {
                break;
            }
        }
        return judge.assess(state);
    }

    /**
     * The same, telling of every tick on the way.
     *
     * @param observations what was recorded
     * @param eachTick gets the assessment of every tick
     */
    public Assessment run(Iterable<Tick> observations, Consumer<Assessment> eachTick) {
        AnalysisState state = judge.begin();
        Assessment assessment = judge.assess(state);
        for (Tick tick : observations) {
            state = judge.observe(state, tick);
            assessment = judge.assess(state);
            eachTick.accept(assessment);
            if (assessment.ruling() != Ruling.CONTINUE) {
                break;
            }
        }
        return assessment;
    }
}
