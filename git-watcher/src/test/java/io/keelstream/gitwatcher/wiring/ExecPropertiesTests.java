package io.keelstream.gitwatcher.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.gitwatcher.child.OwnRenderer;
import io.keelstream.gitwatcher.evaluation.HeldMemory;
import io.keelstream.gitwatcher.git.GitCredentials;
import io.keelstream.gitwatcher.render.FilesRenderer;
import io.keelstream.gitwatcher.render.MissingRenderer;
import io.keelstream.gitwatcher.render.Renderers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Programs that an installation runs: own renderers, and helpers that issue credentials. */
class ExecPropertiesTests {

    private static final String RENDERER = "keelstream.renderers.exec[0].";
    private static final String HELPER = "keelstream.repositories[0].credentials.exec.";

    @Test
    void renderersAreRead() {
        assertThat(renderers(Map.of(
                        RENDERER + "name", "jsonnet",
                        RENDERER + "command", "jsonnet",
                        RENDERER + "args[0]", "-J",
                        RENDERER + "args[1]", "$(KEELSTREAM_REPOSITORY)/vendor",
                        RENDERER + "env[0].name", "LANG",
                        RENDERER + "env[0].value", "C.UTF-8",
                        RENDERER + "inputs[0]", "./vendor/",
                        RENDERER + "reads[0]", "/usr/share",
                        RENDERER + "allow-unconfined", "true")))
                .containsExactly(new OwnRenderer(
                        "jsonnet",
                        new OwnRenderer.Invocation(
                                "jsonnet", List.of("-J", "$(KEELSTREAM_REPOSITORY)/vendor"), Map.of("LANG", "C.UTF-8")),
                        List.of("vendor"),
                        List.of(Path.of("/usr/share")),
                        "",
                        true));
    }

    @Test
    void everyMistakeOfARendererIsNamed() {
        refused(Map.of(RENDERER + "name", "Jsonnet"), "name: is 'Jsonnet'; allowed: a DNS label");
        refused(Map.of("keelstream.renderers.exec[1].name", "tool"), "name: is 'tool'; allowed: a DNS label");
        refused(Map.of(RENDERER + "command", " "), "command: is missing; allowed: a program");
        refused(Map.of(RENDERER + "digest", "sha256:1"), "digest: is 'sha256:1'; allowed: sha256: and 64");
        refused(
                Map.of(RENDERER + "inputs[0]", "../vendor"),
                "inputs: is '../vendor'; allowed: folders and files inside");
        refused(Map.of(RENDERER + "reads[0]", "share"), "reads: is 'share'; allowed: absolute paths");
        refused(Map.of(RENDERER + "reads[0]", "/none"), "reads: is '/none'; allowed: absolute paths");
        for (String name : List.of("KEELSTREAM_TARGET", "HOME", "A=B", "")) {
            refused(Map.of(RENDERER + "env[0].name", name), "env: is '" + name + "'; allowed: names of letters");
        }
        refused(
                Map.of(RENDERER + "env[0].name", "A", RENDERER + "env[1].name", "A"),
                "env: is 'A'; allowed: names of letters, digits and '_', each once");
    }

    @Test
    void helperIsRead() {
        assertThat(credentials("https://git.example.com/infra.git", Map.of(HELPER + "command", "issue")))
                .isInstanceOf(GitCredentials.Exec.class);
    }

    @Test
    void everyMistakeOfAHelperIsNamed() {
        String url = "https://git.example.com/infra.git";
        wrong(url, Map.of(HELPER + "timeout", "5s"), "credentials.exec.command: is missing");
        wrong(
                url,
                Map.of(HELPER + "command", "issue", HELPER + "timeout", "1h"),
                "credentials.exec.timeout: is 'PT1H'; allowed: a duration from 1s to 2m");
        wrong(
                url,
                Map.of(HELPER + "command", "issue", "keelstream.repositories[0].credentials.token", "hunter2"),
                "credentials: has a helper and other credentials; allowed: one of both");
        wrong(
                "ssh://git@git.example.com/infra.git",
                Map.of(HELPER + "command", "issue"),
                "credentials.exec: is for https:// addresses; allowed: key and known-hosts for SSH");
    }

    @Test
    void noTextShowsAnArgumentOrAVariable() {
        GitWatcherProperties.Variable variable = new GitWatcherProperties.Variable("TOKEN", "hunter2");
        assertThat(variable.toString()).doesNotContain("hunter2");
        assertThat(new GitWatcherProperties.Helper(
                                "issue", List.of("hunter2"), List.of(variable), Duration.ofSeconds(1))
                        .toString())
                .isEqualTo("Helper[issue]");
    }

    private static void wrong(String url, Map<String, String> properties, String message) {
        assertThatThrownBy(() -> credentials(url, properties))
                .isInstanceOf(InvalidPropertiesException.class)
                .hasMessageContaining("keelstream.repositories[0]." + message)
                .hasMessageNotContaining("hunter2");
    }

    private static GitCredentials credentials(String url, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("keelstream.repositories[0].name", "infra");
        all.put("keelstream.repositories[0].url", url);
        return read(all)
                .settings(
                        new Renderers(
                                new FilesRenderer(),
                                new MissingRenderer("kustomize", "not used here"),
                                new MissingRenderer("helm", "not used here")),
                        HeldMemory::apart)
                .sources()
                .repositories()
                .getFirst()
                .credentials();
    }

    private static void refused(Map<String, String> properties, String message) {
        Map<String, String> all = new HashMap<>(Map.of(RENDERER + "name", "tool", RENDERER + "command", "tool"));
        all.putAll(properties);
        assertThatThrownBy(() -> renderers(all))
                .isInstanceOf(InvalidPropertiesException.class)
                .hasMessageContaining("keelstream.renderers.exec[")
                .hasMessageContaining("]." + message);
    }

    private static List<OwnRenderer> renderers(Map<String, String> properties) {
        return ExecReader.renderers(read(properties).renderers().exec());
    }

    private static GitWatcherProperties read(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("keelstream.installation", "test");
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("keelstream", GitWatcherProperties.class);
    }
}
