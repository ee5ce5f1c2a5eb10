package io.keelstream.e2e.ownership;

import static io.keelstream.e2e.system.Manifests.application;
import static io.keelstream.e2e.system.Manifests.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.system.Stage;
import io.keelstream.e2e.system.Verb;
import io.keelstream.kubernetes.object.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Records, branches and repositories that are lost or cannot be read: nothing is deleted for that. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EachCluster
class LostRecordsTests {

    private static final Map<String, String> UIDS = new HashMap<>();

    private static Stage stage;
    private static String meanwhile;

    /** Kafka is lost while one object and one application wait for their removal, and a commit comes; the rebuilding is killed as well. */
    @BeforeAll
    static void play(@TempDir Path folder) throws Exception {
        stage = Stage.in(folder).up();
        app("kept", "prune: {maxObjects: 5}", "a", "b");
        app("trimmed", "prune: {maxObjects: 0}", "stays", "dropped", "controlled");
        app("removed", "onRemoval: confirm", "a");
        for (String name : List.of("poisoned", "bystander")) {
            app(name, "onRemoval: prune", "a", "b");
        }
        for (String name : List.of("guarded", "calm")) {
            app(name, "onFailure: rollback", "a");
        }
        String first = stage.repository().push("Lost: start");
        for (String name : List.of("kept", "trimmed", "removed", "poisoned", "bystander", "guarded", "calm")) {
            stage.awaitSettled("production/" + name, first);
        }
        for (String reference : List.of("kept/a", "kept/b", "trimmed/stays", "trimmed/dropped", "removed/a")) {
            UIDS.put(reference, stage.live().uid("ConfigMap/" + reference));
        }
        stage.live()
                .metadata(
                        "ConfigMap/trimmed/controlled",
                        Map.of(
                                "ownerReferences",
                                List.of(Map.of(
                                        "apiVersion", "v1",
                                        "kind", "ConfigMap",
                                        "name", "stays",
                                        "uid", UIDS.get("trimmed/stays"),
                                        "controller", true))));
        stage.repository()
                .remove("trimmed/dropped.yaml")
                .remove("trimmed/controlled.yaml")
                .remove("removed")
                .push("Lost: drop an object and an application");
        stage.awaitWaitingFor("production/trimmed", "AWAITING_APPROVAL");
        stage.awaitWaitingFor("production/removed", "AWAITING_APPROVAL");
        stage.kill();
        delete(stage.state().resolve("kafka"));
        meanwhile = stage.repository()
                .write("guarded/a.yaml", configMap("a", "2"))
                .push("Lost: a change while nothing runs");
        stage.up();
        stage.await(
                "the rebuilding is under way",
                () -> assertThat(stage.target("production/kept")).isNotNull());
        stage.crash();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    @Order(1)
    void whatIsInGitIsOursAgainAndUntouched() {
        stage.await(
                "kept is healthy",
                () -> assertThat(stage.published("production/kept").health()).isEqualTo("Healthy"));
        UIDS.forEach((reference, uid) -> assertThat(stage.live().uid("ConfigMap/" + reference))
                .as(reference)
                .isEqualTo(uid));
        stage.await(
                "kept is complete",
                () -> assertThat(stage.published("production/kept").objects()).isEqualTo(2));
    }

    @Test
    @Order(2)
    void whatIsFoundButNotInGitIsListedAndWaits() {
        stage.awaitWaitingFor("production/trimmed", "AWAITING_APPROVAL", "ConfigMap/trimmed/dropped", "Kafka is lost");
        assertThat(stage.published("production/trimmed").waitingFor())
                .contains("1 object ")
                .doesNotContain("ConfigMap/trimmed/controlled", "ConfigMap/trimmed/stays");
    }

    @Test
    @Order(3)
    void targetThatGitForgotIsListedAndWaits() {
        stage.awaitWaitingFor("production/removed", "AWAITING_APPROVAL", "ConfigMap/removed/a", "Kafka is lost");
        assertThat(stage.live().uid("ConfigMap/removed/a")).isEqualTo(UIDS.get("removed/a"));
    }

    @Test
    @Order(4)
    void whatChangesWaitsForAPersonWhereThePolicyKeepsVersionsOut() {
        // Given
        stage.await("what is as Git says goes on", () -> {
            assertThat(stage.published("production/calm").health()).isEqualTo("Healthy");
            assertThat(stage.published("production/calm").waitingFor()).isEmpty();
        });
        stage.awaitWaitingFor(
                "production/guarded", "AWAITING_APPROVAL", "ConfigMap/guarded/a", "no record says what was applied");
        assertThat(value("ConfigMap/guarded/a")).isEqualTo("1");

        // When
        Verb approval = Verb.run(
                "approve",
                "production/guarded",
                Plan.shortDigest(stage.plan("production/guarded").changeDigest()),
                "--state",
                stage.state().toString(),
                "--actor",
                "ada");

        // Then
        assertThat(approval.exit()).as(approval.said()).isZero();
        stage.awaitSettled("production/guarded", meanwhile);
        assertThat(value("ConfigMap/guarded/a")).isEqualTo("2");
    }

    @Test
    @Order(5)
    void onceAPersonHasDecidedTheTargetsGoOn() {
        // When
        stage.live().delete("ConfigMap/removed/a");
        stage.live().annotate("ConfigMap/trimmed/dropped", "keelstream.io/prune", "disabled");
        stage.crash();

        // Then
        stage.awaitRemoved("production/removed");
        stage.await("trimmed goes on", () -> {
            assertThat(stage.published("production/trimmed").health()).isEqualTo("Healthy");
            assertThat(stage.published("production/trimmed").waitingFor()).isEmpty();
            assertThat(stage.published("production/trimmed").objects()).isEqualTo(1);
        });
        assertThat(stage.live().uid("ConfigMap/trimmed/dropped")).isEqualTo(UIDS.get("trimmed/dropped"));
    }

    @Test
    @Order(6)
    void unreadableRecordsDeleteNothingAndAffectNoOtherTarget() throws Exception {
        // Given
        stage.await(
                "poisoned is healthy",
                () -> assertThat(stage.published("production/poisoned").objects())
                        .isEqualTo(2));

        // When
        for (Topic topic : List.of(Topic.DESIRED, Topic.PLAN, Topic.INVENTORY, Topic.EXECUTION)) {
            Poison.write(stage.system().kafka(), topic, "production/poisoned");
        }
        stage.crash();
        stage.repository().remove("poisoned/b.yaml").remove("bystander/b.yaml");
        String third = stage.repository().push("Lost: drop objects beside unreadable records");

        // Then
        stage.awaitSettled("production/bystander", third);
        assertThat(stage.live().exists("ConfigMap/bystander/b")).isFalse();
        stage.await(
                "it is reported",
                () -> assertThat(stage.published("production/poisoned").conditions())
                        .extracting(Problem::reason)
                        .contains("PoisonEvent"));
        stage.repository().remove("poisoned").push("Lost: drop the application beside unreadable records");
        stage.crash();
        stage.repository().write("bystander/a.yaml", configMap("a", "2"));
        String fourth = stage.repository().push("Lost: a sign that all was seen");
        stage.awaitSettled("production/bystander", fourth);
        assertThat(stage.live().exists("ConfigMap/poisoned/a")).isTrue();
        assertThat(stage.live().exists("ConfigMap/poisoned/b")).isTrue();
    }

    @Test
    @Order(7)
    void unreadablePlanAloneIsPlannedAnew() throws Exception {
        // When
        Poison.write(stage.system().kafka(), Topic.PLAN, "production/kept");
        stage.crash();

        // Then
        stage.await(
                "the plan is readable again",
                () -> assertThat(stage.plan("production/kept")).isNotNull());
        stage.await(
                "nothing is wrong any more",
                () -> assertThat(stage.published("production/kept").conditions())
                        .isEmpty());
        String next =
                stage.repository().write("kept/a.yaml", configMap("a", "2")).push("Lost: go on");
        stage.awaitSettled("production/kept", next);
    }

    @Test
    @Order(8)
    void branchThatVanishesDeletesNothing() throws Exception {
        // When
        stage.repository().deleteBranch("main");
        stage.crash();

        // Then
        stage.await(
                "kept is still there",
                () -> assertThat(stage.published("production/kept").health()).isEqualTo("Healthy"));
        assertThat(stage.live().exists("ConfigMap/kept/a")).isTrue();
        assertThat(stage.live().exists("ConfigMap/kept/b")).isTrue();
    }

    @Test
    @Order(9)
    void repositoryThatLeavesTheInstallationDeletesNothing(@TempDir Path folder) throws Exception {
        // Given
        Path other = Files.createDirectories(folder.resolve("other"));
        try (var another = io.keelstream.e2e.system.InfraRepository.create(other)) {
            another.write("newcomer/keelstream.yaml", application("newcomer"))
                    .write("newcomer/a.yaml", configMap("a", "1"));
            String commit = another.push("Start");
            Path file = Files.writeString(folder.resolve("installation.yaml"), """
                keelstream:
                  installation: local
                  repositories:
                    - {name: other, url: "%s", ref: refs/heads/main}
                  clusters:
                    - {name: default, kubeconfig: "%s"}
                """.formatted(
                            another.url(), stage.cluster().access()));

            // When
            stage.kill().options(List.of("--config", file.toString()));
            stage.up();

            // Then
            stage.awaitSettled("production/newcomer", commit);
            assertThat(stage.published("production/kept").health()).isEqualTo("Healthy");
            assertThat(stage.live().exists("ConfigMap/kept/a")).isTrue();
            assertThat(stage.live().exists("ConfigMap/bystander/a")).isTrue();
        }
    }

    private static Object value(String reference) {
        return Manifest.map(stage.live().get(reference).tree().get("data")).get("value");
    }

    private static void app(String name, String policy, String... objects) throws Exception {
        stage.repository().write(name + "/keelstream.yaml", application(name, policy));
        for (String object : objects) {
            stage.repository().write(name + "/" + object + ".yaml", configMap(object, "1"));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
