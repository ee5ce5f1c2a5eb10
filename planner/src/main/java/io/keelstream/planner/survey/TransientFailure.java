package io.keelstream.planner.survey;

import io.keelstream.kubernetes.client.ApiError;

/** Ends a survey in the middle: the same question may have an answer later. Never leaves this package. */
final class TransientFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TransientFailure(String message) {
        super(message, null, false, false);
    }

    TransientFailure(ApiError error) {
        this(error.message().isEmpty() ? "no answer (" + error.code() + ")" : error.message());
    }
}
