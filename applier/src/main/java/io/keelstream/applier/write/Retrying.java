package io.keelstream.applier.write;

import io.keelstream.contracts.retry.Backoff;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** Repeats what failed for a passing reason, with growing pauses, as long as the release wants it. Thread-safe. */
final class Retrying {

    static final Backoff PAUSE = Backoff.ofMillis(200, 5_000);

    /** What the server has to ask and does not answer is not waited for in place: the release says what it is, and is tried again. */
    private static final Duration DEPENDENCY = Duration.ofSeconds(3);

    private final ClusterClient client;
    private final Clock clock;

    Retrying(ClusterClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Calls the cluster until the answer is one to go by. */
    <T> ApiResult<T> call(Attempt attempt, Function<ClusterClient, ApiResult<T>> call) throws InterruptedException {
        ClusterClient timed = client.until(attempt.end());
        Instant dependencyLimit = clock.instant().plus(DEPENDENCY);
        for (int failures = 1; ; failures++) {
            ApiResult<T> result = call.apply(timed);
            boolean passing = result instanceof ApiResult.Failed<T>(ApiError error)
                    && (error.kind() == ApiError.Kind.DEPENDENCY
                            ? clock.instant().isBefore(dependencyLimit)
                            : passing(error, attempt.serving()));
            if (!passing || !attempt.wanted().still() || clock.instant().isAfter(attempt.deadline())) {
                return result;
            }
            attempt.wanted().pause(PAUSE.after(failures).toMillis());
        }
    }

    /** A kind whose definition was established a moment ago may not be served yet. */
    private boolean passing(ApiError error, boolean serving) {
        if (error.kind() == ApiError.Kind.NOT_FOUND && serving) {
            client.discovery().refresh();
            return true;
        }
        return error.kind() == ApiError.Kind.TRANSIENT || error.kind() == ApiError.Kind.UNREACHABLE;
    }

    /** Whether a precondition failed; a conflict over fields is something else. */
    static boolean changedMeanwhile(ApiResult<?> result) {
        return result instanceof ApiResult.Failed<?>(ApiError error)
                && error.kind() == ApiError.Kind.CONFLICT
                && error.causes().stream().noneMatch(cause -> cause.reason().equals("FieldManagerConflict"));
    }
}
