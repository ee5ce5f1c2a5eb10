package io.keelstream.gitwatcher.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.gitwatcher.Sources;
import io.keelstream.gitwatcher.evaluation.HeldMemory;
import io.keelstream.gitwatcher.fetch.LfsSettings;
import io.keelstream.gitwatcher.git.GitCredentials;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.network.HttpProxy;
import io.keelstream.gitwatcher.network.Network;
import io.keelstream.gitwatcher.network.NoProxy;
import io.keelstream.gitwatcher.render.FilesRenderer;
import io.keelstream.gitwatcher.render.MissingRenderer;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.gitwatcher.source.LfsRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** How repositories are reached, and what is fetched for them beside their commits. */
class RepositoryPropertiesTests {

    private static final String URL = "https://git.example.com/org/infra.git";

    @TempDir
    Path folder;

    @Test
    void nothingIsUnusualByDefault() {
        Sources sources = read(Map.of());
        assertThat(sources.repositories().getFirst().options()).isEqualTo(RepositorySettings.Options.NONE);
        assertThat(sources.elsewhere().lfs()).isEmpty();
    }

    @Test
    void whatIsWrittenIsRead() {
        Sources sources = read(Map.of(
                "[0].submodules", "true",
                "[0].lfs", "true",
                "[0].proxy", "http://proxy.example.com:3128",
                "[0].credentials.token", "word"));
        Network network = new Network(null, new HttpProxy("proxy.example.com", 3128));
        assertThat(sources.repositories().getFirst().options())
                .isEqualTo(new RepositorySettings.Options(null, true, network, List.of()));
        assertThat(sources.elsewhere().lfs())
                .containsExactly(new LfsSettings(
                        new LfsRepository("infra", URL), new GitCredentials.Basic("token", "word"), network));
    }

    @Test
    void proxyThatWantsToKnowWhoAsksIsRead() {
        assertThat(read(Map.of(
                                "[0].proxy.url", "http://proxy.example.com:3128",
                                "[0].proxy.user", "ada",
                                "[0].proxy.password", "word",
                                "[0].proxy.no-proxy[0]", ".internal"))
                        .repositories()
                        .getFirst()
                        .options()
                        .network()
                        .proxy())
                .isEqualTo(new HttpProxy("proxy.example.com", 3128)
                        .with(
                                new HttpProxy.Login("ada", "word"),
                                NoProxy.parse(List.of(".internal"), new ArrayList<>())));
    }

    @Test
    void refsOfARepositoryMayHaveTheSameHelper() {
        Map<String, String> both = new HashMap<>(Map.of("[1].name", "infra", "[1].url", URL, "[1].ref", "other"));
        for (String each : List.of("[0]", "[1]")) {
            both.put(each + ".lfs", "true");
            both.put(each + ".credentials.exec.command", "issue");
        }
        assertThat(read(both).elsewhere().lfs()).hasSize(1);
        both.put("[1].credentials.exec.command", "other");
        refused(both, "[1].lfs: another ref of 'infra' has another url, credentials, ca or proxy");
    }

    @Test
    void refsOfARepositoryHaveItsGitLfsInCommon() {
        Map<String, String> both = new HashMap<>(
                Map.of("[0].lfs", "true", "[1].name", "infra", "[1].url", URL, "[1].ref", "other", "[1].lfs", "true"));
        assertThat(read(both).elsewhere().lfs()).hasSize(1);
        both.put("[1].url", URL + "/other.git");
        refused(both, "[1].lfs: another ref of 'infra' has another url, credentials, ca or proxy");
    }

    @Test
    void everyMistakeIsNamed() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.crt"), "");
        refused(Map.of("[0].ca", folder + "/none"), "[0].ca: is '" + folder + "/none'; allowed: a readable file");
        refused(Map.of("[0].ca", empty.toString()), "allowed: a file with at least one certificate (PEM)");
        refused(
                Map.of("[0].proxy", "http://ada:s3cret@proxy.example.com:3128"),
                "[0].proxy: is not the address of a proxy; allowed: http://HOST:PORT, without a path");
        refused(Map.of("[0].proxy", "https://proxy.example.com:3128"), "[0].proxy: is not the address of a proxy");
        refused(Map.of("[0].proxy", "http://proxy.example.com:99999"), "[0].proxy: is not the address of a proxy");
        refused(
                Map.of("[0].proxy.url", "http://proxy.example.com:3128", "[0].proxy.password", "s3cret"),
                "[0].proxy: has only a user or only a password");
        refused(
                Map.of("[0].proxy.url", "http://proxy.example.com:3128", "[0].proxy.no-proxy[0]", "http://a"),
                "[0].proxy.no-proxy: is 'http://a'; allowed: hosts such as example.com");
        refused(
                Map.of("[0].url", "git@git.example.com:org/infra.git", "[0].proxy", "http://proxy.example.com:3128"),
                "[0].proxy: has no effect for this url; allowed: with https://");
        refused(
                Map.of("[0].url", "git@git.example.com:org/infra.git", "[0].lfs", "true"),
                "[0].lfs: is true for 'git@git.example.com:org/infra.git'; allowed: with https://");
    }

    private static void refused(Map<String, String> written, String message) {
        assertThatThrownBy(() -> read(written))
                .isInstanceOf(InvalidPropertiesException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cret");
    }

    private static Sources read(Map<String, String> written) {
        Map<String, String> all = new HashMap<>();
        all.put("keelstream.installation", "test");
        all.put("keelstream.repositories[0].name", "infra");
        all.put("keelstream.repositories[0].url", URL);
        written.forEach((name, value) -> all.put("keelstream.repositories" + name, value));
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("keelstream", GitWatcherProperties.class)
                .settings(
                        new Renderers(
                                new FilesRenderer(),
                                new MissingRenderer("kustomize", "not used here"),
                                new MissingRenderer("helm", "not used here")),
                        HeldMemory::apart)
                .sources();
    }
}
