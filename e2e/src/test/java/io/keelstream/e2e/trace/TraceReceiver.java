package io.keelstream.e2e.trace;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Takes spans by OTLP over HTTP, as a collector does. Thread-safe. */
public final class TraceReceiver implements AutoCloseable {

    /**
     * One span as it came.
     *
     * @param process id of the process that sent it; empty where it does not say
     */
    record Received(
            String service,
            String process,
            String name,
            String trace,
            String id,
            String parent,
            List<String> links,
            boolean error,
            Map<String, String> attributes) {

        String attribute(String name) {
            return attributes.getOrDefault(name, "");
        }
    }

    private final List<Received> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile boolean away;

    private TraceReceiver(HttpServer server) {
        this.server = server;
    }

    /** One that takes spans at once. */
    public static TraceReceiver start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TraceReceiver receiver = new TraceReceiver(server);
        server.createContext("/v1/traces", receiver::take);
        server.start();
        return receiver;
    }

    /** Where it takes them. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on it refuses what comes, or takes it again. */
    void away(boolean now) {
        away = now;
    }

    /** All that the spans so far say, as text. */
    public String everything() {
        return spans.toString();
    }

    /** The spans of a trace so far. */
    List<Received> trace(String id) {
        return spans.stream().filter(span -> span.trace().equals(id)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (away) {
                return;
            }
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
            for (ResourceSpans each : request.getResourceSpansList()) {
                Map<String, String> sender = text(each.getResource().getAttributesList());
                for (ScopeSpans scope : each.getScopeSpansList()) {
                    scope.getSpansList().forEach(span -> spans.add(received(sender, span)));
                }
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static Received received(Map<String, String> sender, Span span) {
        HexFormat hex = HexFormat.of();
        return new Received(
                sender.get("service.name"),
                sender.getOrDefault("process.pid", ""),
                span.getName(),
                hex.formatHex(span.getTraceId().toByteArray()),
                hex.formatHex(span.getSpanId().toByteArray()),
                hex.formatHex(span.getParentSpanId().toByteArray()),
                span.getLinksList().stream()
                        .map(link -> hex.formatHex(link.getSpanId().toByteArray()))
                        .toList(),
                span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR,
                text(span.getAttributesList()));
    }

    private static Map<String, String> text(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey,
                        each -> each.getValue().hasIntValue()
                                ? Long.toString(each.getValue().getIntValue())
                                : each.getValue().getStringValue()));
    }
}
