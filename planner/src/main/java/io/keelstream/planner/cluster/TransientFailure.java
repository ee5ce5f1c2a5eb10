package io.keelstream.planner.cluster;

import io.keelstream.kubernetes.client.ApiError;

/** Ends a look at a cluster in the middle: the same question may have an answer later. */
public final class TransientFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TransientFailure(String message) {
        super(message, null, false, false);
    }

    public TransientFailure(ApiError error) {
        this(words(error));
    }

    private static String words(ApiError error) {
        if (error.message().isEmpty()) {
            return "no answer (" + error.code() + ")";
        }
        return error.kind() == ApiError.Kind.FORBIDDEN
                ? error.message() + "; let the planner's account read it (deploy/kubernetes/README.md says how)"
                : error.message();
    }
}
