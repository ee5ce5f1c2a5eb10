package io.keelstream.service;

import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.Service;
import io.keelstream.tracing.TraceExport;
import io.keelstream.tracing.Traces;
import java.util.HashMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What every service's process has besides the service. */
@Configuration(proxyBeanMethods = false)
class ServiceProcessConfiguration {

    @Bean
    KafkaSettings kafkaSettings(
            KafkaProperties properties,
            KafkaConnectionDetails connection,
            @Value("${keelstream.kafka.members:1}") int members) {
        return KafkaAccess.of(properties, connection, members);
    }

    /** Spans that wait are sent after the service has stopped. */
    @Bean
    TraceExport traceExport(
            Environment environment,
            @Value("${keelstream.installation:}") String installation,
            @Value("${spring.application.name}") String service) {
        Map<String, String> settings = new HashMap<>();
        Binder.get(environment)
                .bind("otel", Bindable.mapOf(String.class, String.class))
                .ifBound(given -> given.forEach((name, value) -> settings.put("otel." + name, value)));
        return TraceExport.start(installation, service, settings);
    }

    @Bean
    Traces traces(
            TraceExport export,
            @Value("${keelstream.installation:}") String installation,
            @Value("${spring.application.name}") String service) {
        return new Traces(installation, service, export.telemetry());
    }

    @Bean
    ServiceLifecycle serviceLifecycle(Service service) {
        return new ServiceLifecycle(service);
    }

    @Bean
    HealthIndicator live(Service service) {
        return () -> Probe.answer(service.live(), service.problems());
    }

    @Bean
    HealthIndicator ready(Service service) {
        return () -> Probe.answer(service.ready(), service.problems());
    }
}
