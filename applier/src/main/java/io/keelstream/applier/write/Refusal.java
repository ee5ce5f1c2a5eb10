package io.keelstream.applier.write;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.stream.Collectors;

/** Says what a server refused, for people. What it says of a Secret never repeats the server's text. */
final class Refusal {

    private Refusal() {}

    static ObjectOutcome.Failed of(ObjectReference reference, ApiError error) {
        boolean uncertain = error.kind() == ApiError.Kind.TRANSIENT;
        return new ObjectOutcome.Failed(problem(reference, error), uncertain);
    }

    static Problem problem(ObjectReference reference, ApiError error) {
        return new Problem(reason(error), text(reference, error), reference.toString());
    }

    private static String reason(ApiError error) {
        return switch (error.kind()) {
            case NOT_FOUND -> "NotFound";
            case CONFLICT -> "Conflict";
            case ALREADY_EXISTS -> "AlreadyExists";
            case FORBIDDEN -> "Forbidden";
            case PERMANENT -> "Invalid";
            case GONE -> "Expired";
            case TRANSIENT -> "ClusterUnreachable";
            case NOT_OWNER -> "NotOwner";
        };
    }

    private static String text(ObjectReference reference, ApiError error) {
        if (reference.kind().equals("Secret") && reference.group().isEmpty()) {
            String fields = error.causes().stream().map(ApiError.Cause::field).collect(Collectors.joining(", "));
            return "the API server refused it with " + error.code() + " " + error.reason()
                    + (fields.isEmpty() ? "" : " at " + fields);
        }
        return error.message();
    }
}
