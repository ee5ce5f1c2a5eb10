package io.keelstream.e2e.ownership;

import static io.keelstream.e2e.system.Manifests.application;
import static io.keelstream.e2e.system.Manifests.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.system.Stage;
import io.keelstream.e2e.system.Verb;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Objects that leave one target and enter another one in one commit are handed over: none is deleted, none is made anew. */
@ExtendWith(SharedStage.class)
@EachCluster
class MovingTests {

    /** A port that no server accepts, so that the whole plan is refused. */
    private static final String REFUSED = """
        apiVersion: v1
        kind: Service
        metadata: {name: refused}
        spec: {ports: [{port: 99999}]}
        """;

    private static final List<String> MOVED = List.of(
            "ConfigMap/renamed/one",
            "ConfigMap/renamed/two",
            "ConfigMap/between/moved",
            "ConfigMap/source-first/moved",
            "ConfigMap/taker-first/moved",
            "ConfigMap/from-pinned/moved",
            "ConfigMap/to-pinned/moved");

    private static final Map<String, String> UIDS = new HashMap<>();

    private static Stage stage;
    private static String second;

    @BeforeAll
    static void play(Stage shared) throws Exception {
        stage = shared;
        first();
        MOVED.forEach(reference -> UIDS.put(reference, stage.live().uid(reference)));
        second();
        stage.await(
                "the first hand-over",
                () -> assertThat(MOVED)
                        .anyMatch(reference ->
                                !stage.live().owner(reference).equals("local/production/" + source(reference))));
        stage.crash();
    }

    private static void first() throws Exception {
        app("old-name", "renamed", "one", "two");
        app("giver", "between", "moved", "stays");
        app("taker", "between", "own");
        app("early-giver", "source-first", "moved", "stays");
        app("late-taker", "source-first", "own");
        app("late-giver", "taker-first", "moved", "stays", "doubtful");
        stage.repository()
                .write("late-giver/keelstream.yaml", in("late-giver", "taker-first", "prune: {mode: confirm}"));
        app("early-taker", "taker-first", "own");
        app("pinned-giver", "from-pinned", "moved", "stays");
        app("waiting-taker", "from-pinned", "own");
        app("waiting-giver", "to-pinned", "moved", "stays");
        app("pinned-taker", "to-pinned", "own");
        String commit = stage.repository().push("Moving: start");
        for (String name : List.of(
                "old-name",
                "giver",
                "taker",
                "early-giver",
                "late-taker",
                "late-giver",
                "early-taker",
                "pinned-giver",
                "waiting-taker",
                "waiting-giver",
                "pinned-taker")) {
            stage.awaitSettled("production/" + name, commit);
        }
        for (String pinned : List.of("pinned-giver", "pinned-taker")) {
            decide("pin", pinned);
            stage.await(
                    pinned + " says that it is pinned",
                    () -> assertThat(stage.published("production/" + pinned).pinned())
                            .isEqualTo(commit));
        }
    }

    private static void second() throws Exception {
        stage.repository().remove("old-name");
        app("new-name", "renamed", "one", "two");
        move("giver", "taker");
        move("early-giver", "late-taker");
        stage.repository().write("late-taker/refused.yaml", REFUSED);
        move("late-giver", "early-taker");
        stage.repository().remove("late-giver/doubtful.yaml");
        move("pinned-giver", "waiting-taker");
        move("waiting-giver", "pinned-taker");
        second = stage.repository().push("Moving: rename and move");
    }

    @Test
    void renamedApplicationKeepsItsObjects() {
        stage.awaitSettled("production/new-name", second);
        stage.awaitRemoved("production/old-name");

        assertUntouched("ConfigMap/renamed/one", "new-name");
        assertUntouched("ConfigMap/renamed/two", "new-name");
    }

    @Test
    void objectThatMovesBetweenTwoApplicationsStaysTheSame() {
        stage.awaitSettled("production/taker", second);
        stage.awaitSettled("production/giver", second);

        assertUntouched("ConfigMap/between/moved", "taker");
        assertThat(stage.live().owner("ConfigMap/between/stays")).isEqualTo("local/production/giver");
    }

    @Test
    void giverMayBeFirst() throws Exception {
        // Given
        stage.awaitSettled("production/early-giver", second);
        stage.await(
                "the taker is refused",
                () -> assertThat(plan("late-taker").state()).isEqualTo(Plan.State.FAILED));
        assertUntouched("ConfigMap/source-first/moved", "early-giver");

        // When
        String third = stage.repository().remove("late-taker/refused.yaml").push("Moving: correct the taker");
        stage.awaitSettled("production/late-taker", third);

        // Then
        assertUntouched("ConfigMap/source-first/moved", "late-taker");
    }

    @Test
    void takerMayBeFirst() throws Exception {
        // Given
        stage.awaitSettled("production/early-taker", second);
        stage.awaitWaitingFor("production/late-giver", "AWAITING_APPROVAL");
        assertUntouched("ConfigMap/taker-first/moved", "early-taker");
        assertThat(plan("late-giver").actions()).contains(new PlannedAction.Release("ConfigMap/taker-first/moved"));

        // When
        String third = stage.repository()
                .write("late-giver/doubtful.yaml", placed("taker-first", "doubtful"))
                .push("Moving: restore what the giver must not delete");
        stage.awaitSettled("production/late-giver", third);

        // Then
        assertUntouched("ConfigMap/taker-first/moved", "early-taker");
    }

    @Test
    void moveFromAPinnedTargetWaitsForTheEndOfThePin() {
        // Given
        stage.awaitWaitingFor("production/pinned-giver", "so is the move of ConfigMap/from-pinned/moved");
        stage.awaitWaitingFor("production/waiting-taker", "production/pinned-giver: is pinned at");
        assertUntouched("ConfigMap/from-pinned/moved", "pinned-giver");

        // When
        decide("unpin", "pinned-giver");
        stage.awaitSettled("production/pinned-giver", second);
        stage.awaitSettled("production/waiting-taker", second);

        // Then
        assertUntouched("ConfigMap/from-pinned/moved", "waiting-taker");
    }

    @Test
    void moveToAPinnedTargetWaitsForTheEndOfThePin() {
        // Given
        stage.awaitWaitingFor("production/pinned-taker", "so is the move of ConfigMap/to-pinned/moved");
        stage.awaitWaitingFor("production/waiting-giver", "production/pinned-taker: is pinned at");
        assertUntouched("ConfigMap/to-pinned/moved", "waiting-giver");
        assertThat(stage.published("production/waiting-giver").objects()).isEqualTo(2);

        // When
        decide("unpin", "pinned-taker");
        stage.awaitSettled("production/pinned-taker", second);
        stage.awaitSettled("production/waiting-giver", second);

        // Then
        assertUntouched("ConfigMap/to-pinned/moved", "pinned-taker");
    }

    private static void decide(String verb, String application) {
        Verb said = Verb.run(
                verb, "production/" + application, "--state", stage.state().toString(), "--actor", "ada");
        assertThat(said.exit()).as(said.said()).isZero();
    }

    private static void assertUntouched(String reference, String owner) {
        assertThat(stage.live().uid(reference)).isEqualTo(UIDS.get(reference));
        assertThat(stage.live().owner(reference)).isEqualTo("local/production/" + owner);
    }

    private static String source(String reference) {
        return switch (reference.split("/", -1)[1]) {
            case "renamed" -> "old-name";
            case "between" -> "giver";
            case "source-first" -> "early-giver";
            case "from-pinned" -> "pinned-giver";
            case "to-pinned" -> "waiting-giver";
            default -> "late-giver";
        };
    }

    private static void move(String from, String to) throws Exception {
        String namespace = switch (from) {
            case "giver" -> "between";
            case "early-giver" -> "source-first";
            case "pinned-giver" -> "from-pinned";
            case "waiting-giver" -> "to-pinned";
            default -> "taker-first";
        };
        stage.repository().remove(from + "/moved.yaml").write(to + "/moved.yaml", placed(namespace, "moved"));
    }

    private static void app(String name, String namespace, String... objects) throws Exception {
        stage.repository().write(name + "/keelstream.yaml", in(name, namespace, "onRemoval: prune"));
        for (String object : objects) {
            stage.repository().write(name + "/" + object + ".yaml", placed(namespace, object));
        }
    }

    private static String in(String name, String namespace, String policy) {
        return application(name, policy).replace("namespace: " + name, "namespace: " + namespace);
    }

    private static String placed(String namespace, String name) {
        return configMap(name, "1").replace("{name: ", "{namespace: " + namespace + ", name: ");
    }

    private static Plan plan(String application) {
        return stage.plan("production/" + application);
    }
}
