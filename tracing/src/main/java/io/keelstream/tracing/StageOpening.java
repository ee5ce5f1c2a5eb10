package io.keelstream.tracing;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Ids;
import io.keelstream.messaging.event.Received;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A stage that is about to begin. Used by one thread, once. */
public final class StageOpening {

    private final Tracer tracer;
    private final SpanBuilder span;
    private final String operation;
    private final String traceId;
    private final String untraced;
    private final AttributesBuilder ofParts = Attributes.builder();
    private @Nullable String spanId;

    /**
     * @param traceId of the commit
     * @param untraced the header where nothing is traced and nothing caused it
     */
    StageOpening(Tracer tracer, String name, String traceId, String untraced) {
        this.tracer = tracer;
        this.span = tracer.spanBuilder(name).setNoParent();
        this.operation = name;
        this.traceId = traceId;
        this.untraced = untraced;
    }

    /** What the stage is about; {@link SpanAttributes} has the names. Keelstream's own are said of its parts too. */
    public StageOpening with(String attribute, String value) {
        span.setAttribute(attribute, value);
        if (attribute.startsWith(SpanAttributes.OURS)) {
            ofParts.put(attribute, value);
        }
        return this;
    }

    /** When the stage began, where that was before now. */
    public StageOpening since(Instant start) {
        span.setStartTimestamp(start);
        return this;
    }

    /** The stage follows from this record. */
    public StageOpening processing(Topic topic, Received<?> received) {
        span.setSpanKind(SpanKind.CONSUMER)
                .setAttribute(SpanAttributes.MESSAGING_SYSTEM, "kafka")
                .setAttribute(SpanAttributes.OPERATION, operation)
                .setAttribute(SpanAttributes.OPERATION_TYPE, "process")
                .setAttribute(SpanAttributes.DESTINATION, topic.topicName())
                .setAttribute(SpanAttributes.PARTITION, Integer.toString(received.partition()))
                .setAttribute(SpanAttributes.MESSAGE_ID, received.id())
                .setAttribute(SpanAttributes.MESSAGE_KEY, received.key())
                .setAttribute(SpanAttributes.OFFSET, received.offset());
        return causedBy(received.traceparent());
    }

    /**
     * The stage follows from the span that this header names. One of another commit is linked: it keeps its own trace.
     *
     * @param traceparent null where nothing is known of a cause
     */
    public StageOpening causedBy(@Nullable String traceparent) {
        SpanContext context = Traceparent.read(traceparent);
        if (context.getTraceId().equals(traceId)) {
            span.setParent(Context.root().with(Span.wrap(context)));
        } else if (context.isValid()) {
            span.addLink(context);
        }
        return this;
    }

    /** The stage goes on with what the span that this header names began. */
    public StageOpening resuming(@Nullable String traceparent) {
        SpanContext context = Traceparent.read(traceparent);
        if (context.isValid()) {
            span.addLink(context);
        }
        return this;
    }

    /**
     * The stage may outlast what opens it, even the process: the id of its span follows from a name, so whoever opens it again
     * goes on with the same span. It is sent by the one that says {@link Stage#over()}.
     *
     * @param name names one stage of the commit, for good
     */
    public StageOpening lasting(String name) {
        spanId = Traceparent.read(Ids.traceparent(traceId, name)).getSpanId();
        return this;
    }

    /** Opens the stage on the thread that calls. */
    public Stage open() {
        Span opened = CommitIds.inTrace(traceId, this::start);
        SpanContext context = opened.getSpanContext();
        return new Stage(
                tracer,
                opened,
                context.isValid() ? Traceparent.write(context) : untraced,
                ofParts.build(),
                spanId == null);
    }

    private Span start() {
        return spanId == null ? span.startSpan() : CommitIds.as(spanId, span::startSpan);
    }
}
