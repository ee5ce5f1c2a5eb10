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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to one cluster with all its care: a free slot, the rate limit, the write guard, the circuit breaker,
 * the time-out, and again after a pause when the error is worth it. A caller is blocked for at most
 * {@link ClusterSettings.Limits#retryBudget()}. Thread-safe.
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
    private final RequestMetrics metrics;
    private final Semaphore slots;
    private final CircuitBreaker circuit;
    private final Retry retry;
    private final @Nullable RateLimiter rate;

    Transport(ClusterSettings settings, Exchange exchange, RequestMetrics metrics) {
        ClusterSettings.Limits limits = settings.limits();
        this.settings = settings;
        this.exchange = exchange;
        this.metrics = metrics;
        this.slots = new Semaphore(limits.concurrentCalls(), true);
        this.circuit = CircuitBreaker.of(settings.name(), circuitConfig());
        this.retry = Retry.of(settings.name(), retryConfig());
        this.rate = limits.callsPerSecond() == 0 ? null : RateLimiter.of(settings.name(), rateConfig(limits));
    }

    /** Sends it until it succeeded, failed for good, or the budget is used up. */
    ApiResult<ApiAnswer> send(ApiRequest request, WriteGuard guard) {
        long deadline = System.nanoTime() + settings.limits().retryBudget().toNanos();
        Retry.Context<Attempt> context = retry.context();
        for (int number = 1; ; number++) {
            Attempt attempt = Attempt.of(tryOnce(request, guard, deadline), number, deadline);
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

    private ApiResult<ApiAnswer> tryOnce(ApiRequest request, WriteGuard guard, long deadline) {
        try {
            if (!slots.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return failed(ApiErrors.transientError("no free slot for a request to cluster " + settings.name()
                        + " within " + settings.limits().retryBudget()));
            }
            try {
                return inSlot(request, guard, deadline);
            } finally {
                slots.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(ApiErrors.transientError("interrupted while it wanted to " + request.description()));
        }
    }

    private ApiResult<ApiAnswer> inSlot(ApiRequest request, WriteGuard guard, long deadline)
            throws InterruptedException {
        if (rate != null && !rate.acquirePermission()) {
            return failed(ApiErrors.transientError("the rate limit of cluster " + settings.name() + " is used up"));
        }
        if (request.keepsSomething() && !guard.mayWrite()) {
            return failed(ApiErrors.notOwner(request));
        }
        if (!circuit.tryAcquirePermission()) {
            return failed(ApiErrors.transientError("cluster " + settings.name()
                    + " does not answer; requests are held back for " + CIRCUIT_PAUSE.toSeconds() + " s"));
        }
        return exchange(request, deadline);
    }

    private ApiResult<ApiAnswer> exchange(ApiRequest request, long deadline) throws InterruptedException {
        long start = System.nanoTime();
        long left = Math.max(deadline - start, SHORTEST_ATTEMPT.toNanos());
        long timeout = Math.min(left, settings.limits().callTimeout().toNanos());
        ApiResult<ApiAnswer> result;
        try {
            ApiAnswer answer = exchange.send(request, Duration.ofNanos(timeout));
            circuit.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            result = answer.isSuccess() ? new ApiResult.Ok<>(answer) : failed(ApiErrors.of(request, answer));
        } catch (IOException e) {
            circuit.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, e);
            result = failed(ApiErrors.unreachable(request, e));
        } catch (RejectedExecutionException e) {
            circuit.releasePermission();
            return failed(ApiErrors.closed(request));
        } catch (InterruptedException e) {
            circuit.releasePermission();
            throw e;
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
                .maxWaitDurationInHalfOpenState(Duration.ofSeconds(10))
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
                .timeoutDuration(limits.callTimeout())
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
                    boolean again = error.kind() == ApiError.Kind.TRANSIENT
                            && fits
                            && !Thread.currentThread().isInterrupted();
                    yield new Attempt(result, pause, again);
                }
            };
        }
    }
}
