package io.keelstream.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceExportTests {

    private static final String COMMIT = "1".repeat(40);

    @Test
    void nothingIsTracedUnlessAnEndpointIsNamed() {
        try (TraceExport export = TraceExport.start("acme", "planner", Map.of())) {
            assertThat(export.on()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"otel.traces.exporter,none", "otel.sdk.disabled,true"})
    void endpointMayBeThereForOthers(String setting, String value) {
        try (TraceExport export = TraceExport.start(
                "acme", "planner", Map.of("otel.exporter.otlp.endpoint", "http://127.0.0.1:9", setting, value))) {
            assertThat(export.on()).isFalse();
        }
    }

    @Test
    void whatIsOpenedBeforeTheEndIsSentWithServiceAndInstallation() throws Exception {
        // Given
        List<String> bodies = new CopyOnWriteArrayList<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/v1/traces", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
        try {
            // When
            try (TraceExport export =
                    export("http://127.0.0.1:" + receiver.getAddress().getPort())) {
                new Traces("acme", "planner", export.telemetry())
                        .of("plan", "infra", COMMIT)
                        .open()
                        .close();
            }

            // Then
            assertThat(bodies)
                    .singleElement()
                    .asString()
                    .contains("service.name", "planner", "keelstream.installation", "acme", COMMIT);
        } finally {
            receiver.stop(0);
        }
    }

    @Test
    void receiverThatIsAwayHoldsUpNobody() {
        try (TraceExport export = export("http://127.0.0.1:9")) {
            Traces traces = new Traces("acme", "planner", export.telemetry());
            for (int each = 0; each < 10_000; each++) {
                traces.of("plan", "infra", COMMIT).open().close();
            }
            assertThat(export.on()).isTrue();
        }
    }

    private static TraceExport export(String endpoint) {
        return TraceExport.start("acme", "planner", Map.of("otel.exporter.otlp.endpoint", endpoint));
    }
}
