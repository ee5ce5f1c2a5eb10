package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.Yaml.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.inventory.Revert;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Fact;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A limit of releases that run on a cluster at once. */
class TurnTests extends SandboxedApplier {

    private static final int LIMIT = 3;

    @BeforeEach
    void limit() {
        world.releasesAtOnce(LIMIT);
    }

    @Test
    void neverMoreRunAtOnceAndAllEndThoughTheProcessIsKilledInTheMiddle() {
        // When
        List<Planned> all = IntStream.range(0, 20).mapToObj(TurnTests::release).toList();
        all.forEach(world::push);
        world.await().until(() -> ended() >= 5);
        world.restart();
        world.await().until(() -> ended() >= 12);
        world.restart();

        // Then
        all.forEach(each -> assertThat(world.awaitEnd(each).outcome()).isEqualTo(Outcome.HEALTHY));
        assertThat(mostAtOnce()).isEqualTo(LIMIT);
        assertThat(started()).as("each once").hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void theOthersWaitInTheOrderInWhichTheyCameAndSayForWhat() {
        // Given
        List<Planned> stuck = IntStream.range(0, LIMIT)
                .mapToObj(i ->
                        Planned.of("production/stuck-" + i, "first").create(deployment("stuck-" + i, "a", "stuck")))
                .toList();
        stuck.forEach(world::push);
        world.await().until(() -> started().size() == LIMIT);

        // When
        List<Planned> queued =
                IntStream.range(0, 3).mapToObj(TurnTests::release).toList();
        for (Planned each : queued) {
            world.push(each);
            world.await()
                    .untilAsserted(
                            () -> assertThat(waitingFor(each.target()))
                                    .isEqualTo(
                                            "its turn: at most 3 releases run on cluster default at once (max-concurrent-releases)"));
        }

        // Then
        assertThat(started()).hasSize(LIMIT);

        // When
        world.unstick("stuck-1");
        queued.forEach(world::awaitEnd);

        // Then
        assertThat(started().subList(LIMIT, LIMIT + 3))
                .containsExactlyElementsOf(queued.stream().map(Planned::target).toList());
        assertThat(waitingFor(queued.getLast().target())).isEmpty();
    }

    @Test
    void whatGoesBackWaitsForNobody() {
        // Given
        Planned healthy = release(0);
        world.release(healthy);
        IntStream.range(0, LIMIT)
                .mapToObj(i ->
                        Planned.of("production/stuck-" + i, "first").create(deployment("stuck-" + i, "a", "stuck")))
                .forEach(world::push);
        world.await().until(() -> started().size() == LIMIT + 1);

        // When
        String uid = world.uid("Deployment.apps/shop/app-0");
        Planned again = Planned.of(healthy.target(), "first").update(deployment("app-0", "a"), uid);
        world.push(Planned.of(healthy.target(), "bad")
                .update(deployment("app-0", "b"), uid)
                .rollingBackTo(again));
        world.await().until(() -> world.finished(healthy).size() == 2);

        // Then
        DeploymentFinished finished = world.finished(healthy).getLast();
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(running()).hasSize(LIMIT);
    }

    @Test
    void commitThatGoesBackWaitsForNobody() {
        // Given
        Planned healthy = release(0);
        world.release(healthy);
        IntStream.range(0, LIMIT)
                .mapToObj(i ->
                        Planned.of("production/stuck-" + i, "first").create(deployment("stuck-" + i, "a", "stuck")))
                .forEach(world::push);
        world.await().until(() -> started().size() == LIMIT + 1);

        // When
        Planned revert = Planned.of(healthy.target(), "revert")
                .update(deployment("app-0", "b"), world.uid("Deployment.apps/shop/app-0"))
                .goingBack(Revert.EARLIER_HEALTHY);
        world.push(revert);
        DeploymentFinished finished = world.awaitEnd(revert);

        // Then
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(running()).hasSize(LIMIT);
    }

    private static Planned release(int number) {
        return Planned.of("production/app-" + number, "first").create(deployment("app-" + number, "a"));
    }

    private String waitingFor(String target) {
        TargetState state = world.partition.read(Topic.TARGET, TargetState.class, target);
        return state == null ? "nothing is published" : state.waitingFor();
    }

    private List<String> started() {
        return world.events(DeploymentStarted.class)
                .map(each -> each.deployment().identity().name().toString())
                .toList();
    }

    private long ended() {
        return world.events(DeploymentFinished.class).count();
    }

    /** The targets whose releases have begun and not ended. */
    private Set<String> running() {
        Set<String> running = new HashSet<>();
        world.partition.written().forEach(fact -> follow(running, fact));
        return running;
    }

    private int mostAtOnce() {
        Set<String> running = new HashSet<>();
        int most = 0;
        for (Fact fact : world.partition.written()) {
            follow(running, fact);
            most = Math.max(most, running.size());
        }
        return most;
    }

    private static void follow(Set<String> running, Fact fact) {
        if (fact.payload() instanceof DeploymentStarted started) {
            running.add(started.deployment().identity().name().toString());
        } else if (fact.payload() instanceof DeploymentFinished finished) {
            running.remove(finished.deployment().identity().name().toString());
        }
    }
}
