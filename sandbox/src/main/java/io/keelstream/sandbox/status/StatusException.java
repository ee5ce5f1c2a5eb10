package io.keelstream.sandbox.status;

/**
 * Ends a request with a refusal. An exception, because a refusal can come from any depth of serving a request and always
 * has the same consequence; it never leaves the sandbox.
 */
public final class StatusException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Status status;

    StatusException(Status status) {
        super(status.message(), null, false, false);
        this.status = status;
    }

    public Status status() {
        return status;
    }

    /** Whether the refusal has this reason, e.g. {@code NotFound}. */
    public boolean is(String reason) {
        return status.reason().equals(reason);
    }
}
