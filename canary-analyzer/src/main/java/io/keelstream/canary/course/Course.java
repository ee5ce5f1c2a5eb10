package io.keelstream.canary.course;

import io.keelstream.canary.history.Blocks;
import io.keelstream.canary.increments.Doubled;
import io.keelstream.canary.increments.Span;
import io.keelstream.canary.increments.TickAxis;
import io.keelstream.canary.persistence.HistoryJson;
import io.keelstream.canary.persistence.StateJson;
import io.keelstream.canary.source.Readout;
import io.keelstream.canary.source.Request;
import io.keelstream.canary.verdict.AnalysisState;
import io.keelstream.canary.verdict.Assessment;
import io.keelstream.canary.verdict.Judge;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.Analysis.Evidence;
import io.keelstream.contracts.analysis.AnalysisStanding;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes an analysis from one state to the next. Complete ticks are judged in order, each once. Nothing passes while anything
 * cannot be measured: a source that is away holds the analysis, and what it had meanwhile is judged once it is back; a query
 * that is refused leaves its metric without data. Harm is reported as soon as it is proven. Pure; immutable.
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
        this.pace = new Pace(trial.observation().config().interval(), trial.until());
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
        Assessment assessment = judge.assess(state);
        Analysis after = before.judged(before.evidence(), standing(assessment), problems);
        Verdict verdict = pace.late(now) ? Verdict.INCONCLUSIVE : null;
        return new Progress(after, verdict, state.ticks(), assessment, 0, pace.afterFailure(now), notes(List.of()));
    }

    private Progress judge(Readout.Read read, TickAxis axis, Instant now) {
        Judge judge = trial.judge(axis);
        List<Problem> problems = refusals(read);
        Evidence kept = before.evidence();
        Stretch stretch = new Stretch(
                judge,
                trial.cutter(axis),
                trial.observation().config(),
                state(judge),
                HistoryJson.readBlocks(kept == null ? null : kept.blocks()),
                stepAt());
        long first = axis.firstFrom(trial.ask(before, now).fromMillis());
        long from = kept == null ? axis.span(first).from() : kept.from().toEpochMilli();
        for (long tick : read.ticks()) {
            if (!read.scrapes().complete(axis.span(tick), now.toEpochMilli()) || stretch.verdict() != null) {
                break;
            }
            long block = (axis.span(tick).from() - from) / Blocks.LENGTH.toMillis();
            stretch.judge(tick, block, axis, read.metrics(), problems.isEmpty());
        }
        Span next = axis.span(first + stretch.judged());
        Verdict verdict = stretch.verdict();
        if (verdict == null && pace.over(next, now)) {
            verdict = Verdict.INCONCLUSIVE;
        }
        AnalysisState state = stretch.state();
        Evidence evidence = stretch.judged() == 0 ? kept : evidence(axis, from, first, stretch);
        Instant again = pace.next(next, read.scrapes().spacingMillis(), stretch.judged() > 0, now);
        Assessment assessment = judge.assess(state);
        SortedMap<String, Doubled> doubled = stretch.doubled();
        List<Problem> all = new ArrayList<>(problems);
        all.addAll(
                stretch.judged() == 0
                        ? ScrapeProblems.contradictions(before.problems())
                        : ScrapeProblems.contradictions(doubled));
        Analysis after = before.judged(evidence, standing(assessment), all);
        return new Progress(
                after,
                verdict,
                state.ticks(),
                assessment,
                stretch.judged(),
                again,
                notes(ScrapeProblems.notes(doubled)));
    }

    /** What is worth knowing about what was measured, and about where. */
    private List<Problem> notes(List<Problem> measured) {
        return Stream.concat(trial.unlikeNodes().stream(), measured.stream()).toList();
    }

    private static Evidence evidence(TickAxis axis, long from, long first, Stretch stretch) {
        return new Evidence(
                axis.tickMillis(),
                Instant.ofEpochMilli(from),
                Instant.ofEpochMilli(axis.span(first + stretch.judged()).from()),
                StateJson.write(stretch.state()),
                stretch.stepAt(),
                HistoryJson.write(stretch.blocks()));
    }

    private @Nullable Instant stepAt() {
        Evidence kept = before.evidence();
        return kept == null ? null : kept.stepAt();
    }

    private AnalysisState state(Judge judge) {
        Evidence kept = before.evidence();
        return kept == null ? judge.begin() : StateJson.read(kept.judge());
    }

    private static AnalysisStanding standing(Assessment assessment) {
        double needed = assessment.moreTrafficNeeded();
        return new AnalysisStanding(
                assessment.reason(),
                Double.isFinite(assessment.logE()) ? assessment.logE() : null,
                assessment.failAt(),
                assessment.countedMillis(),
                assessment.canaryRequests(),
                Double.isFinite(needed) ? Math.ceil(needed) : null,
                assessment.evidence().suspected());
    }

    private static List<Problem> refusals(Readout.Read read) {
        return read.refused().entrySet().stream()
                .map(refused -> new Problem("QueryRefused", refused.getValue(), refused.getKey()))
                .toList();
    }
}
