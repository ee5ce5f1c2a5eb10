package io.keelstream.e2e.release;

import static io.keelstream.e2e.system.Manifests.application;
import static io.keelstream.e2e.system.Manifests.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.Stage;
import io.keelstream.e2e.system.Verb;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person decides about the commit of a target. */
@EachCluster
class PinTests {

    private static final String TARGET = "production/shop";

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
    void rollbackEndsTheRunningReleaseAndHoldsCommitsUntilUnpin() throws Exception {
        // Given
        stage.repository().write("shop/keelstream.yaml", application("shop"));
        String first = push("web:1", "run");
        stage.awaitSettled(TARGET, first);
        String second = push("web:2", "stuck");
        stage.await("the second release", () -> assertThat(image()).isEqualTo("web:2"));

        // When
        Verb rollback = verb("rollback", "--reason", "incident 7");

        // Then
        assertThat(rollback.exit()).as(rollback.said()).isZero();
        assertThat(rollback.out()).contains("returns to " + first.substring(0, 12));
        Deployments.await(stage.system(), TARGET, second, Outcome.SUPERSEDED);
        stage.await("the first image", () -> assertThat(image()).isEqualTo("web:1"));

        // When
        String third = push("web:3", "run");

        // Then
        stage.awaitWaitingFor(TARGET, "commit " + third.substring(0, 12) + " is held by the pin of ada (incident 7)");
        stage.crash();
        stage.awaitWaitingFor(TARGET, "is held by the pin of ada (incident 7)");
        assertThat(image()).isEqualTo("web:1");
        Verb wrong = verb("pin", "--to", "0123456");
        assertThat(wrong.exit()).as(wrong.said()).isEqualTo(1);
        assertThat(wrong.error()).contains("was not healthy at 0123456 lately");

        // When
        Verb unpin = verb("unpin");

        // Then
        assertThat(unpin.exit()).as(unpin.said()).isZero();
        stage.awaitSettled(TARGET, third);
        assertThat(image()).isEqualTo("web:3");
        assertThat(verb("unpin").error()).contains("is not pinned");

        // When
        Verb pinned = several("pin", "production/*", "--cluster", "default");

        // Then
        assertThat(pinned.exit()).as(pinned.said()).isZero();
        assertThat(pinned.out())
                .contains("production/shop: stays at " + third.substring(0, 12))
                .contains("1 of 1 done");
        assertThat(several("unpin", "*/shop").exit()).isZero();
        Verb again = several("unpin", "*");
        assertThat(again.exit()).as(again.said()).isZero();
        assertThat(again.out())
                .contains("production/shop: left out, it is not pinned by a person", "none of 1 targets");
        assertThat(several("pin", "*", "--cluster", "other").error()).contains("no target matches * in cluster other");
        assertThat(several("pin", "*", "--to", "0123456").exit()).isEqualTo(1);

        // When
        Verb paused = several("pause", "--all", "--reason", "incident 8");
        String fourth = push("web:4", "run");

        // Then
        assertThat(paused.exit()).as(paused.said()).isZero();
        assertThat(paused.out()).contains("done: production/shop is paused by ada (incident 8)", "1 of 1 done");
        stage.awaitWaitingFor(TARGET, "new releases are paused by ada (incident 8)");
        stage.crash();
        stage.awaitWaitingFor(TARGET, "new releases are paused by ada (incident 8)");
        assertThat(Verb.run("explain", TARGET, "--state", stage.state().toString())
                        .out())
                .startsWith("production/shop is paused: new releases are paused by ada (incident 8)");
        Verb back = verb("rollback", "--to", first.substring(0, 7));
        assertThat(back.exit()).as(back.said()).isZero();
        stage.await("the first image", () -> assertThat(image()).isEqualTo("web:1"));
        assertThat(verb("unpin").exit()).isZero();
        stage.awaitWaitingFor(TARGET, "new releases are paused by ada (incident 8)");
        assertThat(image()).isEqualTo("web:1");
        assertThat(several("resume", "*", "--cluster", "default").exit()).isZero();
        stage.awaitSettled(TARGET, fourth);
        assertThat(image()).isEqualTo("web:4");
        assertThat(several("resume", "*").exit()).isZero();
    }

    private Verb several(String name, String targets, String... options) {
        List<String> all =
                new ArrayList<>(List.of(name, targets, "--state", stage.state().toString(), "--actor", "ada"));
        all.addAll(List.of(options));
        return Verb.run(all.toArray(String[]::new));
    }

    private String push(String image, String pretend) throws Exception {
        stage.repository().write("shop/web.yaml", deployment("web", image, "keelstream.io/pretend: " + pretend));
        return stage.repository().push(image);
    }

    private Verb verb(String name, String... options) {
        List<String> all =
                new ArrayList<>(List.of(name, TARGET, "--state", stage.state().toString(), "--actor", "ada"));
        all.addAll(List.of(options));
        return Verb.run(all.toArray(String[]::new));
    }

    private String image() {
        return stage.live().image("Deployment.apps/shop/web");
    }
}
