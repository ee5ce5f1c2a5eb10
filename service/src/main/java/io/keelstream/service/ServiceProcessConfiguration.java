package io.keelstream.service;

import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.Service;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
