package io.keelstream.canary.course;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.config.Arms;
import io.keelstream.canary.configuration.AnalysisYaml;
import io.keelstream.canary.configuration.MalformedInputException;
import io.keelstream.canary.configuration.Observation;
import io.keelstream.canary.increments.TickAxis;
import io.keelstream.canary.increments.TickCutter;
import io.keelstream.canary.observations.Arm;
import io.keelstream.canary.overdispersion.NoiseBook;
import io.keelstream.canary.persistence.StateJson;
import io.keelstream.canary.query.ArmNames;
import io.keelstream.canary.query.Template;
import io.keelstream.canary.source.Address;
import io.keelstream.canary.source.Request;
import io.keelstream.canary.verdict.Goal;
import io.keelstream.canary.verdict.Judge;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.Analysis.Evidence;
import io.keelstream.contracts.analysis.AnalysisArm;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisStep;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.revision.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request whose configuration was understood. Immutable.
 *
 * @param request as asked
 * @param observation what is judged, and what is asked for
 * @param noise what earlier trials of the target taught about its noise
 */
public record Trial(AnalysisRequest request, Observation observation, NoiseBook noise) {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Understands a request; nothing is known of its target's noise.
     *
     * @throws MalformedInputException when it cannot be judged by
     */
    public static Trial of(AnalysisRequest request) {
        AnalysisStep position = request.position();
        if (position.need() == Need.UNKNOWN) {
            throw new MalformedInputException(
                    "gate", "this version does not know what the gate needs: update the canary-analyzer");
        }
        Observation observation = AnalysisYaml.readOnline("analysis", JSON.writeValueAsString(request.analysis()));
        Duration warmup = Duration.ofMillis(position.warmupMillis() == null ? 0 : position.warmupMillis());
        AnalysisConfig config =
                observation.config().atStep(share(request), warmup, Duration.ofMillis(position.soakMillis()));
        checkServices(request, observation);
        AnalysisConfig known = config.between(arms(request));
        return new Trial(
                request, new Observation(known, observation.queries(), observation.source()), NoiseBook.empty());
    }

    /** The same, judged by what was learned. Of one trial, every look must know the same. */
    public Trial knowing(NoiseBook learned) {
        return new Trial(request, observation, learned);
    }

    private static void checkServices(AnalysisRequest request, Observation observation) {
        boolean both = request.baseline().service() != null && request.canary().service() != null;
        observation.queries().forEach((metric, query) -> {
            if (!both && query.templates().stream().anyMatch(Template::perService)) {
                throw new MalformedInputException(
                        "analysis",
                        "metric '" + metric
                                + "' asks for the Service of each arm, and an arm has none of its own: use a"
                                + " metric of the pods, or a fresh baseline");
            }
        });
    }

    private static Arms arms(AnalysisRequest request) {
        if (matched(request)) {
            return Arms.MATCHED;
        }
        return request.baseline().pods().equals(request.canary().pods()) ? Arms.SAME : Arms.SPLIT;
    }

    private static ArmNames names(AnalysisArm arm) {
        return new ArmNames(arm.pods(), arm.service());
    }

    /** Whether an earlier gate belongs to the same trial, so that harm proven there is proven here. */
    public boolean continues(AnalysisRequest earlier) {
        return earlier.trial().equals(request.trial());
    }

    /**
     * The evidence of an earlier gate at the begin of this one. A round of the same step goes on as if nothing had happened. To
     * another step the judge comes in its time: the ticks before it are judged as they were.
     *
     * @param earlier the analysis of the gate before
     * @param asked when this gate was asked for
     * @return null when this gate begins without evidence
     */
    public @Nullable Evidence carriedOver(Analysis earlier, Instant asked) {
        Evidence evidence = earlier.evidence();
        boolean comparable =
                continues(earlier.request()) && earlier.request().configDigest().equals(request.configDigest());
        if (evidence == null || !comparable || !StateJson.understands(evidence.judge())) {
            return null;
        }
        if (sameStep(earlier.request())) {
            return evidence;
        }
        return new Evidence(
                evidence.tickMillis(), evidence.from(), evidence.to(), evidence.judge(), asked, evidence.blocks());
    }

    private boolean sameStep(AnalysisRequest earlier) {
        return earlier.position().step() == request.position().step()
                && Objects.equals(
                        earlier.baseline().weight(), request.baseline().weight())
                && Objects.equals(earlier.canary().weight(), request.canary().weight());
    }

    /** The end of its time; null when it has none. */
    @Nullable
    Instant until() {
        return request.position().need() == Need.WATCH
                ? null
                : request.position().until();
    }

    /** What the source is to be asked now. */
    Request ask(Analysis analysis, Instant now) {
        Evidence evidence = analysis.evidence();
        Instant until = until();
        return new Request(
                observation.queries(),
                new Address(observation.source(), request.cluster(), request.namespace()),
                Map.of(Arm.BASELINE, names(request.baseline()), Arm.CANARY, names(request.canary())),
                observation.config().interval().toMillis(),
                axis(analysis),
                new Request.Window(
                        (evidence == null ? analysis.startedAt() : evidence.to()).toEpochMilli(),
                        until == null ? Long.MAX_VALUE : until.toEpochMilli()),
                now.toEpochMilli());
    }

    /** The judge for ticks of some length. */
    Judge judge(@Nullable TickAxis axis) {
        return new Judge(
                axis == null ? observation.config() : observation.config().every(Duration.ofMillis(axis.tickMillis())),
                noise.between(unlikeNodes().isPresent()),
                goal());
    }

    /** What is to be known of arms whose pods are on unlike nodes; empty where they are not, or nobody knows. */
    Optional<Problem> unlikeNodes() {
        return UnlikeNodes.between(request.baseline(), request.canary());
    }

    private Goal goal() {
        return switch (request.position().need()) {
            case NO_HARM -> Goal.NO_HARM;
            case PASS -> Goal.PASS;
            case WATCH -> Goal.WATCH;
            case UNKNOWN -> throw new IllegalStateException("a gate of unknown need was understood");
        };
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
        return matched(request) || baseline == null || canary == null || baseline <= 0 || canary <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(canary / (canary + baseline));
    }

    /** Whether nobody can say how many of the requests are the canary's. */
    private static boolean matched(AnalysisRequest request) {
        return Boolean.TRUE.equals(request.canary().matched());
    }
}
