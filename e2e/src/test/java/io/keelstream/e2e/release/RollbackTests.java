package io.keelstream.e2e.release;

import static io.keelstream.e2e.system.Manifests.application;
import static io.keelstream.e2e.system.Manifests.configMap;
import static io.keelstream.e2e.system.Manifests.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.Stage;
import io.keelstream.e2e.system.Verb;
import io.keelstream.messaging.table.ReadEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit whose objects do not become healthy, under {@code onFailure}. */
@EachCluster
class RollbackTests {

    private static final int APPLICATIONS = 20;
    private static final Duration RECOVERED = Duration.ofSeconds(2);

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
    void lastHealthyCommitIsAppliedAgainWithinTwoSecondsWhileGitIsAway() throws Exception {
        // Given
        List<String> names =
                IntStream.range(0, APPLICATIONS).mapToObj(i -> "shop-" + i).toList();
        for (String name : names) {
            write(name, "keelstream.yaml", application(name, "onFailure: rollback"));
            write(name, "web.yaml", deployment("web", "web:1"));
        }
        String good = stage.repository().push("Good");
        names.forEach(name -> stage.awaitSettled("production/" + name, good));

        // When
        for (int i = 0; i < APPLICATIONS; i++) {
            String timeout = "timeout: " + (10 + i) + "s";
            write(names.get(i), "keelstream.yaml", application(names.get(i), "onFailure: rollback", timeout));
            write(names.get(i), "web.yaml", deployment("web", "web:2", "keelstream.io/pretend: crash"));
        }
        String bad = stage.repository().push("Bad");
        names.forEach(name -> stage.await(
                name + " has the bad commit",
                () -> assertThat(stage.published("production/" + name).desired().commit())
                        .isEqualTo(bad)));
        Files.move(stage.repository().bare(), stage.repository().bare().resolveSibling("away.git"));

        // Then
        names.forEach(name -> stage.await(
                name + " is rolled back", () -> assertThat(rollbacks(name)).hasSize(1)));
        List<Duration> recoveries = names.stream().map(this::recovery).sorted().toList();
        System.out.println("Recovery, sorted: " + recoveries);
        assertThat(recoveries.get(APPLICATIONS * 95 / 100 - 1))
                .as("%s", recoveries)
                .isLessThan(RECOVERED);
        names.forEach(name -> {
            assertThat(rollbacks(name).getFirst().outcome()).isEqualTo(Outcome.HEALTHY);
            assertThat(image(name)).isEqualTo("web:1");
            assertThat(stage.published("production/" + name).waitingFor())
                    .contains("did not become healthy", "is applied in its place");
        });
    }

    @Test
    void culpritIsNotBegunAgainUntilAChangeOrARetry() throws Exception {
        // Given
        write("held", "keelstream.yaml", application("held", "onFailure: rollback", "timeout: 15s"));
        write("held", "web.yaml", deployment("web", "web:1"));
        stage.awaitSettled("production/held", stage.repository().push("Good"));
        write("held", "web.yaml", deployment("web", "web:2", "keelstream.io/pretend: crash"));
        write("held", "added.yaml", configMap("added", "1"));
        String bad = stage.repository().push("Bad");
        Deployments.await(stage.system(), "production/held", bad, Outcome.FAILED);
        stage.await("the rollback", () -> assertThat(rollbacks("held")).hasSize(1));
        assertThat(stage.live().exists("ConfigMap/held/added")).isFalse();

        // When
        stage.crash();
        stage.await(
                "the restart",
                () -> assertThat(stage.published("production/held").waitingFor())
                        .contains("is applied in its place"));

        // Then
        assertThat(finished("held", bad)).hasSize(1);
        assertThat(image("held")).isEqualTo("web:1");

        // When
        Verb retried =
                Verb.run("retry", "production/held", "--state", stage.state().toString(), "--actor", "ada");

        // Then
        assertThat(retried.exit()).as(retried.said()).isZero();
        stage.await("the retry", () -> assertThat(finished("held", bad)).hasSize(2));
        stage.await("the second rollback", () -> assertThat(rollbacks("held")).hasSize(2));

        // When
        write("held", "web.yaml", deployment("web", "web:3"));
        stage.awaitSettled("production/held", stage.repository().push("Fixed"));

        // Then
        assertThat(stage.live().exists("ConfigMap/held/added")).isTrue();
        assertThat(image("held")).isEqualTo("web:3");
    }

    private List<DeploymentFinished> rollbacks(String name) {
        return Deployments.finished(stage.system(), "production/" + name).stream()
                .filter(each -> each.deployment().trigger() == Trigger.ROLLBACK)
                .toList();
    }

    private List<DeploymentFinished> finished(String name, String commit) {
        return Deployments.finished(stage.system(), "production/" + name).stream()
                .filter(each -> each.deployment().revision().commit().equals(commit))
                .toList();
    }

    /** From the end of the failed release to the last object that the rollback applied. */
    private Duration recovery(String name) {
        List<Instant> times = new ArrayList<>();
        for (ReadEvent event : stage.system().events()) {
            if (event.received().key().equals("production/" + name)
                    && event.received().payload() instanceof DeploymentFinished finished) {
                if (finished.outcome() == Outcome.FAILED) {
                    times.add(event.received().time());
                } else if (finished.deployment().trigger() == Trigger.ROLLBACK) {
                    times.add(event.received()
                            .time()
                            .minusMillis(finished.durations().healthyMillis())
                            .plusMillis(finished.durations().applyMillis()));
                }
            }
        }
        assertThat(times).as(name).hasSize(2);
        return Duration.between(times.getFirst(), times.getLast());
    }

    private String image(String name) {
        return stage.live().image("Deployment.apps/" + name + "/web");
    }

    private void write(String name, String file, String content) throws Exception {
        stage.repository().write(name + "/" + file, content);
    }
}
