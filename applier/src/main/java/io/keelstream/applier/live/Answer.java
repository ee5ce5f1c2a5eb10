package io.keelstream.applier.live;

import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;

/** What the server says of an object when it is asked. */
public sealed interface Answer {

    /** How the object is. */
    record Present() implements Answer {}

    /** There is none. */
    record Absent() implements Answer {}

    /** It does not let us see the object, and says why. */
    record Refused(String why) implements Answer {}

    /** Something that the server has to ask for it does not answer, and says what: other objects are not concerned. */
    record Unavailable(String why) implements Answer {}

    /** Nothing that counts: it is away, or asks for a later attempt. */
    record Silent() implements Answer {}

    /** What the result of a request for the object says of it. */
    static Answer of(ApiResult<Manifest> result) {
        return switch (result) {
            case ApiResult.Ok<Manifest> _ -> new Present();
            case ApiResult.Failed<Manifest>(ApiError error)
            when error.kind() == ApiError.Kind.NOT_FOUND -> new Absent();
            case ApiResult.Failed<Manifest>(ApiError error)
            when error.kind() == ApiError.Kind.DEPENDENCY -> new Unavailable(error.message());
            case ApiResult.Failed<Manifest>(ApiError error) ->
                error.passes() ? new Silent() : new Refused(error.message());
        };
    }
}
