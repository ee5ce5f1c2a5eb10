package io.keelstream.applier;

import io.keelstream.kubernetes.client.ClusterClients;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.Service;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the applier together from its properties. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ApplierProperties.class)
class ApplierConfiguration {

    @Bean
    ClusterClients clusterClients(ApplierProperties properties, MeterRegistry meters) {
        return ClusterClients.open(
                properties.clusters().stream()
                        .map(ApplierProperties.Cluster::settings)
                        .toList(),
                meters);
    }

    @Bean
    Service applier(
            ApplierProperties properties,
            ClusterClients clusters,
            KafkaSettings kafka,
            MeterRegistry meters,
            Traces traces) {
        ApplierSettings settings = new ApplierSettings(
                properties.installation(),
                clusters.byName(),
                properties.secrets(),
                HealthCheck.compile(properties.health()),
                properties.actors(),
                properties.releasesAtOnce());
        return Applier.of(settings, kafka, meters, traces, Clock.systemUTC());
    }
}
