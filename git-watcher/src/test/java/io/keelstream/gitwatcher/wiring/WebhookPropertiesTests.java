package io.keelstream.gitwatcher.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.gitwatcher.GitWatcherSettings;
import io.keelstream.gitwatcher.evaluation.HeldMemory;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.render.FilesRenderer;
import io.keelstream.gitwatcher.render.MissingRenderer;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.gitwatcher.webhook.Provider;
import io.keelstream.gitwatcher.webhook.WebhookSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WebhookPropertiesTests {

    private static final String SECRET = "0123456789abcdef";

    @Test
    void webhookIsThatOfAllRefsOfItsRepositoryAndTheyArePolledSeldom() {
        // When
        GitWatcherSettings settings = read(Map.of(
                "repositories[0].name", "infra",
                "repositories[0].ref", "main",
                "repositories[0].webhook.provider", "gitea",
                "repositories[0].webhook.secret", SECRET,
                "repositories[1].name", "infra",
                "repositories[1].ref", "next",
                "repositories[2].name", "other",
                "repositories[3].name", "infra",
                "repositories[3].ref", "often",
                "repositories[3].poll", "7s"));

        // Then
        assertThat(settings.sources().webhooks())
                .containsExactlyEntriesOf(Map.of("infra", new WebhookSettings(Provider.GITEA, SECRET)));
        assertThat(settings.sources().repositories())
                .extracting(RepositorySettings::poll)
                .containsExactly(
                        Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(7));
    }

    @Test
    void everyMistakeIsNamedWithoutTheSecret() {
        assertThatThrownBy(() -> read(Map.of(
                        "repositories[0].name", "infra",
                        "repositories[0].webhook.provider", "github.com",
                        "repositories[0].webhook.secret", "hunter2",
                        "webhooks.port", "80820")))
                .isInstanceOf(InvalidPropertiesException.class)
                .hasMessageContaining(
                        "keelstream.repositories[0].webhook.provider: is 'github.com'; allowed: github, gitlab,")
                .hasMessageContaining(
                        "keelstream.repositories[0].webhook.secret: is missing or short; allowed: at least 16")
                .hasMessageContaining("keelstream.webhooks.port: is '80820'")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void refsOfARepositoryCannotHaveDifferentWebhooks() {
        assertThatThrownBy(() -> read(Map.of(
                        "repositories[0].name", "infra",
                        "repositories[0].webhook.provider", "github",
                        "repositories[0].webhook.secret", SECRET,
                        "repositories[1].name", "infra",
                        "repositories[1].ref", "next",
                        "repositories[1].webhook.provider", "gitlab",
                        "repositories[1].webhook.secret", SECRET)))
                .hasMessageContaining("differs between refs of 'infra'");
    }

    private static GitWatcherSettings read(Map<String, String> written) {
        Map<String, String> all = new HashMap<>();
        all.put("keelstream.installation", "test");
        written.forEach((name, value) -> {
            all.put("keelstream." + name, value);
            if (name.startsWith("repositories[")) {
                all.put(
                        "keelstream." + name.substring(0, name.indexOf(']') + 1) + ".url",
                        "https://git.example.com/a.git");
            }
        });
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("keelstream", GitWatcherProperties.class)
                .settings(
                        new Renderers(
                                new FilesRenderer(),
                                new MissingRenderer("kustomize", "not used here"),
                                new MissingRenderer("helm", "not used here")),
                        HeldMemory::apart);
    }
}
