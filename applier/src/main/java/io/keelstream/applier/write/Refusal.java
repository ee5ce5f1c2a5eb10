package io.keelstream.applier.write;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.stream.Collectors;

/** Says what a server refused, for people. What it says of a Secret never repeats the server's text. */
public final class Refusal {

    private Refusal() {}

    static ObjectOutcome.Failed of(ObjectReference reference, ApiError error) {
        return new ObjectOutcome.Failed(problem(reference, error), error.passes());
    }

    /** Why a call about the object failed. */
    public static Problem problem(ObjectReference reference, ApiError error) {
        return reason(error).problem(text(reference, error), reference.toString());
    }

    private static Reason reason(ApiError error) {
        return switch (error.kind()) {
            case NOT_FOUND -> Reason.NOT_FOUND;
            case CONFLICT -> Reason.CONFLICT;
            case ALREADY_EXISTS -> Reason.ALREADY_EXISTS;
            case FORBIDDEN -> Reason.FORBIDDEN;
            case PERMANENT -> Reason.REFUSED;
            case GONE -> Reason.EXPIRED;
            case DEPENDENCY -> Reason.DEPENDENCY_UNAVAILABLE;
            case UNREACHABLE -> Reason.CLUSTER_UNREACHABLE;
            case TRANSIENT -> Reason.CLUSTER_BUSY;
            case NOT_OWNER -> Reason.NOT_OWNER;
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
