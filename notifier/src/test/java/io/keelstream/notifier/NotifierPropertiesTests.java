package io.keelstream.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.notifier.delivery.SinkSettings;
import io.keelstream.notifier.notice.Kind;
import io.keelstream.notifier.sink.CommitStatuses;
import io.keelstream.notifier.sink.GitHost;
import io.keelstream.notifier.sink.Slack;
import io.keelstream.notifier.sink.Webhook;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class NotifierPropertiesTests {

    private static final String SINK = "keelstream.notifier.sinks[0].";

    @TempDir
    private Path folder;

    private final Map<String, String> written = new LinkedHashMap<>();

    @BeforeEach
    void installation() throws IOException {
        Files.writeString(folder.resolve("file"), "content");
        written.put("keelstream.installation", "acme");
        written.put(SINK + "name", "chat");
    }

    @Test
    void withoutSinksNobodyIsNotified() {
        written.remove(SINK + "name");
        assertThat(bound().notifier().sinks()).isEmpty();
    }

    @Test
    void slackGetsWhatIsWorthReading() {
        // Given
        set("kind", "slack");
        set("url-file", folder.resolve("file").toString());
        set("targets", "production/*, staging/shop");
        set("outcomes", "failed, rolled-back");

        // When
        SinkSettings settings = first();

        // Then
        assertThat(settings.sink()).isInstanceOf(Slack.class);
        assertThat(settings.group()).isEqualTo("notifier.chat");
        assertThat(settings.filter().kinds()).contains(Kind.ATTENTION_NEEDED).doesNotContain(Kind.STARTED);
        assertThat(settings.filter().outcomes()).containsExactlyInAnyOrder(Outcome.FAILED, Outcome.ROLLED_BACK);
        assertThat(settings.filter().targets()).containsExactly("production/*", "staging/shop");
        assertThat(settings.limits())
                .isEqualTo(new SinkSettings.Limits(30, Duration.ofSeconds(10), Duration.ofHours(24)));
    }

    @Test
    void webhookGetsEverythingUnlessItSaysOtherwise() {
        // Given
        set("kind", "webhook");
        set("url", "https://audit.example.com/keelstream");

        // Then
        assertThat(first().sink()).isEqualTo(new Webhook(URI.create("https://audit.example.com/keelstream"), null));
        assertThat(first().filter().kinds()).containsExactlyInAnyOrder(Kind.values());

        // When
        set("events", "attention-needed");

        // Then
        assertThat(first().filter().kinds()).containsExactly(Kind.ATTENTION_NEEDED);
    }

    @ParameterizedTest
    @CsvSource({"github, GITHUB", "gitlab, GITLAB", "gitea, GITEA"})
    void gitHostHasTheNamesOfItsRepositories(String kind, GitHost host) {
        // Given
        set("kind", kind);
        set("url", "https://git.example.com/api/");
        set("token-file", folder.resolve("file").toString());
        set("repositories.infra", "acme/infra");

        // Then
        assertThat(first().sink()).isInstanceOfSatisfying(CommitStatuses.class, statuses -> {
            assertThat(statuses.host()).isEqualTo(host);
            assertThat(statuses.api()).hasToString("https://git.example.com/api");
            assertThat(statuses.projects()).isEqualTo(Map.of("infra", "acme/infra"));
            assertThat(statuses.context()).isEqualTo("keelstream");
        });

        // When
        set("context", "keelstream/eu-1");

        // Then
        assertThat(first().sink())
                .isInstanceOfSatisfying(
                        CommitStatuses.class,
                        statuses -> assertThat(statuses.context()).isEqualTo("keelstream/eu-1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "name=Chat!                           | .name is 'Chat!'; allowed are",
                "url=https://x.example.com            | 'chat' has no kind; it is slack, webhook, github, gitlab or gitea",
                "kind=slack                           | 'chat' needs url-file",
                "kind=slack,url-file=/none/here       | 'chat' has url-file /none/here, which cannot be read",
                "kind=webhook,url=https://ada:hidden@x.example.com | needs a url that begins with http",
                "kind=webhook,url=https://x y/hidden  | needs a url that begins with http",
                "kind=github,url=https://x.example.com | 'chat' needs token-file",
                "kind=github,url=https://x.example.com,token-file=pom.xml,repositories.infra=acme/my infra | has the repository 'acme/my infra'",
                "kind=gitlab,url=https://x.example.com,token-file=pom.xml,repositories.infra=acme/infra,context=two words | has the context 'two words'; allowed are",
                "kind=gitlab,url=https://x.example.com,token-file=pom.xml,repositories.infra=acme/infra,context=eu/ | has the context 'eu/'; allowed are",
                "kind=webhook,url=https://x.example.com,template={nobody} | has an unknown placeholder",
                "kind=webhook,url=https://x.example.com,per-minute=0 | per-minute 0; allowed is 1 to 6000",
                "kind=webhook,url=https://x.example.com,keep-trying=1s | keep-trying PT1S; allowed is PT1M to PT336H"
            })
    void wrongValueIsRefusedWithItsPlace(String values, String message) {
        for (String value : values.strip().split(",", -1)) {
            set(value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
        }
        assertThatThrownBy(this::bound).rootCause().hasMessageContaining(message.strip());
        assertThatThrownBy(this::bound).rootCause().message().doesNotContain("hidden");
    }

    @Test
    void nameIsGivenOnce() {
        set("kind", "webhook");
        set("url", "https://x.example.com");
        written.put("keelstream.notifier.sinks[1].name", "chat");
        written.put("keelstream.notifier.sinks[1].kind", "webhook");
        written.put("keelstream.notifier.sinks[1].url", "https://y.example.com");
        assertThatThrownBy(this::bound).rootCause().hasMessageContaining("names 'chat' twice");
    }

    private void set(String property, String value) {
        written.put(SINK + property, value);
    }

    private SinkSettings first() {
        return bound().notifier().sinks().getFirst().settings(bundle -> {
            throw new AssertionError("no sink names " + bundle);
        });
    }

    private NotifierProperties bound() {
        return new Binder(new MapConfigurationPropertySource(written))
                .bind("keelstream", NotifierProperties.class)
                .get();
    }
}
