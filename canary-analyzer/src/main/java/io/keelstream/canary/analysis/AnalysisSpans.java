package io.keelstream.canary.analysis;

import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.AnalysisCancelled.Cause;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.tracing.SpanAttributes;
import io.keelstream.tracing.Stage;
import io.keelstream.tracing.Traces;
import java.util.List;

/**
 * An analysis as one span of its commit, from the request to the end, below the release that asked. Nothing of it is kept here:
 * whoever goes on with the analysis goes on with its span. It is sent when the end is written. Thread-safe.
 */
final class AnalysisSpans {

    private static final String VERDICT = "keelstream.verdict";
    private static final String CANCELLED = "keelstream.cancelled";

    private final Traces traces;

    AnalysisSpans(Traces traces) {
        this.traces = traces;
    }

    /** Opens it for one transition. */
    Stage open(String key, Analysis analysis) {
        AnalysisRequest request = analysis.request();
        return traces.of("analyze", request.revision(), key)
                .with(SpanAttributes.DEPLOYMENT, request.deploymentId())
                .with(SpanAttributes.ANALYSIS, request.analysisId())
                .with(SpanAttributes.NAMESPACE, request.namespace())
                .causedBy(analysis.traceparent())
                .since(analysis.startedAt())
                .lasting(request.analysisId() + " " + analysis.startedAt())
                .open()
                .with("keelstream.step", request.position().step());
    }

    /**
     * The verdict is written.
     *
     * @param problems what kept it from measuring; with them, an analysis that stays inconclusive has failed
     */
    void concluded(Stage analysis, Verdict verdict, List<Problem> problems) {
        analysis.with(VERDICT, verdict.name());
        if (verdict == Verdict.INCONCLUSIVE && !problems.isEmpty()) {
            analysis.failed(problems);
        }
        analysis.over();
    }

    /** It is written that the analysis ends without a verdict. */
    void cancelled(String key, Analysis analysis, Cause cause) {
        try (Stage stage = open(key, analysis).with(CANCELLED, cause.name())) {
            stage.over();
        }
    }
}
