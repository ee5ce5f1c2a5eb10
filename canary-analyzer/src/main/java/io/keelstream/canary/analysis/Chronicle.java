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
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes each transition of an analysis, its state and the events that tell of it, in one transaction. Thread-safe. */
final class Chronicle {

    private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);

    private final OwnedPartition partition;
    private final AnalysisSettings settings;
    private final AnalysisMetrics metrics;
    private final Clock clock;

    Chronicle(OwnedPartition partition, AnalysisSettings settings, AnalysisMetrics metrics, Clock clock) {
        this.partition = partition;
        this.settings = settings;
        this.metrics = metrics;
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
        Instant now = clock.instant();
        EventContext context = context(key, analysis.subject(), gate.id(), now);
        List<Fact> facts = new ArrayList<>();
        if (replaced != null && replaced.verdict() == null) {
            facts.add(AnalysisFacts.cancelled(key, replaced, Cause.SUPERSEDED, context));
            tell(key, replaced.subject()).addKeyValue("cause", Cause.SUPERSEDED).log("Analysis cancelled");
        }
        facts.addAll(AnalysisFacts.started(key, analysis, gate.payload(), context));
        tell(key, analysis.subject()).log("Analysis started");
        if (problem != null) {
            facts.addAll(
                    AnalysisFacts.unjudgeable(key, analysis, problem, now.plus(settings.verdictValidity()), context));
            tell(key, analysis.subject())
                    .addKeyValue("verdict", Verdict.INCONCLUSIVE)
                    .addKeyValue("reason", problem.message())
                    .log("Verdict issued");
            metrics.issued(Verdict.INCONCLUSIVE);
        }
        write(key, facts, analysis);
        return analysis;
    }

    /** An analysis went on, or ends with its verdict. */
    void goOn(String key, Received<AnalysisRequest> gate, Analysis before, Progress progress) {
        if (!progress.news(before)) {
            return;
        }
        Instant now = clock.instant();
        EventContext context = context(key, before.subject(), gate.id(), now);
        Verdict verdict = progress.analysis().verdict();
        boolean due = !now.isBefore(before.measuredAt().plus(settings.measuredEvery()));
        if (verdict != null) {
            Instant expiresAt = now.plus(settings.verdictValidity());
            write(key, AnalysisFacts.concluded(key, progress, verdict, expiresAt, context), progress.analysis());
            metrics.issued(verdict);
            tell(key, before.subject())
                    .addKeyValue("verdict", verdict)
                    .addKeyValue("reason", progress.assessment().reason())
                    .log("Verdict issued");
        } else if (due || progress.worthTelling(before)) {
            Progress told = progress.toldAt(now);
            write(key, AnalysisFacts.measured(key, told, context), told.analysis());
        } else {
            write(key, AnalysisFacts.kept(key, progress.analysis(), context), progress.analysis());
        }
    }

    /** Nothing is asked any more. */
    void end(String key, Analysis analysis) {
        EventContext context = context(key, analysis.subject(), null, clock.instant());
        List<Fact> facts = new ArrayList<>(List.of(AnalysisFacts.forgotten(key, context)));
        if (analysis.verdict() == null) {
            facts.add(AnalysisFacts.cancelled(key, analysis, Cause.WITHDRAWN, context));
            tell(key, analysis.subject()).addKeyValue("cause", Cause.WITHDRAWN).log("Analysis cancelled");
        }
        write(key, facts, null);
    }

    private void write(String key, List<Fact> facts, @Nullable Analysis analysis) {
        partition.writer().writeAndWait(facts);
        metrics.stands(key, analysis);
    }

    private EventContext context(String key, AnalysisSubject subject, @Nullable String cause, Instant now) {
        String repository = subject.revision().repository();
        String commit = subject.revision().commit();
        String hop = "canary-analyzer/" + key;
        return new EventContext(
                now,
                cause,
                Ids.correlation(key, commit),
                Ids.traceparent(Ids.trace(partition.installation(), repository, commit), hop));
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
