package io.keelstream.e2e.ownership;

import static io.keelstream.e2e.system.Manifests.application;
import static io.keelstream.e2e.system.Manifests.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.suite.Essential;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.e2e.system.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens to objects that leave a bundle which still exists. */
@ExtendWith(SharedStage.class)
@EachCluster
@Essential
class PruningTests {

    private static Stage stage;
    private static String second;

    @BeforeAll
    static void play(Stage shared) throws Exception {
        stage = shared;
        first();
        byHand();
        second();
        stage.await(
                "the first deletion",
                () -> assertThat(exists("trim", "dropped")).isFalse());
        stage.crash();
    }

    private static void first() throws Exception {
        app("trim", "drift: off", List.of("stays", "dropped", "recreated", "controlled", "unmarked", "kept"));
        app("few", "prune: {maxObjects: 2}", List.of("a", "b", "c", "d"));
        app("share", "prune: {maxObjects: 100}", names(24));
        app("confirmed", "prune: {mode: confirm}", List.of("a", "b"));
        app("never", "prune: {mode: never}", List.of("a", "b"));
        app("empty", "left", "right");
        app("broken", "a", "b");
        write(
                "vanishing",
                "keelstream.yaml",
                application("vanishing").replace("namespace: vanishing", "path: objects"));
        write("vanishing", "objects/a.yaml", configMap("a", "1"));
        app("strong", "a");
        write("strong", "strong.yaml", """
            apiVersion: v1
            kind: Namespace
            metadata: {name: strong-extra}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, storageClassName: none}
            ---
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: strong-volume}
            spec:
              accessModes: [ReadWriteOnce]
              capacity: {storage: 1Gi}
              hostPath: {path: /tmp/strong}
              storageClassName: other
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: strongs.ownership.example.com}
            spec:
              group: ownership.example.com
              scope: Namespaced
              names: {kind: Strong, listKind: StrongList, plural: strongs, singular: strong}
              versions:
                - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
            """.replace(
                        "name: data}", "name: data, annotations: {keelstream.io/health: ignore}}"));
        String commit = stage.repository().push("Pruning: start");
        for (String name :
                List.of("trim", "few", "share", "confirmed", "never", "empty", "broken", "vanishing", "strong")) {
            stage.awaitSettled("production/" + name, commit);
        }
    }

    private static void byHand() {
        LiveCluster live = stage.live();
        Map<String, @Nullable Object> marks = new LinkedHashMap<>(Map.of(
                "annotations", live.get("ConfigMap/trim/recreated").metadata().get("annotations")));
        live.delete("ConfigMap/trim/recreated");
        live.create(configMap("recreated", "manual").replace("name: ", "namespace: trim, name: "), "kubectl-create");
        live.metadata("ConfigMap/trim/recreated", marks);
        live.metadata(
                "ConfigMap/trim/controlled",
                Map.of(
                        "ownerReferences",
                        List.of(Map.of(
                                "apiVersion", "v1",
                                "kind", "ConfigMap",
                                "name", "stays",
                                "uid", live.uid("ConfigMap/trim/stays"),
                                "controller", true))));
        live.annotate("ConfigMap/trim/unmarked", "keelstream.io/owner", null);
        live.annotate("ConfigMap/trim/kept", "keelstream.io/prune", "disabled");
    }

    private static void second() throws Exception {
        for (String name : List.of("dropped", "recreated", "controlled", "unmarked", "kept")) {
            drop("trim", name);
        }
        for (String name : List.of("b", "c", "d")) {
            drop("few", name);
        }
        for (String name : names(7)) {
            drop("share", name);
        }
        drop("confirmed", "b");
        drop("never", "b");
        drop("empty", "left");
        drop("empty", "right");
        drop("broken", "b");
        write("broken", "a.yaml", "apiVersion: v1\nkind: [\n");
        stage.repository().remove("vanishing/objects");
        stage.repository().remove("strong/strong.yaml");
        second = stage.repository().push("Pruning: drop objects");
    }

    @Test
    void objectThatLeftGitGoesAndTheOthersStay() {
        stage.awaitSettled("production/trim", second);
        assertThat(exists("trim", "dropped")).isFalse();
        assertThat(exists("trim", "stays")).isTrue();
    }

    @Test
    void objectThatIsNotOursBeyondDoubtStaysAndThePlanSaysWhy() {
        stage.awaitSettled("production/trim", second);

        assertThat(stage.live().get("ConfigMap/trim/recreated").at("data", "value"))
                .isEqualTo("manual");
        assertThat(exists("trim", "controlled")).isTrue();
        assertThat(exists("trim", "unmarked")).isTrue();
        assertThat(exists("trim", "kept")).isTrue();
        assertThat(plan("trim").warnings())
                .extracting(each -> each.where() + " " + each.message())
                .anyMatch(text -> text.startsWith("ConfigMap/trim/recreated") && text.contains("created again"))
                .anyMatch(text -> text.startsWith("ConfigMap/trim/controlled") && text.contains("controlled by"))
                .anyMatch(text -> text.startsWith("ConfigMap/trim/unmarked") && text.contains("keelstream.io/owner"))
                .anyMatch(text -> text.startsWith("ConfigMap/trim/kept") && text.contains("disables pruning"));
    }

    @Test
    void aboveMaxObjectsNothingGoesUntilTheObjectsAreRestored() throws Exception {
        // Given
        stage.awaitWaitingFor(
                "production/few", "AWAITING_APPROVAL", "raise prune.maxObjects (2) to at least 3", "restore");
        assertThat(exists("few", "b")).isTrue();

        // When
        write("few", "b.yaml", configMap("b", "1"));
        String third = stage.repository().push("Pruning: restore one of few");
        stage.awaitSettled("production/few", third);

        // Then
        assertThat(exists("few", "b")).isTrue();
        assertThat(exists("few", "c")).isFalse();
        assertThat(exists("few", "d")).isFalse();
    }

    @Test
    void aboveMaxPercentNothingGoesUntilTheLimitIsRaised() throws Exception {
        // Given
        stage.awaitWaitingFor("production/share", "AWAITING_APPROVAL", "raise prune.maxPercent (25) to at least 30");
        assertThat(exists("share", "object-0")).isTrue();

        // When
        write("share", "keelstream.yaml", application("share", "prune: {maxObjects: 100, maxPercent: 30}"));
        String third = stage.repository().push("Pruning: raise the limit of share");
        stage.awaitSettled("production/share", third);

        // Then
        assertThat(exists("share", "object-6")).isFalse();
        assertThat(exists("share", "object-7")).isTrue();
    }

    @Test
    void modeConfirmWaitsAndModeNeverLetsGo() {
        stage.awaitWaitingFor("production/confirmed", "AWAITING_APPROVAL", "prune.mode");
        stage.awaitSettled("production/never", second);
        assertThat(exists("confirmed", "b")).isTrue();
        assertThat(exists("never", "b")).isTrue();
    }

    @Test
    void namespacesDefinitionsVolumesAndClaimsAlwaysWait() {
        stage.awaitWaitingFor("production/strong", "AWAITING_APPROVAL");

        assertThat(plan("strong").problems())
                .filteredOn(each -> each.reason().equals("ProtectedKind"))
                .extracting(each -> String.valueOf(each.where()))
                .containsExactlyInAnyOrder(
                        "Namespace//strong-extra",
                        "PersistentVolumeClaim/strong/data",
                        "PersistentVolume//strong-volume",
                        "CustomResourceDefinition.apiextensions.k8s.io//strongs.ownership.example.com");
        assertThat(plan("strong").actions()).hasOnlyElementsOfType(PlannedAction.Prune.class);
        assertThat(stage.live().exists("Namespace//strong-extra")).isTrue();
        assertThat(stage.live().exists("PersistentVolumeClaim/strong/data")).isTrue();
    }

    @Test
    void emptyRenderDeletesNothing() {
        stage.awaitWaitingFor("production/empty", "AWAITING_APPROVAL", "restore the objects");
        assertThat(exists("empty", "left")).isTrue();
        assertThat(exists("empty", "right")).isTrue();
    }

    @Test
    void failedRenderAndAVanishedPathDeleteNothing() throws Exception {
        // Given
        stage.awaitSettled("production/trim", second);

        // When
        stage.repository().push("Pruning: nothing");

        // Then
        assertThat(exists("broken", "a")).isTrue();
        assertThat(exists("broken", "b")).isTrue();
        assertThat(exists("vanishing", "a")).isTrue();
        assertThat(stage.published("production/vanishing").objects()).isEqualTo(1);
    }

    private static void app(String name, String... objects) throws Exception {
        app(name, "", List.of(objects));
    }

    private static void app(String name, String policy, List<String> objects) throws Exception {
        write(name, "keelstream.yaml", policy.isEmpty() ? application(name) : application(name, policy));
        for (String object : objects) {
            write(name, object + ".yaml", configMap(object, "1"));
        }
    }

    private static List<String> names(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("object-" + i);
        }
        return names;
    }

    private static void write(String application, String file, String content) throws Exception {
        stage.repository().write(application + "/" + file, content);
    }

    private static void drop(String application, String object) throws Exception {
        stage.repository().remove(application + "/" + object + ".yaml");
    }

    private static boolean exists(String application, String object) {
        return stage.live().exists("ConfigMap/" + application + "/" + object);
    }

    private static Plan plan(String application) {
        return stage.plan("production/" + application);
    }
}
