package io.keelstream.drift;

import io.keelstream.kubernetes.client.ClusterClients;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.Service;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the drift detector together from its properties. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DriftDetectorProperties.class)
class DriftDetectorConfiguration {

    @Bean
    ClusterClients clusterClients(DriftDetectorProperties properties, MeterRegistry meters) {
        return ClusterClients.open(
                properties.clusters().stream()
                        .map(DriftDetectorProperties.Cluster::settings)
                        .toList(),
                meters);
    }

    @Bean
    Service driftDetector(
            DriftDetectorProperties properties,
            ClusterClients clusters,
            KafkaSettings kafka,
            MeterRegistry meters,
            Traces traces) {
        return DriftDetector.of(properties.installation(), clusters.byName(), kafka, meters, traces, Clock.systemUTC());
    }
}
