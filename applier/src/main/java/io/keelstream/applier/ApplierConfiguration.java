package io.keelstream.applier;

import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.Clusters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the applier together from its properties. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ApplierProperties.class)
class ApplierConfiguration {

    @Bean
    @ConditionalOnMissingBean
    MeterRegistry meters() {
        return new SimpleMeterRegistry();
    }

    @Bean
    ApplierLifecycle applierLifecycle(ApplierProperties properties, MeterRegistry meters) {
        Map<String, ClusterClient> clusters = new LinkedHashMap<>();
        properties.clusters().forEach(each -> clusters.put(each.name(), Clusters.open(each.settings(), meters)));
        ApplierSettings settings = new ApplierSettings(
                properties.installation(), clusters, properties.unsealer(), HealthCheck.compile(properties.health()));
        Applier applier = new Applier(settings, properties.kafka().settings(), meters, Clock.systemUTC());
        return new ApplierLifecycle(applier, clusters.values());
    }
}
