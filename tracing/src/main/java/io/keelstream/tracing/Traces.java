package io.keelstream.tracing;

import io.keelstream.contracts.revision.Revision;
import io.keelstream.messaging.event.Ids;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;

/** The stages that commits go through in one service. Immutable; thread-safe. */
public final class Traces {

    private final String installation;
    private final String service;
    private final Tracer tracer;

    /**
     * @param installation the installation's name, which trace ids follow from
     * @param service the service's name
     * @param telemetry where spans go; its ids must be those of {@link TraceExport}
     */
    public Traces(String installation, String service, OpenTelemetry telemetry) {
        this.installation = installation;
        this.service = service;
        this.tracer = telemetry.getTracer("io.keelstream");
    }

    /**
     * Records nothing. Events still carry the commit's trace id, and name the last span of which is known that it may exist,
     * so that whoever does trace finds the commit's trace.
     */
    public static Traces off(String installation, String service) {
        return new Traces(installation, service, OpenTelemetry.noop());
    }

    /**
     * A stage of a commit as a whole.
     *
     * @param name what the service does, in few different words
     * @param repository the repository's name in the installation
     * @param commit 40 hexadecimal digits
     */
    public StageOpening of(String name, String repository, String commit) {
        return opening(name, repository, commit, repository);
    }

    /** A stage of one target of a commit. */
    public StageOpening of(String name, Revision revision, String target) {
        return opening(name, revision.repository(), revision.commit(), target)
                .with(SpanAttributes.TARGET, target)
                .with(SpanAttributes.REF, revision.ref());
    }

    private StageOpening opening(String name, String repository, String commit, String subject) {
        String trace = Ids.trace(installation, repository, commit);
        return new StageOpening(tracer, name, trace, Ids.traceparent(trace, service + " " + subject))
                .with(SpanAttributes.COMMIT, commit)
                .with(SpanAttributes.REPOSITORY, repository)
                .with(SpanAttributes.REVISION, commit);
    }
}
