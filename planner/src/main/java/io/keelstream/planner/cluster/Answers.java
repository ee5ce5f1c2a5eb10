package io.keelstream.planner.cluster;

import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import org.jspecify.annotations.Nullable;

/** Reads answers to reads. Pure. */
public final class Answers {

    private Answers() {}

    /**
     * The object, or null when there is none. Anything else is an answer not to be had now: a read that is not allowed is
     * fixed by an administrator, and the plan waits for it.
     */
    public static @Nullable Manifest liveOrNull(ApiResult<Manifest> answer) {
        return switch (answer) {
            case ApiResult.Ok<Manifest>(Manifest live) -> live;
            case ApiResult.Failed<Manifest>(ApiError error) when error.kind() == ApiError.Kind.NOT_FOUND -> null;
            case ApiResult.Failed<Manifest>(ApiError error) -> throw new TransientFailure(error);
        };
    }
}
