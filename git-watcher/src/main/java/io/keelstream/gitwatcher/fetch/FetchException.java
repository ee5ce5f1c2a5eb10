package io.keelstream.gitwatcher.fetch;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;

/** Something from elsewhere is not to be had. The message names what and where, and what to do; it quotes no answer. */
sealed class FetchException extends Exception permits RefusedCredentialsException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    FetchException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    /** The same in other words. */
    FetchException explained(String message) {
        return new FetchException(reason, message);
    }

    Problem problem() {
        return reason.problem(String.valueOf(getMessage()), null);
    }
}
