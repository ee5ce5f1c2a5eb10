package io.keelstream.e2e.release;

import static io.keelstream.e2e.system.Manifests.application;
import static io.keelstream.e2e.system.Manifests.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.Stage;
import io.keelstream.messaging.table.ReadEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that waits for one of another repository and one of another ref. */
@AnyCluster
class DependencyElsewhereTests {

    private Stage stage;
    private InfraRepository platform;

    @BeforeEach
    void start(@TempDir Path folder, @TempDir Path other) throws Exception {
        stage = Stage.in(folder);
        platform = InfraRepository.create(other);
        platform.write("queue/keelstream.yaml", application("queue"))
                .write("queue/web.yaml", deployment("web", "web:1"));
        platform.pushTo("queues", "Bring a queue");
        platform.remove("queue")
                .write("database/keelstream.yaml", application("database", "onFailure: hold", "timeout: 15s"))
                .write("database/web.yaml", deployment("web", "web:1"));
        platform.push("Bring a database");
        Path config = folder.resolve("installation.yaml");
        Files.writeString(config, """
            keelstream:
              installation: e2e
              clusters:
                - {name: default, kubeconfig: "%s"}
              repositories:
                - {name: infra, url: "%s", ref: main}
                - {name: platform, url: "%s", ref: main}
                - {name: platform, url: "%s", ref: queues}
            """.formatted(
                        stage.cluster().access(), stage.repository().url(), platform.url(), platform.url()));
        stage.options(List.of("--config", config.toString()));
    }

    @AfterEach
    void stop() {
        platform.close();
        stage.close();
    }

    @Test
    void othersAreWaitedForWhereverTheyComeFrom() throws Exception {
        // Given
        stage.repository()
                .write(
                        "portal/keelstream.yaml",
                        application("portal", "dependsOn: [{application: database}, {application: queue}]"))
                .write("portal/web.yaml", deployment("web", "web:1"));
        String first = stage.repository().push("Bring a portal");

        // When
        stage.up();
        Deployments.await(stage.system(), "production/portal", first, Outcome.HEALTHY);

        // Then
        assertThat(started("portal")).isAfterOrEqualTo(healthy("database")).isAfterOrEqualTo(healthy("queue"));

        // When
        platform.write("database/web.yaml", deployment("web", "web:2", "keelstream.io/pretend: crash"));
        Deployments.await(stage.system(), "production/database", platform.push("Break the database"), Outcome.FAILED);
        stage.repository().write("portal/web.yaml", deployment("web", "web:2"));
        String second = stage.repository().push("Change the portal");

        // Then
        stage.awaitWaitingFor("production/portal", "AWAITING_DEPENDENCY", "production/database: ");

        // When
        platform.write("database/web.yaml", deployment("web", "web:3"));
        platform.push("Repair the database");

        // Then
        Deployments.await(stage.system(), "production/portal", second, Outcome.HEALTHY);
    }

    private Instant started(String application) {
        return first(application, event -> event.received().payload() instanceof DeploymentStarted);
    }

    private Instant healthy(String application) {
        return first(
                application,
                event -> event.received().payload() instanceof DeploymentFinished end
                        && end.outcome() == Outcome.HEALTHY);
    }

    private Instant first(String application, Predicate<ReadEvent> wanted) {
        return stage.system().events().stream()
                .filter(event -> event.received().key().equals("production/" + application))
                .filter(wanted)
                .map(event -> event.received().time())
                .findFirst()
                .orElseThrow();
    }
}
