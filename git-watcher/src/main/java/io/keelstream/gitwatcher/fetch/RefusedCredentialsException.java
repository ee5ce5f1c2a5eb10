package io.keelstream.gitwatcher.fetch;

import io.keelstream.contracts.problem.Reason;

/** A host does not take who asks. */
final class RefusedCredentialsException extends FetchException {

    private static final long serialVersionUID = 1L;

    private final transient SourceHost host;

    RefusedCredentialsException(SourceHost host) {
        this(
                host,
                "'" + host.name() + "' does not accept the credentials, or wants some; check them in its entry of"
                        + " keelstream.renderers.sources.hosts");
    }

    private RefusedCredentialsException(SourceHost host, String message) {
        super(Reason.SOURCE_UNAUTHORIZED, message);
        this.host = host;
    }

    @Override
    RefusedCredentialsException explained(String message) {
        return new RefusedCredentialsException(host, message);
    }

    /** The host whose credentials are refused. */
    SourceHost host() {
        return host;
    }
}
