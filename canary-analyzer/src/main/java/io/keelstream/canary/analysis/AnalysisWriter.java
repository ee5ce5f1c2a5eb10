package io.keelstream.canary.analysis;

import io.keelstream.canary.course.Progress;
import io.keelstream.canary.report.AnalysisFacts;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.AnalysisCancelled.Cause;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisSubject;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Ids;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.tracing.Stage;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes each transition of an analysis, its state and the events that tell of it, in one transaction. Thread-safe. */
final class AnalysisWriter {

    private static final Logger LOG = LoggerFactory.getLogger(AnalysisWriter.class);

    private final OwnedPartition partition;
    private final AnalysisSettings settings;
    private final AnalysisMetrics metrics;
    private final AnalysisSpans spans;
    private final Clock clock;

    AnalysisWriter(
            OwnedPartition partition,
            AnalysisSettings settings,
            AnalysisMetrics metrics,
            AnalysisSpans spans,
            Clock clock) {
        this.partition = partition;
        this.settings = settings;
        this.metrics = metrics;
        this.spans = spans;
        this.clock = clock;
    }

    /**
     * An analysis begins, in place of another one if there was one.
     *
     * @param problem why its configuration cannot be judged by, which ends it at once; null when it can
     */
    Analysis begin(
            String key,
            Received<AnalysisRequest> gate,
            @Nullable Analysis replaced,
            Analysis analysis,
            @Nullable Problem problem) {
        Analysis superseded = replaced != null && replaced.verdict() == null ? replaced : null;
        try (Stage stage = spans.open(key, analysis)) {
            Instant now = clock.instant();
            EventContext context = context(key, analysis.subject(), gate.id(), now, stage);
            List<Fact> facts = new ArrayList<>();
            if (superseded != null) {
                facts.add(AnalysisFacts.cancelled(key, superseded, Cause.SUPERSEDED, context));
                tell(key, superseded.subject())
                        .addKeyValue("cause", Cause.SUPERSEDED)
                        .log("Analysis cancelled");
            }
            facts.addAll(AnalysisFacts.started(key, analysis, gate.payload(), context));
            tell(key, analysis.subject()).log("Analysis started");
            if (problem != null) {
                Instant expiresAt = now.plus(settings.verdictValidity());
                facts.addAll(AnalysisFacts.unjudgeable(key, analysis, problem, expiresAt, context));
            }
            write(key, facts, analysis);
            if (problem != null) {
                issued(key, analysis, Verdict.INCONCLUSIVE, problem.message(), stage);
            }
        }
        if (superseded != null) {
            spans.cancelled(key, superseded, Cause.SUPERSEDED);
        }
        return analysis;
    }

    /** An analysis went on, or ends with its verdict. */
    void goOn(String key, Received<AnalysisRequest> gate, Analysis before, Progress progress) {
        if (!progress.news(before)) {
            return;
        }
        try (Stage stage = spans.open(key, before)) {
            Instant now = clock.instant();
            EventContext context = context(key, before.subject(), gate.id(), now, stage);
            Analysis after = progress.analysis();
            Verdict verdict = after.verdict();
            boolean due = !now.isBefore(before.measuredAt().plus(settings.measuredEvery()));
            if (verdict != null) {
                Instant expiresAt = now.plus(settings.verdictValidity());
                write(key, AnalysisFacts.concluded(key, progress, verdict, expiresAt, context), after);
                issued(key, after, verdict, progress.assessment().reason(), stage);
            } else if (due || progress.worthTelling(before)) {
                Progress told = progress.toldAt(now);
                write(key, AnalysisFacts.measured(key, told, context), told.analysis());
            } else {
                write(key, AnalysisFacts.kept(key, after, context), after);
            }
        }
    }

    /** Nothing is asked any more. */
    void end(String key, Analysis analysis) {
        boolean runs = analysis.verdict() == null;
        try (Stage stage = spans.open(key, analysis)) {
            EventContext context = context(key, analysis.subject(), null, clock.instant(), stage);
            List<Fact> facts = new ArrayList<>(List.of(AnalysisFacts.forgotten(key, context)));
            if (runs) {
                facts.add(AnalysisFacts.cancelled(key, analysis, Cause.WITHDRAWN, context));
                tell(key, analysis.subject())
                        .addKeyValue("cause", Cause.WITHDRAWN)
                        .log("Analysis cancelled");
            }
            write(key, facts, null);
        }
        if (runs) {
            spans.cancelled(key, analysis, Cause.WITHDRAWN);
        }
    }

    /** The verdict is written: what else tells of it. */
    private void issued(String key, Analysis analysis, Verdict verdict, String reason, Stage stage) {
        metrics.issued(verdict);
        tell(key, analysis.subject())
                .addKeyValue("verdict", verdict)
                .addKeyValue("reason", reason)
                .log("Verdict issued");
        spans.concluded(stage, verdict, analysis.problems());
    }

    private void write(String key, List<Fact> facts, @Nullable Analysis analysis) {
        partition.writer().writeAndWait(facts);
        metrics.stands(key, analysis);
    }

    private static EventContext context(
            String key, AnalysisSubject subject, @Nullable String cause, Instant now, Stage stage) {
        String correlation = Ids.correlation(key, subject.revision().commit());
        return new EventContext(now, cause, correlation, stage.traceparent());
    }

    private static LoggingEventBuilder tell(String key, AnalysisSubject subject) {
        return LOG.atInfo()
                .addKeyValue("target", key)
                .addKeyValue("commit", subject.revision().commit())
                .addKeyValue("deployment", subject.deploymentId())
                .addKeyValue("analysis", subject.analysisId())
                .addKeyValue("step", subject.step());
    }
}
