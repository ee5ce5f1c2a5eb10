package io.keelstream.canary.service;

import io.keelstream.canary.CanaryAnalyzer;
import io.keelstream.tracing.TraceExport;
import io.keelstream.tracing.Traces;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.List;
import java.util.Map;

/** Keeps what this process sends. OpenTelemetry finds it by its name. */
public final class RecordedSpans implements ConfigurableSpanExporterProvider {

    private static final String NAME = "recorded";
    private static final InMemorySpanExporter SENT = InMemorySpanExporter.create();

    /** For OpenTelemetry. */
    public RecordedSpans() {}

    /** What an analyzer writes to that is traced as in production, but for where spans go. */
    static Traces traces() {
        Map<String, String> settings = Map.of("otel.traces.exporter", NAME, "otel.bsp.schedule.delay", "50");
        return new Traces(
                "test",
                CanaryAnalyzer.SERVICE,
                TraceExport.start("test", CanaryAnalyzer.SERVICE, settings).telemetry());
    }

    /** The spans of this name and target so far. */
    static List<SpanData> of(String name, String target) {
        return SENT.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .filter(span -> span.getAttributes().asMap().containsValue(target))
                .toList();
    }

    @Override
    public SpanExporter createExporter(ConfigProperties config) {
        return SENT;
    }

    @Override
    public String getName() {
        return NAME;
    }
}
