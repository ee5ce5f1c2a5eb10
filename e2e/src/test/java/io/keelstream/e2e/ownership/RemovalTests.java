package io.keelstream.e2e.ownership;

import static io.keelstream.e2e.system.Manifests.application;
import static io.keelstream.e2e.system.Manifests.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.Stage;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens to applications and targets that disappear from Git. */
@ExtendWith(SharedStage.class)
@EachCluster
class RemovalTests {

    private static final String WAVE = "metadata: {name: top, annotations: {keelstream.io/wave: \"1\"}}";

    private static Stage stage;
    private static String second;

    /** The crash comes while two removals are stuck between two objects: the upper one waits for its finalizer. */
    @BeforeAll
    static void play(Stage shared) throws Exception {
        stage = shared;
        for (String name : List.of("ordered", "regretted", "waiting", "orphaned")) {
            String rule = name.equals("waiting") ? "confirm" : name.equals("orphaned") ? "orphan" : "prune";
            stage.repository()
                    .write(name + "/keelstream.yaml", application(name, "onRemoval: " + rule))
                    .write(name + "/base.yaml", configMap("base", "1"))
                    .write(name + "/top.yaml", configMap("top", "1").replace("metadata: {name: top}", WAVE));
        }
        stage.repository().write("half/keelstream.yaml", half(true)).write("half/a.yaml", configMap("a", "1"));
        String first = stage.repository().push("Removal: start");
        for (String name : List.of("ordered", "regretted", "waiting", "orphaned", "half")) {
            stage.awaitSettled("production/" + name, first);
        }
        stage.awaitSettled("staging/half", first);
        stage.live().guard("ConfigMap/ordered/top");
        stage.live().guard("ConfigMap/regretted/top");
        for (String name : List.of("ordered", "regretted", "waiting", "orphaned")) {
            stage.repository().remove(name);
        }
        second = stage.repository().write("half/keelstream.yaml", half(false)).push("Removal: drop them");
        stage.await("the removals are under way", () -> {
            assertThat(stage.live().terminating("ConfigMap/ordered/top")).isTrue();
            assertThat(stage.live().terminating("ConfigMap/regretted/top")).isTrue();
        });
        stage.crash();
    }

    @Test
    void onRemovalPruneDeletesInReverseOrderAndTellsOnce() {
        // Given
        assertThat(stage.live().exists("ConfigMap/ordered/base")).isTrue();

        // When
        stage.live().release("ConfigMap/ordered/top");

        // Then
        stage.awaitRemoved("production/ordered");
        assertThat(stage.live().exists("ConfigMap/ordered/top")).isFalse();
        assertThat(stage.live().exists("ConfigMap/ordered/base")).isFalse();
        Deployments.await(stage.system(), "production/ordered", second, Outcome.REMOVED);
        Deployments.assertReportedOnce(stage.system().events().stream()
                .filter(event -> event.received().key().equals("production/ordered"))
                .toList());
    }

    @Test
    void removalThatIsTakenBackLosesNothing() throws Exception {
        // Given
        String base = stage.live().uid("ConfigMap/regretted/base");

        // When
        stage.repository()
                .write("regretted/keelstream.yaml", application("regretted", "onRemoval: prune"))
                .write("regretted/base.yaml", configMap("base", "1"))
                .write("regretted/top.yaml", configMap("top", "1").replace("metadata: {name: top}", WAVE));
        String third = stage.repository().push("Removal: take one back");
        Deployments.await(stage.system(), "production/regretted", second, Outcome.SUPERSEDED);
        stage.live().release("ConfigMap/regretted/top");

        // Then
        stage.awaitSettled("production/regretted", third);
        stage.await("the object that went meanwhile is back", () -> {
            assertThat(stage.live().exists("ConfigMap/regretted/top")).isTrue();
            assertThat(stage.live().terminating("ConfigMap/regretted/top")).isFalse();
        });
        assertThat(stage.live().uid("ConfigMap/regretted/base")).isEqualTo(base);
    }

    @Test
    void onRemovalConfirmWaitsAndSaysWhatToDo() {
        stage.awaitWaitingFor(
                "production/waiting", "AWAITING_APPROVAL", "restore the target in Git", "onRemoval: prune");
        assertThat(stage.live().exists("ConfigMap/waiting/base")).isTrue();
        assertThat(stage.live().exists("ConfigMap/waiting/top")).isTrue();
    }

    @Test
    void onRemovalOrphanLeavesTheObjectsAndForgetsThem() {
        stage.awaitRemoved("production/orphaned");
        assertThat(stage.live().exists("ConfigMap/orphaned/base")).isTrue();
        assertThat(stage.live().exists("ConfigMap/orphaned/top")).isTrue();
    }

    @Test
    void oneTargetOfAnApplicationGoesAlone() {
        stage.awaitRemoved("staging/half");
        assertThat(stage.live().exists("ConfigMap/half-staging/a")).isFalse();
        assertThat(stage.live().exists("ConfigMap/half/a")).isTrue();
        assertThat(stage.target("production/half")).isNotNull();
    }

    private static String half(boolean both) {
        return application("half", "onRemoval: prune")
                .replace(
                        "  policy:",
                        both
                                ? "    - {name: staging, cluster: default, namespace: half-staging}\n  policy:"
                                : "  policy:");
    }
}
