package io.keelstream.kubernetes.client;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to one cluster with all its care: a place in its {@link Lanes}, the rate limit, the write guard, the
 * circuit breaker, a wait that follows the server's pace, and again after a pause when the error is worth it. A caller is
 * blocked for at most {@link ClusterSettings.Limits#longestCall()}. Thread-safe.
 *
 * <p>The circuit opens when most of the last calls got no answer at all. An error that the server sent never opens it:
 * one target's broken webhook answers 500 too, and must not stop the others.
 */
final class Transport {

    private static final IntervalFunction PAUSES =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(100), 2.0, 0.5, Duration.ofSeconds(2));
    private static final Duration CIRCUIT_PAUSE = Duration.ofSeconds(1);
    private static final Duration SHORTEST_ATTEMPT = Duration.ofMillis(50);

    private final ClusterSettings settings;
    private final Exchange exchange;
    private final Pulse pulse;
    private final RequestMetrics metrics;
    private final Lanes lanes;
    private final CircuitBreaker circuit;
    private final Retry retry;
    private final @Nullable RateLimiter rate;

    Transport(ClusterSettings settings, Exchange exchange, Pulse pulse, RequestMetrics metrics) {
        ClusterSettings.Limits limits = settings.limits();
        this.settings = settings;
        this.exchange = exchange;
        this.pulse = pulse;
        this.metrics = metrics;
        this.lanes = new Lanes(limits.concurrentCalls());
        this.circuit = CircuitBreaker.of(settings.name(), circuitConfig());
        this.retry = Retry.of(settings.name(), retryConfig());
        this.rate = limits.callsPerSecond() == 0 ? null : RateLimiter.of(settings.name(), rateConfig(limits));
    }

    /** Sends it until it succeeded, failed for good, or there is no time left. */
    ApiResult<ApiAnswer> send(ApiRequest request, CallTerms terms) {
        if (terms.account() instanceof ApiResult.Failed<String>(ApiError nobody)) {
            return failed(nobody);
        }
        long start = System.nanoTime();
        long end = start + terms.left(settings.limits().longestCall()).toNanos();
        long enough = Math.min(end, start + settings.limits().retryBudget().toNanos());
        Retry.Context<Attempt> context = retry.context();
        for (int number = 1; ; number++) {
            ApiResult<ApiAnswer> result = tryOnce(request, terms, number == 1 ? end : enough, end);
            Attempt attempt = Attempt.of(result, number, enough);
            if (!wantsAnother(context, attempt)) {
                return attempt.result();
            }
        }
    }

    /** Pauses when another attempt is due. An interrupt ends the pause and the attempts; it stays set. */
    private static boolean wantsAnother(Retry.Context<Attempt> context, Attempt attempt) {
        try {
            return context.onResult(attempt);
        } catch (CancellationException interrupted) {
            return false;
        }
    }

    private ApiResult<ApiAnswer> tryOnce(ApiRequest request, CallTerms terms, long enough, long end) {
        try {
            if (terms.urgent()) {
                return guarded(request, terms, null, enough, end);
            }
            Duration left = Duration.ofNanos(end - System.nanoTime());
            try (Lanes.Place place = lanes.enter(request, left)) {
                return place == null
                        ? failed(ApiErrors.transientError("cluster " + settings.name()
                                + " is busy: too many requests to it were under way to " + request.description()
                                + " in time"))
                        : inPlace(request, terms, place, enough, end);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(ApiErrors.transientError("interrupted while it wanted to " + request.description()));
        }
    }

    private ApiResult<ApiAnswer> inPlace(ApiRequest request, CallTerms terms, Lanes.Place place, long enough, long end)
            throws InterruptedException {
        if (rate != null && !rate.acquirePermission()) {
            return failed(ApiErrors.transientError("the rate limit of cluster " + settings.name() + " is used up"));
        }
        if (!circuit.tryAcquirePermission()) {
            return failed(ApiErrors.unreachable("cluster " + settings.name()
                    + " does not answer; requests are held back for " + CIRCUIT_PAUSE.toSeconds() + " s"));
        }
        long start = System.nanoTime();
        boolean told = false;
        try {
            ApiResult<ApiAnswer> result = guarded(request, terms, place, enough, end);
            told = tell(result, System.nanoTime() - start);
            return result;
        } finally {
            if (!told) {
                circuit.releasePermission();
            }
        }
    }

    /** Whether the result says something of the server, and the circuit knows now. */
    private boolean tell(ApiResult<ApiAnswer> result, long nanos) {
        if (!(result instanceof ApiResult.Failed<ApiAnswer>(ApiError error)) || error.code() != 0) {
            circuit.onSuccess(nanos, TimeUnit.NANOSECONDS);
            return true;
        }
        if (error.kind() == ApiError.Kind.UNREACHABLE) {
            circuit.onError(nanos, TimeUnit.NANOSECONDS, new IOException(error.message()));
            return true;
        }
        return false;
    }

    private ApiResult<ApiAnswer> guarded(
            ApiRequest request, CallTerms terms, Lanes.@Nullable Place place, long enough, long end)
            throws InterruptedException {
        if (request.keepsSomething() && !terms.guard().mayWrite()) {
            return failed(ApiErrors.notOwner(request));
        }
        long start = System.nanoTime();
        CallWait wait = new CallWait(request, terms.guard(), pulse, place, new CallWait.Times(start, enough, end));
        ApiResult<ApiAnswer> result;
        try {
            String account = terms.account() instanceof ApiResult.Ok<String>(String user) ? user : null;
            result = exchange.send(request, account, wait)
                    .flatMap(answer -> answer.isSuccess()
                            ? new ApiResult.Ok<>(answer)
                            : failed(ApiErrors.of(request, answer).actingAs(account)));
        } catch (RejectedExecutionException e) {
            return failed(ApiErrors.closed(request));
        }
        metrics.record(request, result, System.nanoTime() - start);
        return result;
    }

    private static ApiResult<ApiAnswer> failed(ApiError error) {
        return new ApiResult.Failed<>(error);
    }

    private static CircuitBreakerConfig circuitConfig() {
        return CircuitBreakerConfig.custom()
                .slidingWindowSize(40)
                .minimumNumberOfCalls(10)
                .failureRateThreshold(60)
                .waitDurationInOpenState(CIRCUIT_PAUSE)
                .permittedNumberOfCallsInHalfOpenState(3)
                // As long as a slow server may take.
                .maxWaitDurationInHalfOpenState(Duration.ofMinutes(1))
                .build();
    }

    private static RetryConfig retryConfig() {
        return RetryConfig.<Attempt>custom()
                .maxAttempts(Integer.MAX_VALUE)
                .retryOnResult(Attempt::again)
                .intervalBiFunction((number, outcome) -> outcome.get().pause().toMillis())
                .build();
    }

    private static RateLimiterConfig rateConfig(ClusterSettings.Limits limits) {
        return RateLimiterConfig.custom()
                .limitForPeriod(Math.max(1, limits.callsPerSecond() / 10))
                .limitRefreshPeriod(
                        Duration.ofMillis(limits.callsPerSecond() < 10 ? 1000 / limits.callsPerSecond() : 100))
                .timeoutDuration(limits.silence())
                .build();
    }

    /**
     * One attempt's result and what follows from it.
     *
     * @param pause before the next attempt: the server's wish, or exponential with jitter
     * @param again whether another attempt is worth it and fits into the budget
     */
    private record Attempt(ApiResult<ApiAnswer> result, Duration pause, boolean again) {

        static Attempt of(ApiResult<ApiAnswer> result, int number, long deadline) {
            return switch (result) {
                case ApiResult.Ok<ApiAnswer> ok -> new Attempt(ok, Duration.ZERO, false);
                case ApiResult.Failed<ApiAnswer>(ApiError error) -> {
                    Duration pause = Duration.ofMillis(PAUSES.apply(Math.min(number, 10)));
                    Duration wish = error.retryAfter();
                    if (wish != null && wish.compareTo(pause) > 0) {
                        pause = wish.plus(pause);
                    }
                    boolean fits = pause.plus(SHORTEST_ATTEMPT).toNanos() < deadline - System.nanoTime();
                    boolean again =
                            (error.kind() == ApiError.Kind.TRANSIENT || error.kind() == ApiError.Kind.UNREACHABLE)
                                    && fits
                                    && !Thread.currentThread().isInterrupted();
                    yield new Attempt(result, pause, again);
                }
            };
        }
    }
}
