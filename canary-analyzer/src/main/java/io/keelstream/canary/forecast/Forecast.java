package io.keelstream.canary.forecast;

import io.keelstream.canary.verdict.Judge;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisStanding;
import io.keelstream.contracts.analysis.IssuedVerdict;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.canary.Trial;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How long a trial takes to its last verdict if its traffic is that of the target's latest trial that passed, and the canary as
 * harmless. A step lasts for its soak, and at least until the canary has had enough requests: to end without harm as many as the
 * judge asks for ({@link Judge#LEAST_REQUESTS}), to pass as many as that trial passed with at the same weight by the same analysis.
 * Where there was no such pass, the forecast is a lower limit. What happens without traffic that counts is left out: the start of
 * pods, their warm-up, routers, people. Immutable.
 *
 * @param millis to the end of the last step; milliseconds
 * @param complete whether the requests that each pass needs are known; otherwise it takes at least so long
 * @param requestsPerMinute requests to the Service, of which the steps give shares to the canary; above 0
 * @param asOf when that trial passed
 */
public record Forecast(long millis, boolean complete, double requestsPerMinute, Instant asOf) {

    private static final double MINUTE = 60_000;
    private static final double WHOLE = 100;

    /**
     * The forecast.
     *
     * @param trial what is planned
     * @param history what stands under the target's {@link Analysis#historyKey}; null where nothing does
     * @return empty where no trial has passed, or nothing says what share of the requests its canary had: pods shared them, or
     *     requests were matched
     */
    public static Optional<Forecast> of(Trial trial, @Nullable Analysis history) {
        boolean shares = trial.shift() instanceof Trial.Shift.Routes
                && trial.rules().traffic().matches().isEmpty()
                && trial.steps().stream().allMatch(step -> step.weight() > 0);
        return shares
                ? Optional.ofNullable(history).flatMap(Earlier::of).map(earlier -> of(trial, earlier))
                : Optional.empty();
    }

    private static Forecast of(Trial trial, Earlier earlier) {
        long millis = 0;
        boolean complete = true;
        for (Trial.Step step : trial.steps()) {
            OptionalDouble needed = earlier.needed(step, trial);
            complete &= needed.isPresent();
            millis += Math.max(step.soakMillis(), earlier.millisFor(needed.orElse(0), step));
        }
        return new Forecast(millis, complete, earlier.requestsPerMilli() * MINUTE, earlier.at());
    }

    /**
     * The last step of the trial that passed.
     *
     * @param request its gate
     * @param weight percent of the requests that its canary had
     * @param requests of its canary, counted until it passed
     * @param millis in which they were counted
     * @param at when it passed
     */
    private record Earlier(AnalysisRequest request, double weight, double requests, double millis, Instant at) {

        static Optional<Earlier> of(Analysis history) {
            IssuedVerdict issued = history.issued();
            AnalysisStanding standing = history.standing();
            Double weight = history.request().canary().weight();
            if (issued == null
                    || issued.verdict() != Verdict.PASS
                    || standing == null
                    || standing.countedMillis() <= 0
                    || standing.canaryRequests() <= 0
                    || weight == null
                    || weight <= 0
                    || history.request().canary().matched() != null) {
                return Optional.empty();
            }
            return Optional.of(new Earlier(
                    history.request(), weight, standing.canaryRequests(), standing.countedMillis(), issued.issuedAt()));
        }

        double requestsPerMilli() {
            return requests / millis * WHOLE / weight;
        }

        long millisFor(double needed, Trial.Step step) {
            return (long) Math.ceil(needed / (requestsPerMilli() * step.weight() / WHOLE));
        }

        /** Requests of the canary that a step needs; empty for a pass of which this trial says nothing. */
        OptionalDouble needed(Trial.Step step, Trial trial) {
            if (step.need() != Need.PASS) {
                return OptionalDouble.of(Judge.LEAST_REQUESTS);
            }
            boolean alike = step.weight() == weight
                    && request.analysis().equals(trial.rules().analysis());
            return alike ? OptionalDouble.of(requests) : OptionalDouble.empty();
        }
    }
}
