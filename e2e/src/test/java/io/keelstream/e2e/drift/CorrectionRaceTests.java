package io.keelstream.e2e.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.drift.DriftChanged;
import io.keelstream.contracts.drift.DriftDetected;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.e2e.system.Stage;
import io.keelstream.messaging.table.ReadEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects are changed manually all the time while commit after commit is released. */
@EachCluster
class CorrectionRaceTests {

    private static final String TARGET = "production/shop";
    private static final int OBJECTS = 30;
    private static final int COMMITS = 6;
    private static final Duration PACE = Duration.ofMillis(30);

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void start() {
        stage = Stage.in(folder);
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void correctionsAndReleasesOfATargetNeverOverlapAndGitWins() throws Exception {
        // Given
        stage.repository().write("shop/keelstream.yaml", Manifests.application("shop"));
        String commit = push(0);
        stage.up();
        stage.awaitSettled(TARGET, commit);

        // When
        for (int round = 1; round <= COMMITS; round++) {
            commit = push(round);
            change(round);
        }
        awaitGit(commit);
        change(0);

        // Then
        awaitGit(commit);
        List<ReadEvent> events = stage.system().events();
        Deployments.assertReportedOnce(events);
        Deployments.assertOneAtATime(events);
        assertThat(events).as("what was taken for a fight").noneMatch(CorrectionRaceTests::contested);
        assertThat(Deployments.finished(stage.system(), TARGET))
                .as("corrections took part")
                .anyMatch(each -> each.deployment().trigger() == Trigger.DRIFT)
                .anyMatch(each -> each.deployment().trigger() == Trigger.REVISION);
    }

    private static boolean contested(ReadEvent event) {
        return switch (event.received().payload()) {
            case DriftDetected detected -> detected.objects().stream().anyMatch(DriftedObject::contested);
            case DriftChanged changed -> changed.objects().stream().anyMatch(DriftedObject::contested);
            default -> false;
        };
    }

    private String push(int round) throws Exception {
        for (int object = 0; object < OBJECTS; object++) {
            stage.repository()
                    .write("shop/" + name(object) + ".yaml", Manifests.configMap(name(object), "round " + round));
        }
        return stage.repository().push("Round " + round);
    }

    /** A third of the objects, so that none is changed more than three times: more would be a fight. */
    private void change(int round) {
        for (int object = round % 3; object < OBJECTS; object += 3) {
            stage.live()
                    .patch(
                            reference(object),
                            Map.of("data", Map.of("value", "hand of round " + round)),
                            "kubectl-edit");
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    private void awaitGit(String commit) {
        stage.await("Git has won", () -> assertThat(values()).containsOnly("round " + COMMITS));
        stage.awaitSettled(TARGET, commit);
    }

    private List<String> values() {
        List<String> values = new ArrayList<>();
        for (int object = 0; object < OBJECTS; object++) {
            values.add(String.valueOf(stage.live().get(reference(object)).at("data", "value")));
        }
        return values;
    }

    private static String reference(int object) {
        return "ConfigMap/shop/" + name(object);
    }

    private static String name(int object) {
        return "settings-" + object;
    }
}
