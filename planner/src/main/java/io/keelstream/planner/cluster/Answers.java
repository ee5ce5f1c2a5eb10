package io.keelstream.planner.cluster;

import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import org.jspecify.annotations.Nullable;

/** Reads, and reads answers to reads. */
public final class Answers {

    private Answers() {}

    /** The object in the version that Git speaks; null where there is none. */
    public static @Nullable Manifest live(ClusterClient client, ObjectReference reference, String apiVersion) {
        return liveOrNull(
                switch (client.discovery().find(apiVersion, reference.kind())) {
                    case ApiResult.Ok<ResourceType>(ResourceType type) ->
                        client.get(type, reference.namespace(), reference.name());
                    case ApiResult.Failed<ResourceType>(ApiError error) -> new ApiResult.Failed<>(error);
                });
    }

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
