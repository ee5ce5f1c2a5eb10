package io.keelstream.canary.course;

import io.keelstream.canary.configuration.AnalysisYaml;
import io.keelstream.canary.configuration.MalformedInputException;
import io.keelstream.canary.configuration.Observation;
import io.keelstream.canary.increments.TickAxis;
import io.keelstream.canary.increments.TickCutter;
import io.keelstream.canary.observations.Arm;
import io.keelstream.canary.overdispersion.NoiseBook;
import io.keelstream.canary.persistence.StateJson;
import io.keelstream.canary.source.Request;
import io.keelstream.canary.verdict.Judge;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.Analysis.Evidence;
import io.keelstream.contracts.analysis.AnalysisRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request whose configuration was understood. Immutable.
 *
 * @param request as asked
 * @param observation what is judged, and what is asked for
 */
public record Trial(AnalysisRequest request, Observation observation) {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Understands a request.
     *
     * @throws MalformedInputException when its configuration cannot be judged by
     */
    public static Trial of(AnalysisRequest request) {
        Observation observation = AnalysisYaml.readOnline("analysis", JSON.writeValueAsString(request.analysis()));
        return new Trial(request, new Observation(observation.config().asked(share(request)), observation.queries()));
    }

    /**
     * The evidence of the step before at the begin of this one: what speaks of harm runs on, a pass has to be earned anew.
     *
     * @param step evidence that the judge understands
     */
    public Evidence carriedOver(Evidence step) {
        String next = StateJson.write(judge(null).atStep(StateJson.read(step.judge())));
        return new Evidence(step.tickMillis(), step.from(), step.to(), next);
    }

    /** What the source is to be asked now. */
    Request ask(Analysis analysis, Instant now) {
        long started = analysis.startedAt().toEpochMilli();
        Evidence evidence = analysis.evidence();
        return new Request(
                observation.queries(),
                request.namespace(),
                Map.of(
                        Arm.BASELINE,
                        request.baseline().pods(),
                        Arm.CANARY,
                        request.canary().pods()),
                observation.config().interval().toMillis(),
                axis(analysis),
                evidence == null ? started : Math.max(started, evidence.to().toEpochMilli()),
                request.until().toEpochMilli(),
                now.toEpochMilli());
    }

    /** The judge for ticks of some length. */
    Judge judge(@Nullable TickAxis axis) {
        return new Judge(
                axis == null ? observation.config() : observation.config().every(Duration.ofMillis(axis.tickMillis())),
                NoiseBook.empty());
    }

    TickCutter cutter(TickAxis axis) {
        return new TickCutter(
                axis,
                Map.of(
                        Arm.BASELINE, request.baseline().startedAt().toEpochMilli(),
                        Arm.CANARY, request.canary().startedAt().toEpochMilli()));
    }

    static @Nullable TickAxis axis(Analysis analysis) {
        Evidence evidence = analysis.evidence();
        return evidence == null ? null : new TickAxis(evidence.tickMillis());
    }

    private static OptionalDouble share(AnalysisRequest request) {
        Double baseline = request.baseline().weight();
        Double canary = request.canary().weight();
        return baseline == null || canary == null || baseline <= 0 || canary <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(canary / (canary + baseline));
    }
}
