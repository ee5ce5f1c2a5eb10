package io.keelstream.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends the spans of one service by OTLP, over HTTP unless it is configured otherwise. It is configured by OpenTelemetry's own
 * settings, as properties ({@code otel.exporter.otlp.endpoint}) or as the environment ({@code OTEL_EXPORTER_OTLP_ENDPOINT}),
 * and without an endpoint it is off and costs nothing. Spans wait in a bounded queue for a thread of their own, so a receiver
 * that is slow or away costs spans and never holds up the service. Thread-safe.
 */
public final class TraceExport implements AutoCloseable {

    /** Spans that are not sent by then are lost; longer would eat into the time that a pod has to end. */
    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(3);

    private static final String EXPORTER = "otel.traces.exporter";
    private static final List<String> SWITCHES =
            List.of("otel.exporter.otlp.endpoint", "otel.exporter.otlp.traces.endpoint", EXPORTER);

    private final @Nullable OpenTelemetrySdk sdk;

    private TraceExport(@Nullable OpenTelemetrySdk sdk) {
        this.sdk = sdk;
    }

    /**
     * Starts to send where that is configured.
     *
     * @param installation the installation's name
     * @param service the service's name, as traces show it
     * @param settings OpenTelemetry's properties by full name; the JVM's properties and the environment go first
     */
    public static TraceExport start(String installation, String service, Map<String, String> settings) {
        if (!wanted(settings)) {
            return new TraceExport(null);
        }
        Attributes ours = Attributes.of(AttributeKey.stringKey(SpanAttributes.INSTALLATION), installation);
        return new TraceExport(AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> defaults(service))
                .addPropertiesSupplier(() -> settings)
                .addResourceCustomizer((resource, config) -> resource.merge(Resource.create(ours)))
                .addTracerProviderCustomizer((provider, config) -> provider.setIdGenerator(new CommitIds()))
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk());
    }

    /** What {@link Traces} writes to. */
    public OpenTelemetry telemetry() {
        return sdk == null ? OpenTelemetry.noop() : sdk;
    }

    /** Whether spans are sent. */
    public boolean on() {
        return sdk != null;
    }

    /** Sends what waits, within three seconds. */
    @Override
    public void close() {
        if (sdk != null) {
            sdk.getSdkTracerProvider().shutdown().join(FLUSH_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Metrics are for Prometheus to fetch, and logs go to the console. */
    private static Map<String, String> defaults(String service) {
        Map<String, String> all = new HashMap<>();
        all.put("otel.service.name", service);
        all.put("otel.exporter.otlp.protocol", "http/protobuf");
        all.put("otel.metrics.exporter", "none");
        all.put("otel.logs.exporter", "none");
        return all;
    }

    private static boolean wanted(Map<String, String> settings) {
        return SWITCHES.stream().anyMatch(name -> !setting(name, settings).isEmpty())
                && !setting(EXPORTER, settings).equals("none")
                && !setting("otel.sdk.disabled", settings).equals("true");
    }

    private static String setting(String name, Map<String, String> settings) {
        String variable = name.toUpperCase(Locale.ROOT).replace('.', '_');
        String given = System.getProperty(name, System.getenv(variable));
        return given == null ? settings.getOrDefault(name, "") : given;
    }
}
