package io.keelstream.drift;

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

/** Puts the drift detector together from its properties. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DriftDetectorProperties.class)
class DriftDetectorConfiguration {

    @Bean
    @ConditionalOnMissingBean
    MeterRegistry meters() {
        return new SimpleMeterRegistry();
    }

    @Bean
    DriftDetectorLifecycle driftDetectorLifecycle(DriftDetectorProperties properties, MeterRegistry meters) {
        Map<String, ClusterClient> clusters = new LinkedHashMap<>();
        properties.clusters().forEach(each -> clusters.put(each.name(), Clusters.open(each.settings(), meters)));
        DriftDetector detector = new DriftDetector(
                properties.installation(), clusters, properties.kafka().settings(), meters, Clock.systemUTC());
        return new DriftDetectorLifecycle(detector, clusters.values());
    }
}
