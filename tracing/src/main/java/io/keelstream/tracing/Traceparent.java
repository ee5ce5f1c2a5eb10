package io.keelstream.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The W3C header {@code traceparent}, read and written. Pure. */
final class Traceparent {

    private static final String NAME = "traceparent";
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<String> VALUE = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String value) {
            return List.of(NAME);
        }

        @Override
        public @Nullable String get(@Nullable String value, String key) {
            return key.equals(NAME) ? value : null;
        }
    };

    private Traceparent() {}

    /** The span that a header names; an invalid one for a header that is absent or means nothing. */
    static SpanContext read(@Nullable String header) {
        return Span.fromContext(W3C.extract(Context.root(), header, VALUE)).getSpanContext();
    }

    /** The header that names a span. */
    static String write(SpanContext span) {
        Map<String, String> headers = new HashMap<>();
        W3C.inject(Context.root().with(Span.wrap(span)), headers, Map::put);
        return headers.getOrDefault(NAME, "");
    }
}
