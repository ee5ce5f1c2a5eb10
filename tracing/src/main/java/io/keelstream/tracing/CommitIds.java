package io.keelstream.tracing;

import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.function.Supplier;

/** Gives the first span of a service's part of a commit the commit's own trace id, and a lasting one its own id. Stateless. */
final class CommitIds implements IdGenerator {

    private static final ScopedValue<String> TRACE = ScopedValue.newInstance();
    private static final ScopedValue<String> SPAN = ScopedValue.newInstance();

    private final IdGenerator random = IdGenerator.random();

    /** Starts a span that, having no parent, belongs to this trace. */
    static <T> T inTrace(String traceId, Supplier<T> start) {
        return ScopedValue.where(TRACE, traceId).call(start::get);
    }

    /** Starts a span with this id. */
    static <T> T as(String spanId, Supplier<T> start) {
        return ScopedValue.where(SPAN, spanId).call(start::get);
    }

    @Override
    public String generateSpanId() {
        return SPAN.isBound() ? SPAN.get() : random.generateSpanId();
    }

    @Override
    public String generateTraceId() {
        return TRACE.isBound() ? TRACE.get() : random.generateTraceId();
    }
}
