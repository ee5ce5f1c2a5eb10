package io.keelstream.gitwatcher.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.gitwatcher.evaluation.HeldMemory;
import io.keelstream.gitwatcher.fetch.HostCredentials;
import io.keelstream.gitwatcher.fetch.SourceHost;
import io.keelstream.gitwatcher.fetch.SourceSettings;
import io.keelstream.gitwatcher.render.FilesRenderer;
import io.keelstream.gitwatcher.render.MissingRenderer;
import io.keelstream.gitwatcher.render.Renderers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SourcesPropertiesTests {

    @Test
    void nothingIsFetchedByDefault() {
        assertThat(read(Map.of())).isEqualTo(SourceSettings.NONE);
    }

    @Test
    void hostsAreRead() {
        // When
        SourceSettings settings = read(Map.of(
                "hosts[0].name", "Registry.example.com:5000",
                "hosts[0].user", "reader",
                "hosts[0].password", "word",
                "hosts[0].addresses[0]", "10.1.0.0/16",
                "hosts[1].name", "charts.example.com",
                "hosts[1].token", "abc",
                "hosts[1].plain", "true",
                "check", "1m",
                "cache", "100MB"));

        // Then
        assertThat(settings.check()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.cacheBytes()).isEqualTo(100L << 20);
        assertThat(settings.hosts()).hasSize(2);
        SourceHost first = settings.hosts().getFirst();
        assertThat(first.name()).isEqualTo("registry.example.com:5000");
        assertThat(first.credentials()).isEqualTo(new HostCredentials.Basic("reader", "word"));
        assertThat(first.addresses()).extracting(Object::toString).containsExactly("10.1.0.0/16");
        assertThat(first.plain()).isFalse();
        assertThat(settings.hosts().getLast().credentials()).isEqualTo(new HostCredentials.Bearer("abc"));
        assertThat(settings.hosts().getLast().plain()).isTrue();
    }

    @Test
    void hostPastItsProxyIsAskedDirectly() {
        Map<String, String> proxied = new HashMap<>(Map.of(
                "hosts[0].name", "charts.example.com",
                "hosts[0].proxy.url", "http://proxy.example.com:3128",
                "hosts[0].proxy.no-proxy[0]", "charts.example.com"));
        assertThat(read(proxied).hosts().getFirst().proxy()).isNull();
        proxied.put("hosts[0].proxy.no-proxy[0]", "other.example.com");
        assertThat(read(proxied).hosts().getFirst().proxy()).isNotNull();
    }

    @Test
    void helperOfAHostIsRead() {
        SourceHost host = read(Map.of("hosts[0].name", "a.example.com", "hosts[0].exec.command", "issue"))
                .hosts()
                .getFirst();
        assertThat(host.credentials())
                .isInstanceOfSatisfying(
                        HostCredentials.Exec.class,
                        exec -> assertThat(exec).asString().contains("keelstream.renderers.sources.hosts[0].exec"));
    }

    @Test
    void everyMistakeIsNamed() {
        refused(Map.of("hosts[0].name", "https://a"), "hosts[0].name: is 'https://a'; allowed: a host such as");
        refused(
                Map.of("hosts[0].name", "a", "hosts[1].name", "A"),
                "hosts[1].name: is 'A'; allowed: a host that no other");
        refused(Map.of("hosts[0].name", "a", "hosts[0].user", "u"), "hosts[0]: has only a user or only a password");
        refused(
                Map.of("hosts[0].name", "a", "hosts[0].user", "u", "hosts[0].token", "t"),
                "hosts[0]: has a token and a user or password");
        refused(
                Map.of("hosts[0].name", "a", "hosts[0].exec.command", "issue", "hosts[0].token", "t"),
                "hosts[0]: has a helper and other credentials");
        refused(Map.of("hosts[0].name", "a", "hosts[0].exec.timeout", "1h"), "hosts[0].exec.command: is missing");
        refused(
                Map.of("hosts[0].name", "a", "hosts[0].ca", "/none"),
                "hosts[0].ca: is '/none'; allowed: a readable file");
        refused(
                Map.of("hosts[0].name", "a", "hosts[0].addresses[0]", "localhost"),
                "hosts[0].addresses: is 'localhost'; allowed: addresses such as");
        refused(
                Map.of(
                        "hosts[0].name",
                        "a",
                        "hosts[0].addresses[0]",
                        "10.1.2.3",
                        "hosts[0].proxy",
                        "http://proxy.example.com:3128"),
                "hosts[0].addresses: has no effect with a proxy");
        refused(Map.of("check", "0s"), "check: is 'PT0S'; allowed: a duration from 1s to 24h");
        refused(Map.of("cache", "1MB"), "cache: is '1048576B'; allowed: at least 64MB");
    }

    @Test
    void noTextShowsASecret() {
        GitWatcherProperties.Host host = new Binder(
                        new MapConfigurationPropertySource(Map.of("host.name", "a", "host.password", "Pass-1-word")))
                .bindOrCreate("host", GitWatcherProperties.Host.class);
        assertThat(host.password()).isEqualTo("Pass-1-word");
        assertThat(host.toString()).doesNotContain("Pass-1-word");
        assertThat(new HostCredentials.Basic("u", "Pass-1-word").toString()).doesNotContain("Pass-1-word");
        assertThat(new HostCredentials.Bearer("Pass-1-word").toString()).doesNotContain("Pass-1-word");
    }

    private static void refused(Map<String, String> sources, String message) {
        assertThatThrownBy(() -> read(sources))
                .isInstanceOf(InvalidPropertiesException.class)
                .hasMessageContaining("keelstream.renderers.sources." + message);
    }

    private static SourceSettings read(Map<String, String> sources) {
        Map<String, String> all = new HashMap<>();
        all.put("keelstream.installation", "test");
        sources.forEach((name, value) -> all.put("keelstream.renderers.sources." + name, value));
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("keelstream", GitWatcherProperties.class)
                .settings(
                        new Renderers(
                                new FilesRenderer(),
                                new MissingRenderer("kustomize", "not used here"),
                                new MissingRenderer("helm", "not used here")),
                        HeldMemory::apart)
                .sources()
                .elsewhere();
    }
}
