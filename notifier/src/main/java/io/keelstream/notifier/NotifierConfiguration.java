package io.keelstream.notifier;

import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.Service;
import io.keelstream.notifier.delivery.Notifier;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the notifier together from its properties. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NotifierProperties.class)
class NotifierConfiguration {

    @Bean
    Service notifier(NotifierProperties properties, KafkaSettings kafka, MeterRegistry meters, SslBundles bundles) {
        return new Notifier(
                properties.notifier().sinks().stream()
                        .map(sink -> sink.settings(name -> context(bundles, name)))
                        .toList(),
                kafka,
                meters,
                Clock.systemUTC());
    }

    /** The context of a bundle as it is now: a bundle that is reloaded counts from then on. */
    private static Supplier<SSLContext> context(SslBundles bundles, String name) {
        AtomicReference<SSLContext> context =
                new AtomicReference<>(bundles.getBundle(name).createSslContext());
        bundles.addBundleUpdateHandler(name, updated -> context.set(updated.createSslContext()));
        return context::get;
    }
}
