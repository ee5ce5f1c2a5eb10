package io.keelstream.applier.write;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.stream.Collectors;

/** Says what a server refused, for people. The client has withheld the values of Secrets. */
public final class Refusal {

    private Refusal() {}

    static ObjectOutcome.Failed of(ObjectReference reference, ApiError error) {
        return new ObjectOutcome.Failed(problem(reference, error), error.passes());
    }

    /** Why a call about the object failed. */
    public static Problem problem(ObjectReference reference, ApiError error) {
        return reason(error).problem(text(error), reference.toString());
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

    /** Where a value of a Secret was withheld, the message ends; then its causes say more. */
    private static String text(ApiError error) {
        return error.message().endsWith(ApiError.WITHHELD) && !error.causes().isEmpty()
                ? error.causes().stream()
                        .map(cause -> (cause.field().isEmpty() ? "" : cause.field() + ": ") + cause.message())
                        .distinct()
                        .collect(Collectors.joining("; "))
                : error.message();
    }
}
