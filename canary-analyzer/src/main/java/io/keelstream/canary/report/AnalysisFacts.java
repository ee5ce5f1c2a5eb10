package io.keelstream.canary.report;

import io.keelstream.canary.course.Progress;
import io.keelstream.canary.verdict.AnalysisState;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.AnalysisCancelled;
import io.keelstream.contracts.analysis.AnalysisFindings;
import io.keelstream.contracts.analysis.AnalysisMeasured;
import io.keelstream.contracts.analysis.AnalysisMethod;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisStarted;
import io.keelstream.contracts.analysis.AnalysisSubject;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import java.time.Instant;
import java.util.List;

/** The facts of each transition of an analysis: its state, and the event that tells of it. Stateless. */
public final class AnalysisFacts {

    /** How analyses are judged; the version is that of the judge's state, which changes with its rules. */
    private static final AnalysisMethod METHOD = new AnalysisMethod("sequential", AnalysisState.VERSION);

    private AnalysisFacts() {}

    /** What events say of the analysis that a request asks for. */
    public static AnalysisSubject subject(String key, AnalysisRequest request) {
        TargetName name = TargetName.parse(key);
        return new AnalysisSubject(
                request.analysisId(),
                request.deploymentId(),
                request.configDigest(),
                name.target(),
                name.application(),
                request.namespace(),
                request.revision(),
                request.step());
    }

    /** An analysis begins. */
    public static List<Fact> started(String key, Analysis analysis, AnalysisRequest request, EventContext context) {
        var event =
                new AnalysisStarted(analysis.subject(), request.baseline(), request.canary(), METHOD, request.until());
        return List.of(state(key, analysis, context), Fact.of(EventType.ANALYSIS_STARTED, key, event, context));
    }

    /** An analysis went on, and nothing of it is worth an event. */
    public static List<Fact> kept(String key, Analysis analysis, EventContext context) {
        return List.of(state(key, analysis, context));
    }

    /** An analysis went on, and what it measured is told. */
    public static List<Fact> measured(String key, Progress progress, EventContext context) {
        Analysis analysis = progress.analysis();
        var event = new AnalysisMeasured(
                analysis.subject(), findings(progress), progress.assessment().reason(), analysis.problems());
        return List.of(state(key, analysis, context), Fact.of(EventType.ANALYSIS_MEASURED, key, event, context));
    }

    /**
     * An analysis ends with a verdict.
     *
     * @param verdict that of the progress
     * @param expiresAt from then on nobody may act on it
     */
    public static List<Fact> concluded(
            String key, Progress progress, Verdict verdict, Instant expiresAt, EventContext context) {
        Analysis analysis = progress.analysis();
        var event = new VerdictIssued(
                analysis.subject(),
                verdict,
                progress.assessment().reason(),
                expiresAt,
                findings(progress),
                verdict == Verdict.INCONCLUSIVE
                        ? Findings.finite(Math.ceil(progress.assessment().moreTrafficNeeded()))
                        : null,
                analysis.problems(),
                METHOD);
        return List.of(state(key, analysis, context), Fact.of(EventType.VERDICT_ISSUED, key, event, context));
    }

    /**
     * An analysis whose configuration cannot be judged by ends at once, INCONCLUSIVE.
     *
     * @param analysis with that verdict
     * @param problem what is wrong with the configuration
     */
    public static List<Fact> unjudgeable(
            String key, Analysis analysis, Problem problem, Instant expiresAt, EventContext context) {
        var event = new VerdictIssued(
                analysis.subject(),
                Verdict.INCONCLUSIVE,
                "the configuration cannot be judged by",
                expiresAt,
                AnalysisFindings.NONE,
                null,
                List.of(problem),
                METHOD);
        return List.of(state(key, analysis, context), Fact.of(EventType.VERDICT_ISSUED, key, event, context));
    }

    /** An analysis ends without a verdict. */
    public static Fact cancelled(String key, Analysis analysis, AnalysisCancelled.Cause cause, EventContext context) {
        return Fact.of(EventType.ANALYSIS_CANCELLED, key, new AnalysisCancelled(analysis.subject(), cause), context);
    }

    /** Nothing is asked any more, so nothing is kept. */
    public static Fact forgotten(String key, EventContext context) {
        return Fact.tombstone(EventType.ANALYSIS_CHANGED, key, context);
    }

    private static Fact state(String key, Analysis analysis, EventContext context) {
        return Fact.of(EventType.ANALYSIS_CHANGED, key, analysis, context);
    }

    private static AnalysisFindings findings(Progress progress) {
        return Findings.of(progress.analysis().evidence(), progress.ticks(), progress.assessment());
    }
}
