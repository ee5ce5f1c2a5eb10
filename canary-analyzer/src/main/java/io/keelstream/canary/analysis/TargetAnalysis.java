package io.keelstream.canary.analysis;

import io.keelstream.canary.configuration.MalformedInputException;
import io.keelstream.canary.course.Arrival;
import io.keelstream.canary.course.Course;
import io.keelstream.canary.course.Progress;
import io.keelstream.canary.course.Trial;
import io.keelstream.canary.history.NoiseHistory;
import io.keelstream.canary.persistence.HistoryJson;
import io.keelstream.canary.persistence.StateJson;
import io.keelstream.canary.source.MetricsSource;
import io.keelstream.canary.source.Readout;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.Analysis.Evidence;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.IssuedVerdict;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.messaging.event.Received;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one target: compares what is asked with what there is, and takes a running analysis on. One call per target at a
 * time; thread-safe for different targets.
 */
final class TargetAnalysis {

    private final Records records;
    private final MetricsSource source;
    private final AnalysisWriter writer;
    private final Clock clock;

    TargetAnalysis(Records records, MetricsSource source, AnalysisWriter writer, Clock clock) {
        this.records = records;
        this.source = source;
        this.writer = writer;
        this.clock = clock;
    }

    /** When the target has to be looked at again without a change; null when only changes matter. */
    @Nullable
    Instant look(String key) throws InterruptedException {
        Records.Known known = records.of(key);
        Received<AnalysisRequest> gate = known.gate();
        Analysis analysis = known.analysis();
        if (!known.readable()) {
            return null;
        }
        if (gate == null) {
            if (analysis != null) {
                writer.end(key, analysis);
            }
            return null;
        }
        switch (Arrival.of(key, gate.payload(), analysis)) {
            case Arrival.Opens _ -> analysis = begin(key, gate, analysis);
            case Arrival.Stands _ -> {}
            case Arrival.Ignored ignored -> writer.ignored(key, gate, ignored);
        }
        return analysis != null && analysis.issued() == null ? goOn(key, gate, analysis, known.history()) : null;
    }

    private Analysis begin(String key, Received<AnalysisRequest> gate, @Nullable Analysis before) {
        Instant asked = gate.time();
        Analysis first = Analysis.begun(gate.payload(), asked, null, gate.traceparent());
        try {
            Trial trial = Trial.of(gate.payload());
            Analysis next = before == null
                    ? first
                    : Analysis.begun(gate.payload(), asked, trial.carriedOver(before, asked), gate.traceparent());
            return writer.begin(key, gate, before, next, before == null ? null : failed(trial, before));
        } catch (MalformedInputException malformed) {
            Problem problem = new Problem("ConfigurationNotUsable", malformed.problem(), "analysis");
            return writer.begin(
                    key, gate, before, first.withProblems(List.of(problem)), unusable(gate.payload(), problem));
        }
    }

    /** Harm that was proven in a trial is proven for all of it: a gate that crossed its verdict does not lift it. */
    private static @Nullable Decision failed(Trial trial, Analysis before) {
        IssuedVerdict issued = before.issued();
        return issued != null && issued.verdict() == Verdict.FAIL && trial.continues(before.request())
                ? new Decision(Verdict.FAIL, issued.reason())
                : null;
    }

    /** A gate that only watches has no other verdict than FAIL, so it holds with its problem. */
    private static @Nullable Decision unusable(AnalysisRequest gate, Problem problem) {
        return gate.position().need() == Need.WATCH ? null : new Decision(Verdict.INCONCLUSIVE, problem.message());
    }

    private @Nullable Instant goOn(String key, Received<AnalysisRequest> gate, Analysis kept, @Nullable String learned)
            throws InterruptedException {
        AnalysisRequest request = kept.request();
        NoiseHistory history = HistoryJson.read(learned, request.configDigest());
        Trial trial;
        try {
            trial = Trial.of(request).knowing(history.noise(request.trial()));
        } catch (MalformedInputException unusable) {
            return null;
        }
        Analysis before = understood(kept);
        Course course = new Course(trial, before);
        Readout readout = source.read(course.ask(clock.instant()));
        Received<AnalysisRequest> now = records.of(key).gate();
        if (now == null || !now.id().equals(gate.id())) {
            // Something else is asked since the source was, so what it brought does not count.
            return clock.instant();
        }
        Progress progress = course.after(readout, clock.instant());
        writer.goOn(key, gate, before, progress, history);
        return progress.verdict() == null ? progress.again() : null;
    }

    /** A state of another version of the judge is built anew from what the source still has. */
    private static Analysis understood(Analysis kept) {
        Evidence evidence = kept.evidence();
        return evidence == null || StateJson.understands(evidence.judge()) ? kept : kept.anew();
    }
}
