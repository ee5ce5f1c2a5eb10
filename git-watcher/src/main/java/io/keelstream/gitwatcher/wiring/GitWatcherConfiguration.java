package io.keelstream.gitwatcher.wiring;

import io.keelstream.gitwatcher.GitWatcher;
import io.keelstream.gitwatcher.GitWatcherSettings;
import io.keelstream.gitwatcher.child.RendererPrograms;
import io.keelstream.gitwatcher.evaluation.HeldMemory;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.ConfigurableServletWebServerFactory;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Creates the git-watcher from its properties. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({GitWatcherProperties.class, TenantProperties.class})
public class GitWatcherConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(GitWatcherConfiguration.class);

    /** For Spring. */
    public GitWatcherConfiguration() {}

    /** The service, not yet started. */
    @Bean
    GitWatcher gitWatcher(
            GitWatcherProperties properties,
            TenantProperties tenants,
            KafkaSettings kafka,
            MeterRegistry meters,
            Traces traces) {
        RendererPrograms.Found found = properties.renderers().find();
        GitWatcherSettings settings = properties.settings(tenants, found.renderers(), HeldMemory::apart);
        found.lines().forEach(line -> LOG.atInfo().addKeyValue("renderer", line).log("Renderer"));
        return new GitWatcher(settings, kafka, meters, traces);
    }

    /** What a host reports a push to. */
    @Bean
    @Conditional(WebhookConfigured.class)
    ServletRegistrationBean<WebhookServlet> webhookServlet(GitWatcher watcher) {
        return new ServletRegistrationBean<>(new WebhookServlet(watcher.webhooks()), WebhookServlet.PATH);
    }

    /** Opens the port of webhooks, which a service does not have otherwise. */
    @Bean
    @Conditional(WebhookConfigured.class)
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<ConfigurableServletWebServerFactory> webhookPort(GitWatcherProperties properties) {
        return server -> {
            server.setPort(properties.webhooks().port());
            server.setAddress(address(properties.webhooks().address()));
        };
    }

    private static InetAddress address(String written) {
        try {
            return InetAddress.getByName(written);
        } catch (UnknownHostException e) {
            throw new InvalidPropertiesException(
                    List.of("keelstream.webhooks.address: is '" + written + "'; allowed: an address of this machine"));
        }
    }

    /** Whether a repository has a webhook. */
    static final class WebhookConfigured implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return Binder.get(context.getEnvironment())
                    .bind("keelstream.repositories", Bindable.listOf(GitWatcherProperties.Repository.class))
                    .orElse(List.of())
                    .stream()
                    .anyMatch(each -> each.webhook() != null);
        }
    }
}
