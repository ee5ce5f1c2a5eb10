package io.keelstream.canary;

import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.Service;
import io.keelstream.tracing.Traces;
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
    Service canaryAnalyzer(
            CanaryAnalyzerProperties properties, KafkaSettings kafka, MeterRegistry meters, Traces traces) {
        CanaryAnalyzerSettings settings = new CanaryAnalyzerSettings(
                properties.installation(),
                properties.prometheus().settings(),
                properties.analysis().settings());
        return CanaryAnalyzer.of(settings, kafka, meters, traces, Clock.systemUTC());
    }
}
