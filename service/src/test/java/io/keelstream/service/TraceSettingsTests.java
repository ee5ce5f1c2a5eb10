package io.keelstream.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.tracing.TraceExport;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class TraceSettingsTests {

    @Test
    void endpointAmongTheServicesPropertiesTurnsTracingOn() {
        assertThat(on(Map.of())).isFalse();
        assertThat(on(Map.of("otel.exporter.otlp.endpoint", "http://127.0.0.1:9")))
                .isTrue();
    }

    private static boolean on(Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("file", properties));
        try (TraceExport export = new ServiceProcessConfiguration().traceExport(environment, "acme", "planner")) {
            return export.on();
        }
    }
}
