package io.keelstream.canary.analysis;

import io.keelstream.canary.course.Arrival;
import io.keelstream.canary.course.Progress;
import io.keelstream.canary.history.NoiseHistory;
import io.keelstream.canary.persistence.HistoryJson;
import io.keelstream.canary.report.AnalysisFacts;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.Analysis.Evidence;
import io.keelstream.contracts.analysis.AnalysisCancelled.Cause;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.IssuedVerdict;
import io.keelstream.contracts.analysis.Verdict;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes each transition of an analysis, its state and the events about it, in one transaction. Thread-safe. */
final class AnalysisWriter {

    private static final Logger LOG = LoggerFactory.getLogger(AnalysisWriter.class);

    private final OwnedPartition partition;
    private final AnalysisSettings settings;
    private final AnalysisMetrics metrics;
    private final AnalysisSpans spans;
    private final Clock clock;

    /** Target to the gate that was ignored last, so that each is reported once. */
    private final Map<String, String> ignoredGates = new ConcurrentHashMap<>();

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
     * @param decision the verdict that ends it at once; null when it goes on
     */
    Analysis begin(
            String key,
            Received<AnalysisRequest> gate,
            @Nullable Analysis replaced,
            Analysis analysis,
            @Nullable Decision decision) {
        Analysis superseded = replaced != null && replaced.issued() == null ? replaced : null;
        Analysis kept;
        try (Stage stage = spans.open(key, analysis)) {
            Instant now = clock.instant();
            EventContext context = context(key, analysis.request(), gate.id(), now, stage);
            List<Fact> facts = new ArrayList<>();
            if (superseded != null) {
                facts.add(AnalysisFacts.cancelled(key, superseded, Cause.SUPERSEDED, context));
                log(key, superseded.request())
                        .addKeyValue("cause", Cause.SUPERSEDED)
                        .log("Analysis cancelled");
            }
            facts.addAll(AnalysisFacts.started(key, analysis, context));
            log(key, analysis.request()).log("Analysis started");
            if (decision == null) {
                kept = analysis;
                write(key, facts, kept);
            } else {
                IssuedVerdict issued = issued(decision, now);
                kept = analysis.concluded(issued);
                facts.addAll(AnalysisFacts.concludedAtOnce(key, kept, issued, context));
                write(key, facts, kept);
                report(key, kept, issued, stage);
            }
        }
        if (superseded != null) {
            spans.cancelled(key, superseded, Cause.SUPERSEDED);
        }
        return kept;
    }

    /**
     * An analysis went on, or ends with its verdict.
     *
     * @param history what earlier trials of the target taught
     */
    void goOn(String key, Received<AnalysisRequest> gate, Analysis before, Progress progress, NoiseHistory history) {
        if (!progress.changes(before)) {
            return;
        }
        try (Stage stage = spans.open(key, before)) {
            Instant now = clock.instant();
            EventContext context = context(key, before.request(), gate.id(), now, stage);
            Verdict verdict = progress.verdict();
            boolean due = !now.isBefore(before.measuredAt().plus(settings.measuredEvery()));
            if (verdict != null) {
                IssuedVerdict issued =
                        issued(new Decision(verdict, progress.assessment().reason()), now);
                Progress over = progress.concluded(issued);
                List<Fact> facts = new ArrayList<>(AnalysisFacts.concluded(key, over, issued, context));
                NoiseHistory taught = taught(history, over.analysis(), verdict);
                if (!taught.equals(history)) {
                    facts.add(AnalysisFacts.taught(key, over.analysis(), HistoryJson.write(taught), context));
                }
                write(key, facts, over.analysis());
                report(key, over.analysis(), issued, stage);
            } else if (due || progress.isNotable(before)) {
                Progress measured = progress.measuredAt(now);
                write(key, AnalysisFacts.measured(key, measured, context), measured.analysis());
            } else {
                write(key, AnalysisFacts.kept(key, progress.analysis(), context), progress.analysis());
            }
        }
    }

    private static NoiseHistory taught(NoiseHistory history, Analysis over, Verdict verdict) {
        String trial = over.request().trial();
        Evidence evidence = over.evidence();
        return switch (verdict) {
            case PASS -> evidence == null ? history : history.passed(trial, HistoryJson.readBlocks(evidence.blocks()));
            case FAIL -> history.failed(trial);
            case NO_HARM, INCONCLUSIVE, UNKNOWN -> history;
        };
    }

    /** A gate asks for nothing that may be done. Logged and counted once per record. */
    void ignored(String key, Received<AnalysisRequest> gate, Arrival.Ignored ignored) {
        if (gate.id().equals(ignoredGates.put(key, gate.id()))) {
            return;
        }
        metrics.ignored(ignored.reason());
        LOG.atWarn()
                .addKeyValue("target", key)
                .addKeyValue("deployment", gate.payload().deploymentId())
                .addKeyValue("analysis", gate.payload().analysisId())
                .addKeyValue("reason", ignored.reason())
                .addKeyValue("problem", ignored.message())
                .log("A gate is ignored");
    }

    /** Nothing is asked any more. */
    void end(String key, Analysis analysis) {
        boolean runs = analysis.issued() == null;
        ignoredGates.remove(key);
        try (Stage stage = spans.open(key, analysis)) {
            EventContext context = context(key, analysis.request(), null, clock.instant(), stage);
            List<Fact> facts = new ArrayList<>(List.of(AnalysisFacts.forgotten(key, context)));
            if (runs) {
                facts.add(AnalysisFacts.cancelled(key, analysis, Cause.WITHDRAWN, context));
                log(key, analysis.request())
                        .addKeyValue("cause", Cause.WITHDRAWN)
                        .log("Analysis cancelled");
            }
            write(key, facts, null);
        }
        if (runs) {
            spans.cancelled(key, analysis, Cause.WITHDRAWN);
        }
    }

    private IssuedVerdict issued(Decision decision, Instant now) {
        Instant expiresAt = decision.verdict() == Verdict.FAIL ? null : now.plus(settings.verdictValidity());
        return new IssuedVerdict(decision.verdict(), decision.reason(), now, expiresAt);
    }

    /** The verdict is written: what else reports it. */
    private void report(String key, Analysis analysis, IssuedVerdict issued, Stage stage) {
        metrics.issued(issued.verdict());
        log(key, analysis.request())
                .addKeyValue("verdict", issued.verdict())
                .addKeyValue("reason", issued.reason())
                .log("Verdict issued");
        spans.concluded(stage, issued.verdict(), analysis.problems());
    }

    private void write(String key, List<Fact> facts, @Nullable Analysis analysis) {
        partition.writer().writeAndWait(facts);
        metrics.stands(key, analysis);
    }

    private static EventContext context(
            String key, AnalysisRequest request, @Nullable String cause, Instant now, Stage stage) {
        String correlation = Ids.correlation(key, request.revision().commit());
        return new EventContext(now, cause, correlation, stage.traceparent());
    }

    private static LoggingEventBuilder log(String key, AnalysisRequest request) {
        return LOG.atInfo()
                .addKeyValue("target", key)
                .addKeyValue("commit", request.revision().commit())
                .addKeyValue("deployment", request.deploymentId())
                .addKeyValue("analysis", request.analysisId())
                .addKeyValue("step", request.position().step());
    }
}
