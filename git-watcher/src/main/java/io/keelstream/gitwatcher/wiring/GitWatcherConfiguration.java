package io.keelstream.gitwatcher.wiring;

import io.keelstream.gitwatcher.GitWatcher;
import io.keelstream.gitwatcher.GitWatcherSettings;
import io.keelstream.gitwatcher.child.RendererPrograms;
import io.keelstream.messaging.service.KafkaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the service of the properties, and starts and stops it with the application. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GitWatcherProperties.class)
public class GitWatcherConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(GitWatcherConfiguration.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(25);

    /** The service, not yet started. */
    @Bean
    GitWatcher gitWatcher(GitWatcherProperties properties, ObjectProvider<MeterRegistry> meters) {
        RendererPrograms.Found found = properties.renderers().find();
        GitWatcherSettings settings = properties.settings(found.renderers());
        found.lines().forEach(line -> LOG.atInfo().addKeyValue("renderer", line).log("Renderer"));
        KafkaSettings kafka = new KafkaSettings(
                properties.kafka().bootstrapServers(), properties.kafka().properties(), 1);
        return new GitWatcher(settings, kafka, meters.getIfAvailable(SimpleMeterRegistry::new));
    }

    /** Starts the service when everything else is ready, and stops it first. */
    @Bean
    SmartLifecycle gitWatcherLifecycle(GitWatcher watcher) {
        return new SmartLifecycle() {
            private volatile boolean running;

            @Override
            public void start() {
                watcher.start();
                running = true;
            }

            @Override
            public void stop() {
                running = false;
                watcher.stop(STOP_LIMIT);
            }

            @Override
            public boolean isRunning() {
                return running;
            }
        };
    }
}
