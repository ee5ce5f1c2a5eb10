package io.keelstream.canary;

import io.keelstream.messaging.service.KafkaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the canary analyzer together from its properties. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CanaryAnalyzerProperties.class)
class CanaryAnalyzerConfiguration {

    @Bean
    CanaryAnalyzer canaryAnalyzer(CanaryAnalyzerProperties properties, KafkaSettings kafka, MeterRegistry meters) {
        return new CanaryAnalyzer(
                properties.installation(),
                properties.prometheus().settings(),
                properties.analysis().settings(),
                kafka,
                meters,
                Clock.systemUTC());
    }
}
