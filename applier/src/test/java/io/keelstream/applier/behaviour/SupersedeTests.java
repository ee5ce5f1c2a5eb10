package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static io.keelstream.applier.behaviour.Yaml.deployment;
import static io.keelstream.applier.behaviour.Yaml.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.RequestMatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A newer commit takes over at once, whatever the older one waits for. */
class SupersedeTests extends SandboxedApplier {

    private static final Duration AT_ONCE = Duration.ofMillis(500);
    private static final String WEB = "Deployment.apps/shop/web";

    @Test
    void newerCommitSupersedesAReleaseThatWaitsForHealth() {
        // Given
        Planned broken = Planned.of(TARGET, "broken").create(deployment("web", "web:broken", "stuck"));
        world.push(broken);
        world.await().until(() -> world.exists(WEB));

        // When
        Planned good = Planned.of(TARGET, "good").update(deployment("web", "web:good"), world.uid(WEB));
        Instant pushed = Instant.now();
        world.desire(good);
        DeploymentFinished finished = world.awaitEnd(broken);
        Duration took = Duration.between(pushed, Instant.now());
        world.release(good);

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(finished.execution()).isEqualTo(ExecutionStatus.CANCELLED);
        assertThat(took).isLessThan(AT_ONCE);
        assertThat(world.story())
                .containsExactly("started broken", "SUPERSEDED broken", "started good", "HEALTHY good");
        assertThat(world.recorded(WEB).dirty()).isFalse();
    }

    @Test
    void whatIsNotHealthyYetIsLeftForTheNewerCommitToWaitFor() {
        // Given
        Planned broken = Planned.of(TARGET, "broken")
                .create(deployment("web", "web:broken", "crash"))
                .create(job("migrate", "m:1", "stuck")
                        .replace("backoffLimit: 0", "backoffLimit: 0\n  ttlSecondsAfterFinished: 0"));
        world.push(broken);
        world.await().until(() -> world.exists(WEB) && world.exists("Job.batch/shop/migrate"));

        // When
        world.desire(Planned.of(TARGET, "policy").create(deployment("web", "web:broken", "crash")));

        // Then
        assertThat(world.awaitEnd(broken).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(world.recorded(WEB).dirty()).isTrue();
        assertThat(world.recorded(WEB).uid()).isEqualTo(world.uid(WEB));
        assertThat(world.recorded("Job.batch/shop/migrate").dirty())
                .as("what deletes itself would run again")
                .isFalse();
        assertThat(world.inventory().appliedRevision().commit()).isEqualTo("broken");
        assertThat(world.inventory().healthyRevision()).isNull();
    }

    @Test
    void jobThatEndsAndDeletesItselfInTheTimeOfANewerCommitIsCompleted() {
        // Given
        String migrate = job("migrate", "m:1", "run, keelstream.io/pretend-delay: 2s")
                .replace("backoffLimit: 0", "backoffLimit: 0\n  ttlSecondsAfterFinished: 0");
        Planned first = Planned.of(TARGET, "first").create(migrate);
        world.push(first);
        world.await().until(() -> world.exists("Job.batch/shop/migrate"));

        // When
        Planned second = Planned.of(TARGET, "second").create(configMap("a", "1"));
        world.desire(second);
        world.awaitEnd(first);
        DeploymentFinished finished = world.release(second);

        // Then
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.exists("Job.batch/shop/migrate")).isFalse();
        assertThat(world.recorded("Job.batch/shop/migrate").completed()).isTrue();
        assertThat(world.state().health()).isEqualTo("Healthy");
    }

    @Test
    void whatAnIncompleteWaveAppliedIsLeftForTheNewerCommitToWaitFor() {
        // Given
        Planned many = Planned.of(TARGET, "many").create(deployment("web", "web:1", "stuck"));
        many.create(configMap("slow", "1")).after(WEB);
        world.sandbox
                .faults()
                .inject(new RequestMatch("apply", "configmaps"), new Fault.Latency(Duration.ofSeconds(1)));
        world.push(many);
        world.await().until(() -> world.exists(WEB));

        // When
        world.desire(Planned.of(TARGET, "good").create(configMap("b", "1")));

        // Then
        assertThat(world.awaitEnd(many).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(world.recorded(WEB).dirty()).isTrue();
    }

    @Test
    void newerCommitSupersedesAReleaseBetweenTwoObjects() {
        // Given
        Planned many = Planned.of(TARGET, "many").create(configMap("a", "1"));
        for (int i = 0; i < 20; i++) {
            many.create(configMap("chain-" + i, "1"))
                    .after(i == 0 ? "ConfigMap/shop/a" : "ConfigMap/shop/chain-" + (i - 1));
        }
        world.sandbox.faults().inject(RequestMatch.verb("apply"), new Fault.Latency(Duration.ofMillis(100)));
        world.push(many);
        world.await().until(() -> world.exists("ConfigMap/shop/chain-1"));

        // When
        Planned good = Planned.of(TARGET, "good").create(configMap("b", "1"));
        world.desire(good);
        DeploymentFinished finished = world.awaitEnd(many);

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(world.exists("ConfigMap/shop/chain-19")).isFalse();
        assertThat(world.recorded()).contains("ConfigMap/shop/a", "ConfigMap/shop/chain-1");
        assertThat(world.recorded("ConfigMap/shop/a").dirty()).isFalse();
    }

    @Test
    void newerCommitSupersedesAReleaseThatWaitsForADeletion() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        world.patch(
                "ConfigMap/shop/a",
                Map.of("metadata", Map.of("finalizers", List.of("example.com/guard"))),
                "kubectl-patch");
        Planned pruning = Planned.of(TARGET, "pruning").prune("ConfigMap/shop/a", world.uid("ConfigMap/shop/a"));
        world.push(pruning);
        world.await().until(() -> world.live("ConfigMap/shop/a").metadata().get("deletionTimestamp") != null);

        // When
        Planned good = Planned.of(TARGET, "good").timeout(1_000).create(configMap("b", "1"));
        Instant pushed = Instant.now();
        world.desire(good);
        DeploymentFinished finished = world.awaitEnd(pruning);

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(Duration.between(pushed, Instant.now())).isLessThan(AT_ONCE);
        assertThat(world.recorded("ConfigMap/shop/a").dirty()).isTrue();
        assertThat(world.release(good).outcome()).isNotEqualTo(Outcome.FAILED);
    }

    @Test
    void newerCommitSupersedesAReleaseWhoseClusterIsUnreachable() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        String uid = world.uid("ConfigMap/shop/a");
        world.sandbox.faults().inject(RequestMatch.verb("apply"), new Fault.ServerError(503));
        Planned stuck = Planned.of(TARGET, "stuck").update(configMap("a", "2"), uid);
        world.push(stuck);
        world.await().until(() -> world.story().contains("started stuck"));

        // When
        Planned good = Planned.of(TARGET, "good").update(configMap("a", "3"), uid);
        world.desire(good);

        // Then
        assertThat(world.awaitEnd(stuck).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(world.recorded("ConfigMap/shop/a").dirty()).isTrue();
        world.sandbox.faults().clear();
        assertThat(world.release(good).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.live("ConfigMap/shop/a").at("data", "value")).isEqualTo("3");
    }
}
