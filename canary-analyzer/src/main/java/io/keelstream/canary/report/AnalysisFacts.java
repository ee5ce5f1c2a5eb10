package io.keelstream.canary.report;

import io.keelstream.canary.config.AnalysisConfig;
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
import io.keelstream.contracts.analysis.IssuedVerdict;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts of each transition of an analysis: its state, and the event that reports it. Stateless. */
public final class AnalysisFacts {

    private AnalysisFacts() {}

    /** What events say of the analysis that a request asks for. */
    public static AnalysisSubject subject(String key, AnalysisRequest request) {
        TargetName name = TargetName.parse(key);
        return new AnalysisSubject(
                request.identity(),
                name.target(),
                name.application(),
                request.namespace(),
                request.revision(),
                new AnalysisSubject.Position(
                        request.position().step(),
                        request.position().round(),
                        request.position().need()));
    }

    /** An analysis begins. */
    public static List<Fact> started(String key, Analysis analysis, EventContext context) {
        AnalysisRequest request = analysis.request();
        var event = new AnalysisStarted(
                subject(key, request),
                request.baseline(),
                request.canary(),
                method(request),
                request.position().until());
        return List.of(state(key, analysis, context), Fact.of(EventType.ANALYSIS_STARTED, key, event, context));
    }

    /** An analysis went on, and nothing of it is worth an event. */
    public static List<Fact> kept(String key, Analysis analysis, EventContext context) {
        return List.of(state(key, analysis, context));
    }

    /** An analysis went on, and what it measured is published. */
    public static List<Fact> measured(String key, Progress progress, EventContext context) {
        Analysis analysis = progress.analysis();
        var event = new AnalysisMeasured(
                subject(key, analysis.request()),
                findings(progress),
                progress.assessment().reason(),
                analysis.problems());
        return List.of(state(key, analysis, context), Fact.of(EventType.ANALYSIS_MEASURED, key, event, context));
    }

    /**
     * An analysis ends with a verdict.
     *
     * @param progress with its verdict written into the state
     */
    public static List<Fact> concluded(String key, Progress progress, IssuedVerdict issued, EventContext context) {
        Double needed = issued.verdict() == Verdict.INCONCLUSIVE
                ? Findings.finite(Math.ceil(progress.assessment().moreTrafficNeeded()))
                : null;
        return concluded(key, progress.analysis(), issued, findings(progress), needed, context);
    }

    /** An analysis ends with its begin: it cannot be judged, or the verdict stands already. */
    public static List<Fact> concludedAtOnce(
            String key, Analysis analysis, IssuedVerdict issued, EventContext context) {
        return concluded(key, analysis, issued, AnalysisFindings.NONE, null, context);
    }

    private static List<Fact> concluded(
            String key,
            Analysis analysis,
            IssuedVerdict issued,
            AnalysisFindings findings,
            @Nullable Double moreTrafficNeeded,
            EventContext context) {
        var event = new VerdictIssued(
                subject(key, analysis.request()),
                new VerdictIssued.Conclusion(issued.verdict(), issued.reason(), issued.expiresAt(), moreTrafficNeeded),
                findings,
                analysis.problems(),
                method(analysis.request()));
        return List.of(state(key, analysis, context), Fact.of(EventType.VERDICT_ISSUED, key, event, context));
    }

    /** An analysis ends without a verdict. */
    public static Fact cancelled(String key, Analysis analysis, AnalysisCancelled.Cause cause, EventContext context) {
        return Fact.of(
                EventType.ANALYSIS_CANCELLED,
                key,
                new AnalysisCancelled(subject(key, analysis.request()), cause),
                context);
    }

    /** What an analysis taught, and those before it. */
    public static Fact taught(String key, Analysis analysis, String history, EventContext context) {
        return state(Analysis.historyKey(key), analysis.taught(history), context);
    }

    /** Nothing is asked any more, so nothing but what was learned is kept. */
    public static Fact forgotten(String key, EventContext context) {
        return Fact.tombstone(EventType.ANALYSIS_CHANGED, key, context);
    }

    private static Fact state(String key, Analysis analysis, EventContext context) {
        return Fact.of(EventType.ANALYSIS_CHANGED, key, analysis, context);
    }

    /** The version is that of the judge's state, which changes with its rules. */
    private static AnalysisMethod method(AnalysisRequest request) {
        return new AnalysisMethod(
                "sequential",
                AnalysisState.VERSION,
                number(request, "falseAlarm", AnalysisConfig.FALSE_ALARM),
                number(request, "wrongPass", AnalysisConfig.WRONG_PASS));
    }

    private static double number(AnalysisRequest request, String name, double otherwise) {
        return request.analysis().get(name) instanceof Number number ? number.doubleValue() : otherwise;
    }

    private static AnalysisFindings findings(Progress progress) {
        return Findings.of(progress.analysis().evidence(), progress.ticks(), progress.assessment(), progress.notes());
    }
}
