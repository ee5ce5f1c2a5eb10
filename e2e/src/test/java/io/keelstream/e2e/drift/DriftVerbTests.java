package io.keelstream.e2e.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.e2e.system.Stage;
import io.keelstream.e2e.system.Verb;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code keelstream drift}: who changed what and when, for people and for programs. */
@AnyCluster
class DriftVerbTests {

    private static final String SHOP = "production/shop";

    @TempDir
    static Path folder;

    private static Stage stage;

    @BeforeAll
    static void start() throws Exception {
        stage = Stage.in(folder);
        stage.repository()
                .write("quiet/keelstream.yaml", Manifests.application("quiet"))
                .write("quiet/settings.yaml", Manifests.configMap("settings", "git"))
                .write("shop/keelstream.yaml", Manifests.application("shop", "drift: report"))
                .write("shop/settings.yaml", Manifests.configMap("settings", "git"))
                .write("shop/more.yaml", Manifests.configMap("more", "git"));
        String commit = stage.repository().push("Start");
        stage.up();
        stage.awaitSettled(SHOP, commit);
        stage.awaitSettled("production/quiet", commit);
        stage.live().patch("ConfigMap/shop/settings", Map.of("data", Map.of("value", "hand")), "kubectl-edit");
        stage.live().delete("ConfigMap/shop/more");
        stage.await(
                "both are reported",
                () -> assertThat(drift().out()).contains("ConfigMap/shop/settings", "ConfigMap/shop/more"));
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void driftTableNamesManagerFieldAndTheCommitThatAcceptsIt() {
        // When
        Verb answer = drift(SHOP);

        // Then
        assertThat(answer.exit()).isZero();
        assertThat(answer.out().lines().toList())
                .anySatisfy(line -> assertThat(line)
                        .contains(SHOP, "ConfigMap/shop/settings", "/data/value", "kubectl-edit", "Update", "reports"))
                .anySatisfy(line -> assertThat(line).contains("ConfigMap/shop/more", "missing"))
                .contains("To accept a change, commit it: Git is the only source.");
    }

    @Test
    void jsonHoldsTheSame() {
        // When
        Verb answer = drift("--output", "json");

        // Then
        assertThat(answer.exit()).isZero();
        Map<String, ?> shop = Manifest.list(
                        Json.readObject(("{\"all\":" + answer.out() + "}").getBytes(StandardCharsets.UTF_8))
                                .get("all"))
                .stream()
                .map(Manifest::map)
                .filter(state -> SHOP.equals(state.get("target")))
                .findFirst()
                .orElseThrow();
        Map<String, ?> settings = Manifest.list(shop.get("objects")).stream()
                .map(Manifest::map)
                .filter(object -> "ConfigMap/shop/settings".equals(object.get("reference")))
                .findFirst()
                .orElseThrow();
        Map<String, ?> field =
                Manifest.map(Manifest.list(settings.get("fields")).getFirst());
        assertThat(field.get("path")).isEqualTo("/data/value");
        assertThat(field.get("manager")).isEqualTo("kubectl-edit");
        assertThat(field.get("operation")).isEqualTo("Update");
        assertThat(field.get("time")).isNotNull();
        assertThat(answer.out()).doesNotContain("hand");
    }

    @Test
    void targetWithoutDriftIsAcceptedAndUnknownTargetIsAnError() {
        assertThat(drift("production/quiet")).isEqualTo(new Verb(0, "nothing has drifted\n", ""));
        assertThat(drift("production/shopp").exit()).isOne();
        assertThat(drift("production/shopp").error()).contains("there is no target production/shopp");
        assertThat(drift("shop").exit()).isEqualTo(2);
        assertThat(drift("shop").error()).contains("TARGET/APPLICATION");
    }

    @Test
    void withoutAKeelstreamThereIsNoAnswer() {
        // When
        Verb answer = Verb.run("drift", "--state", folder.resolve("nothing").toString());

        // Then
        assertThat(answer.exit()).isEqualTo(3);
        assertThat(answer.error()).contains("keelstream up");
    }

    private static Verb drift(String... arguments) {
        List<String> all = new ArrayList<>(List.of("drift"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--kafka", stage.system().kafka().bootstrapServers()));
        return Verb.run(all.toArray(String[]::new));
    }
}
