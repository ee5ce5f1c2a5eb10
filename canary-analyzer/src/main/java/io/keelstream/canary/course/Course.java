package io.keelstream.canary.course;

import io.keelstream.canary.increments.Span;
import io.keelstream.canary.increments.TickAxis;
import io.keelstream.canary.increments.TickCutter;
import io.keelstream.canary.persistence.StateJson;
import io.keelstream.canary.source.Readout;
import io.keelstream.canary.source.Request;
import io.keelstream.canary.verdict.AnalysisState;
import io.keelstream.canary.verdict.Judge;
import io.keelstream.canary.verdict.Ruling;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.Analysis.Evidence;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes an analysis from one state to the next. Complete ticks are judged in order, each once. Nothing passes while anything
 * cannot be measured: a source that is away holds the analysis, and what it had meanwhile is judged once it is back; a query
 * that is refused leaves its metric without data. Harm is told as soon as it is proven. Pure; immutable.
 */
public final class Course {

    private final Trial trial;
    private final Analysis before;
    private final Pace pace;

    /**
     * @param trial what was asked
     * @param before where it stands
     */
    public Course(Trial trial, Analysis before) {
        this.trial = trial;
        this.before = before;
        this.pace = new Pace(
                trial.observation().config().interval(), trial.request().until());
    }

    /** What the source is to be asked for now. */
    public Request ask(Instant now) {
        return trial.ask(before, now);
    }

    /** What follows from what the source brought. */
    public Progress after(Readout readout, Instant now) {
        return switch (readout) {
            case Readout.Away(String message) -> hold(List.of(new Problem("SourceAway", message, null)), now);
            case Readout.Read read -> {
                TickAxis axis = read.axis();
                yield axis == null ? hold(refusals(read), now) : judge(read, axis, now);
            }
        };
    }

    /** Nothing can be judged; at the end of its time the analysis ends all the same. */
    private Progress hold(List<Problem> problems, Instant now) {
        Judge judge = trial.judge(Trial.axis(before));
        AnalysisState state = state(judge);
        Analysis after = after(before.evidence(), problems, pace.late(now) ? Verdict.INCONCLUSIVE : null);
        return new Progress(after, state.ticks(), judge.assess(state), 0, pace.afterFailure(now));
    }

    private Progress judge(Readout.Read read, TickAxis axis, Instant now) {
        Judge judge = trial.judge(axis);
        TickCutter cutter = trial.cutter(axis);
        List<Problem> problems = refusals(read);
        AnalysisState state = state(judge);
        Verdict verdict = null;
        int judged = 0;
        for (long tick : read.ticks()) {
            boolean complete = read.scrapes().complete(axis.span(tick), now.toEpochMilli());
            if (!complete || verdict != null) {
                break;
            }
            state = judge.observe(state, cutter.cut(tick, read.metrics()));
            verdict = decided(judge.rule(state), problems);
            judged++;
        }
        long first = axis.firstFrom(trial.ask(before, now).fromMillis());
        Span next = axis.span(first + judged);
        if (verdict == null && pace.over(next, now)) {
            verdict = Verdict.INCONCLUSIVE;
        }
        Evidence evidence = judged == 0 ? before.evidence() : evidence(axis, first, judged, state);
        Instant again = pace.next(next, read.scrapes().spacingMillis(), judged > 0, now);
        return new Progress(after(evidence, problems, verdict), state.ticks(), judge.assess(state), judged, again);
    }

    private static @Nullable Verdict decided(Ruling ruling, List<Problem> problems) {
        return switch (ruling) {
            case FAIL -> Verdict.FAIL;
            case PASS -> problems.isEmpty() ? Verdict.PASS : null;
            case CONTINUE -> null;
        };
    }

    private Evidence evidence(TickAxis axis, long first, int judged, AnalysisState state) {
        Evidence kept = before.evidence();
        return new Evidence(
                axis.tickMillis(),
                kept == null ? Instant.ofEpochMilli(axis.span(first).from()) : kept.from(),
                Instant.ofEpochMilli(axis.span(first + judged).from()),
                StateJson.write(state));
    }

    private AnalysisState state(Judge judge) {
        Evidence kept = before.evidence();
        return kept == null ? judge.begin() : StateJson.read(kept.judge());
    }

    private Analysis after(@Nullable Evidence evidence, List<Problem> problems, @Nullable Verdict verdict) {
        return new Analysis(
                before.subject(),
                before.startedAt(),
                evidence,
                before.measuredAt(),
                problems,
                verdict,
                before.traceparent());
    }

    private static List<Problem> refusals(Readout.Read read) {
        return read.refused().entrySet().stream()
                .map(refused -> new Problem("QueryRefused", refused.getValue(), refused.getKey()))
                .toList();
    }
}
