package io.keelstream.canary.analysis;

import io.keelstream.canary.configuration.MalformedInputException;
import io.keelstream.canary.course.Course;
import io.keelstream.canary.course.Progress;
import io.keelstream.canary.course.Trial;
import io.keelstream.canary.persistence.StateJson;
import io.keelstream.canary.report.AnalysisFacts;
import io.keelstream.canary.source.MetricsSource;
import io.keelstream.canary.source.Readout;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.Analysis.Evidence;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisSubject;
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

    /** When the target has to be looked at again without news; null when only news matter. */
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
        if (analysis == null || !asks(gate, analysis)) {
            analysis = begin(key, gate, analysis);
        }
        return analysis.verdict() == null ? goOn(key, gate, analysis) : null;
    }

    private Analysis begin(String key, Received<AnalysisRequest> gate, @Nullable Analysis before) {
        AnalysisSubject subject = AnalysisFacts.subject(key, gate.payload());
        Instant asked = gate.time();
        try {
            Trial trial = Trial.of(gate.payload());
            Evidence evidence = before == null ? null : carriedOver(trial, subject, before);
            Analysis first = new Analysis(subject, asked, evidence, asked, List.of(), null, gate.traceparent());
            return writer.begin(key, gate, before, first, null);
        } catch (MalformedInputException malformed) {
            Problem problem = new Problem("ConfigurationNotUsable", malformed.problem(), "analysis");
            Analysis over = new Analysis(
                    subject, asked, null, asked, List.of(problem), Verdict.INCONCLUSIVE, gate.traceparent());
            return writer.begin(key, gate, before, over, problem);
        }
    }

    /** Steps of one deployment that are judged alike are one story. */
    private static @Nullable Evidence carriedOver(Trial trial, AnalysisSubject subject, Analysis before) {
        AnalysisSubject earlier = before.subject();
        Evidence evidence = before.evidence();
        boolean same = earlier.deploymentId().equals(subject.deploymentId())
                && earlier.configDigest().equals(subject.configDigest());
        return same && evidence != null && StateJson.understands(evidence.judge()) ? trial.carriedOver(evidence) : null;
    }

    private @Nullable Instant goOn(String key, Received<AnalysisRequest> gate, Analysis kept)
            throws InterruptedException {
        Trial trial = Trial.of(gate.payload());
        Analysis before = understood(kept);
        Course course = new Course(trial, before);
        Readout readout = source.read(course.ask(clock.instant()));
        Received<AnalysisRequest> now = records.of(key).gate();
        if (now == null || !now.id().equals(gate.id())) {
            // Something else is asked since the source was, so what it brought does not count.
            return clock.instant();
        }
        Progress progress = course.after(readout, clock.instant());
        writer.goOn(key, gate, before, progress);
        return progress.analysis().verdict() == null ? progress.again() : null;
    }

    /** A state of another version of the judge is built anew from what the source still has. */
    private static Analysis understood(Analysis kept) {
        Evidence evidence = kept.evidence();
        return evidence == null || StateJson.understands(evidence.judge())
                ? kept
                : new Analysis(
                        kept.subject(),
                        kept.startedAt(),
                        null,
                        kept.measuredAt(),
                        kept.problems(),
                        kept.verdict(),
                        kept.traceparent());
    }

    private static boolean asks(Received<AnalysisRequest> gate, Analysis analysis) {
        return gate.payload().analysisId().equals(analysis.subject().analysisId());
    }
}
