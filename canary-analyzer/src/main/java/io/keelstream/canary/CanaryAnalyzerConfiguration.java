package io.keelstream.canary;

import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.Service;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the canary analyzer together from its properties. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CanaryAnalyzerProperties.class)
class CanaryAnalyzerConfiguration {

    @Bean
    Service canaryAnalyzer(
            CanaryAnalyzerProperties properties,
            KafkaSettings kafka,
            MeterRegistry meters,
            Traces traces,
            SslBundles bundles) {
        CanaryAnalyzerSettings settings = new CanaryAnalyzerSettings(
                properties.installation(),
                properties.metrics().sources().stream()
                        .map(source -> source.settings(name -> context(bundles, name)))
                        .toList(),
                properties.analysis().settings());
        return CanaryAnalyzer.of(settings, kafka, meters, traces, Clock.systemUTC());
    }

    /** The context of a bundle as it is now: a bundle that is reloaded counts from then on. */
    private static Supplier<SSLContext> context(SslBundles bundles, String name) {
        AtomicReference<SSLContext> context =
                new AtomicReference<>(bundles.getBundle(name).createSslContext());
        bundles.addBundleUpdateHandler(name, updated -> context.set(updated.createSslContext()));
        return context::get;
    }
}
