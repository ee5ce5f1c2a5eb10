package io.keelstream.planner.cluster;

import io.keelstream.kubernetes.client.ApiError;

/** Ends a look at a cluster in the middle: the same question may have an answer later. */
public final class TransientFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean dependency;

    public TransientFailure(String message) {
        this(message, false);
    }

    public TransientFailure(ApiError error) {
        this(words(error), error.kind() == ApiError.Kind.DEPENDENCY);
    }

    private TransientFailure(String message, boolean dependency) {
        super(message, null, false, false);
        this.dependency = dependency;
    }

    /** Whether the server itself answers: it is about this one object. */
    public boolean dependency() {
        return dependency;
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
