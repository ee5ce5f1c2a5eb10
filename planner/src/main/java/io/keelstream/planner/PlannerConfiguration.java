package io.keelstream.planner;

import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.Clusters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the planner together from its properties. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PlannerProperties.class)
class PlannerConfiguration {

    @Bean
    @ConditionalOnMissingBean
    MeterRegistry meters() {
        return new SimpleMeterRegistry();
    }

    @Bean
    PlannerLifecycle plannerLifecycle(PlannerProperties properties, MeterRegistry meters) {
        Map<String, ClusterClient> clusters = new LinkedHashMap<>();
        properties.clusters().forEach(each -> clusters.put(each.name(), Clusters.open(each.settings(), meters)));
        Planner planner = new Planner(
                properties.installation(),
                clusters,
                properties.settings(),
                properties.kafka().settings(),
                meters);
        return new PlannerLifecycle(planner, clusters.values());
    }
}
