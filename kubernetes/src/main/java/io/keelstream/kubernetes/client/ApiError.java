package io.keelstream.kubernetes.client;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server (or the way to it) said instead of the wished answer.
 *
 * @param kind what a caller can do about it
 * @param code HTTP status; 0 when no answer arrived
 * @param reason the Status' reason, e.g. {@code AlreadyExists}; empty when there was none
 * @param message the Status' message or the transport's; never holds a value of a Secret
 * @param causes {@code details.causes} of the Status
 * @param retryAfter the server's wish; null without one
 */
public record ApiError(
        Kind kind,
        int code,
        String reason,
        String message,
        List<Cause> causes,
        @Nullable Duration retryAfter) {

    /** Stands for a value of a Secret, and for all that follows it in a text. */
    public static final String WITHHELD = "(withheld)";

    /** The taxonomy: each kind asks for another behaviour of the caller. */
    public enum Kind {
        /** The object or the resource type does not exist (404). */
        NOT_FOUND,
        /** Another field manager owns fields, or a resourceVersion or uid precondition failed (409). */
        CONFLICT,
        /** Created meanwhile by another client (409 AlreadyExists). */
        ALREADY_EXISTS,
        /** Not allowed (401, 403): names verb and resource in its message. */
        FORBIDDEN,
        /** The server will never accept this request as it is (400, 405, 413, 415, 422, and the 500 of an undeclared field). */
        PERMANENT,
        /** A watch or list position that the server has forgotten (410). */
        GONE,
        /** No answer of the server: connection errors, silence, a proxy that does not reach it, an open circuit. */
        UNREACHABLE,
        /** The server is there, and this is not to be had now: it says so (429, other 5xx), or there is no time left. */
        TRANSIENT,
        /**
         * The server answers, and something it has to ask does not: somebody's webhook (of admission or conversion, 500), or an
         * aggregated API. Goes on once that is repaired; other objects are not concerned.
         */
        DEPENDENCY,
        /** Nothing was sent: the {@link WriteGuard} says that another process owns the target now, or the client is closed. */
        NOT_OWNER
    }

    /** One entry of {@code details.causes}. */
    public record Cause(String reason, String field, String message) {}

    public ApiError {
        causes = List.copyOf(causes);
    }

    /** Whether this says nothing of the request: the same may succeed later, when something else has changed. */
    public boolean passes() {
        return kind == Kind.UNREACHABLE || kind == Kind.TRANSIENT || kind == Kind.DEPENDENCY;
    }

    /**
     * The same for a request on behalf of somebody: a right that is missing is one of the account's, and the message says how it
     * is given.
     *
     * @param account the user that the request acted as; null for nobody else
     */
    ApiError actingAs(@Nullable String account) {
        if (account == null || kind != Kind.FORBIDDEN || code != 403 || message.endsWith(WITHHELD)) {
            return this;
        }
        String remedy = message.contains(" cannot impersonate ")
                ? "; allow it by RBAC, with that account as its resourceNames"
                : "; give " + account + " that right by RBAC, or take the object out of the target";
        return new ApiError(kind, code, reason, message + remedy, causes, retryAfter);
    }
}
