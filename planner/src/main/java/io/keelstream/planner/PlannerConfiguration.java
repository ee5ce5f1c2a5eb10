package io.keelstream.planner;

import io.keelstream.kubernetes.client.ClusterClients;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the planner together from its properties. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PlannerProperties.class)
class PlannerConfiguration {

    @Bean
    ClusterClients clusterClients(PlannerProperties properties, MeterRegistry meters) {
        return ClusterClients.open(
                properties.clusters().stream()
                        .map(cluster -> cluster.settings(properties.planner().callsInFlight()))
                        .toList(),
                meters);
    }

    @Bean
    Planner planner(
            PlannerProperties properties,
            ClusterClients clusters,
            KafkaSettings kafka,
            MeterRegistry meters,
            Traces traces) {
        return new Planner(properties.installation(), clusters.byName(), properties.settings(), kafka, meters, traces);
    }
}
