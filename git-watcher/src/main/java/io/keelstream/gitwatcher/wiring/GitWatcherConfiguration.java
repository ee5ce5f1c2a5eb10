package io.keelstream.gitwatcher.wiring;

import io.keelstream.gitwatcher.GitWatcher;
import io.keelstream.gitwatcher.GitWatcherSettings;
import io.keelstream.gitwatcher.child.RendererPrograms;
import io.keelstream.gitwatcher.evaluation.HeldMemory;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the git-watcher from its properties. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GitWatcherProperties.class)
public class GitWatcherConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(GitWatcherConfiguration.class);

    /** For Spring. */
    public GitWatcherConfiguration() {}

    /** The service, not yet started. */
    @Bean
    GitWatcher gitWatcher(GitWatcherProperties properties, KafkaSettings kafka, MeterRegistry meters, Traces traces) {
        RendererPrograms.Found found = properties.renderers().find();
        GitWatcherSettings settings = properties.settings(found.renderers(), HeldMemory::apart);
        found.lines().forEach(line -> LOG.atInfo().addKeyValue("renderer", line).log("Renderer"));
        return new GitWatcher(settings, kafka, meters, traces);
    }
}
