package io.keelstream.tracing;

import io.keelstream.contracts.revision.Problem;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.List;
import org.slf4j.MDC;

/**
 * One stage of a commit's way, as an open span. While it is open, lines that its thread logs carry its ids. Opened and
 * closed by one thread, in the order of nesting; {@link #traceparent} may be read by any.
 */
public final class Stage implements AutoCloseable {

    /** Key of the trace's id in the logs' context. */
    public static final String LOGGED_TRACE = "trace_id";

    /** Key of the span's id in the logs' context. */
    public static final String LOGGED_SPAN = "span_id";

    private final Tracer tracer;
    private final Span span;
    private final String traceparent;
    private final Attributes ofParts;
    private final Logged outer;
    private boolean ends;

    /**
     * @param traceparent the header that names the span
     * @param ofParts what is said of every part too
     * @param ends whether the stage ends when it is closed
     */
    Stage(Tracer tracer, Span span, String traceparent, Attributes ofParts, boolean ends) {
        this.tracer = tracer;
        this.span = span;
        this.traceparent = traceparent;
        this.ofParts = ofParts;
        this.ends = ends;
        this.outer = Logged.now();
        Logged.of(span.getSpanContext()).apply();
    }

    /** The header for whatever comes of this stage. */
    public String traceparent() {
        return traceparent;
    }

    /** Opens a part of this stage, on the thread that calls. What names the commit's target and release names the part too. */
    public Stage part(String name) {
        Span part = tracer.spanBuilder(name)
                .setParent(Context.root().with(span))
                .setAllAttributes(ofParts)
                .startSpan();
        SpanContext context = part.getSpanContext();
        return new Stage(tracer, part, context.isValid() ? Traceparent.write(context) : traceparent, ofParts, true);
    }

    /** Says something of the stage; {@link SpanAttributes} has the names. */
    public Stage with(String attribute, String value) {
        span.setAttribute(attribute, value);
        return this;
    }

    /** Says a number of the stage. */
    public Stage with(String attribute, long value) {
        span.setAttribute(attribute, value);
        return this;
    }

    /** The stage did not do what it is for: the first problem becomes the span's status. */
    public void failed(List<Problem> problems) {
        if (problems.isEmpty()) {
            failed("_OTHER", "");
        } else {
            failed(problems.getFirst().reason(), problems.getFirst().message());
        }
    }

    /**
     * The stage did not do what it is for.
     *
     * @param reason a name for programs
     * @param message for people
     */
    public void failed(String reason, String message) {
        span.setAttribute(SpanAttributes.ERROR_TYPE, reason);
        span.setStatus(StatusCode.ERROR, message);
    }

    /** A {@link StageOpening#lasting} stage ends when it is closed now; nobody opens it again. */
    public void over() {
        ends = true;
    }

    /** Ends the stage, unless it lasts: then what was said of it this time is forgotten. */
    @Override
    public void close() {
        outer.apply();
        if (ends) {
            span.end();
        }
    }

    /** What the logs' context of a thread says of spans. */
    private record Logged(String trace, String span) {

        private static final Logged NOTHING = new Logged("", "");

        static Logged of(SpanContext context) {
            return context.isValid() ? new Logged(context.getTraceId(), context.getSpanId()) : NOTHING;
        }

        static Logged now() {
            String trace = MDC.get(LOGGED_TRACE);
            String span = MDC.get(LOGGED_SPAN);
            return trace == null || span == null ? NOTHING : new Logged(trace, span);
        }

        void apply() {
            if (trace.isEmpty()) {
                MDC.remove(LOGGED_TRACE);
                MDC.remove(LOGGED_SPAN);
            } else {
                MDC.put(LOGGED_TRACE, trace);
                MDC.put(LOGGED_SPAN, span);
            }
        }
    }
}
