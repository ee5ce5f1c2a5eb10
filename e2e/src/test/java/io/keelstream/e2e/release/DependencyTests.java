package io.keelstream.e2e.release;

import static io.keelstream.e2e.system.Manifests.application;
import static io.keelstream.e2e.system.Manifests.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.Stage;
import io.keelstream.e2e.system.Verb;
import io.keelstream.messaging.table.ReadEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications that wait for one another, and a pipeline that waits for them. */
@AnyCluster
class DependencyTests {

    private static final List<String> CHAIN = List.of("database", "queue", "backend", "frontend", "portal");

    private Stage stage;

    @BeforeEach
    void start(@TempDir Path folder) {
        stage = Stage.in(folder).up();
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void chainIsInstalledAndUpgradedInOrderAndEverybodyIsToldInTime() throws Exception {
        // Given
        for (int i = 0; i < CHAIN.size(); i++) {
            String before = i == 0 ? "" : "dependsOn: [{application: " + CHAIN.get(i - 1) + "}]";
            write(
                    CHAIN.get(i),
                    "keelstream.yaml",
                    before.isEmpty() ? application(CHAIN.get(i)) : application(CHAIN.get(i), before));
            write(CHAIN.get(i), "web.yaml", deployment("web", "web:1"));
        }

        // When
        String first = stage.repository().push("Install everything");
        Verb installed = waited("portal", first.substring(0, 8));

        // Then
        assertThat(installed.exit()).as(installed.said()).isZero();
        assertThat(installed.out()).contains("production/portal is healthy at " + first.substring(0, 12));
        assertInOrder(first);
        System.out.println("Links of an installation: " + links(first));

        // When
        for (String each : CHAIN) {
            write(each, "web.yaml", deployment("web", "web:2"));
        }
        String second = stage.repository().push("Upgrade everything");
        Verb upgraded = waited("portal", second);

        // Then
        assertThat(upgraded.exit()).as(upgraded.said()).isZero();
        assertInOrder(second);
        System.out.println("Links of an upgrade: " + links(second));
        assertThat(waited("portal", first).out()).contains("which has taken the place of " + first.substring(0, 12));

        // When
        write("database", "web.yaml", deployment("web", "web:3"));
        String third = stage.repository().push("Change one of them");
        Verb changed = waited("database", third);
        Verb untouched = waited("portal", third);

        // Then
        assertThat(changed.exit()).as(changed.said()).isZero();
        assertThat(untouched.exit()).as(untouched.said()).isZero();
        assertThat(untouched.out()).contains(third.substring(0, 12) + " changes nothing of it");
        assertThat(Deployments.finished(stage.system(), "production/queue")).hasSize(2);
    }

    @Test
    void chainGoesOnAfterACrashAndWaitsForWhatFails() throws Exception {
        // Given
        for (int i = 0; i < 3; i++) {
            String name = CHAIN.get(i);
            String before = i == 0 ? "onFailure: hold" : "dependsOn: [{application: " + CHAIN.get(i - 1) + "}]";
            write(name, "keelstream.yaml", application(name, before, "timeout: 15s"));
            write(name, "web.yaml", deployment("web", "web:1"));
        }
        write("database", "web.yaml", deployment("web", "web:1", "keelstream.io/pretend: crash"));

        // When
        String broken = stage.repository().push("Install a broken database");
        stage.awaitWaitingFor("production/queue", "production/database: is being applied since");
        stage.crash();
        Deployments.await(stage.system(), "production/database", broken, Outcome.FAILED);
        Verb failed = waited("database", broken);

        // Then
        assertThat(failed.exit()).as(failed.said()).isEqualTo(1);
        stage.awaitWaitingFor("production/queue", "AWAITING_DEPENDENCY", "production/database: ");
        assertThat(stage.live().exists("Deployment.apps/queue/web")).isFalse();

        // When
        write("database", "web.yaml", deployment("web", "web:2"));
        String fixed = stage.repository().push("Repair the database");
        Verb repaired = waited("backend", fixed);

        // Then
        assertThat(repaired.exit()).as(repaired.said()).isZero();
        assertThat(repaired.out()).contains("production/backend is healthy at " + broken.substring(0, 12));
    }

    @Test
    void targetsThatDoNotExistOrWaitForEachOtherAreRejectedByName() throws Exception {
        // Given
        write("shop", "keelstream.yaml", application("shop", "dependsOn: [{application: databse}]"));
        write("left", "keelstream.yaml", application("left", "dependsOn: [{application: right}]"));
        write("right", "keelstream.yaml", application("right", "dependsOn: [{application: left}]"));

        // When
        String commit = stage.repository().push("Depend on nothing that is there");
        Verb shop = waited("shop", commit);
        Verb left = waited("left", commit);

        // Then
        assertThat(shop.exit()).as(shop.said()).isEqualTo(1);
        assertThat(shop.out()).contains("no application is named 'databse'");
        assertThat(left.exit()).as(left.said()).isEqualTo(1);
        assertThat(left.out()).contains("production/left -> production/right -> production/left");
    }

    private Verb waited(String application, String commit) {
        return Verb.run(
                "wait",
                "production/" + application,
                "--revision",
                commit,
                "--timeout",
                "120s",
                "--state",
                stage.state().toString());
    }

    private void assertInOrder(String commit) {
        for (int i = 1; i < CHAIN.size(); i++) {
            assertThat(started(CHAIN.get(i), commit)).isAfterOrEqualTo(finished(CHAIN.get(i - 1), commit));
        }
    }

    /** From the end of each release to the beginning of the one that waited for it. */
    private List<Duration> links(String commit) {
        List<Duration> links = new ArrayList<>();
        for (int i = 1; i < CHAIN.size(); i++) {
            links.add(Duration.between(finished(CHAIN.get(i - 1), commit), started(CHAIN.get(i), commit)));
        }
        return links;
    }

    private Instant started(String application, String commit) {
        return time(
                application,
                event -> event.received().payload() instanceof DeploymentStarted start
                        && start.deployment().revision().commit().equals(commit));
    }

    private Instant finished(String application, String commit) {
        return time(
                application,
                event -> event.received().payload() instanceof DeploymentFinished end
                        && end.deployment().revision().commit().equals(commit));
    }

    private Instant time(String application, Predicate<ReadEvent> wanted) {
        return stage.system().events().stream()
                .filter(event -> event.received().key().equals("production/" + application))
                .filter(wanted)
                .map(event -> event.received().time())
                .findFirst()
                .orElseThrow();
    }

    private void write(String name, String file, String content) throws Exception {
        stage.repository().write(name + "/" + file, content);
    }
}
