package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static io.keelstream.applier.behaviour.Yaml.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.contracts.window.Window;
import io.keelstream.messaging.event.Fact;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The public read model, and that every event goes with the state it speaks of. */
class ReadModelTests extends SandboxedApplier {

    private static final String A = "ConfigMap/shop/a";

    @Test
    void everyEventIsInTheTransactionOfItsState() {
        // When
        world.release(
                Planned.of(TARGET, "first").create(configMap("a", "1")).wave(1).create(configMap("b", "1")));

        // Then
        for (List<Fact> transition : world.partition.transitions()) {
            Set<EventType> types =
                    Set.copyOf(transition.stream().map(Fact::type).toList());
            boolean event = types.stream().anyMatch(type -> type.topic() == Topic.DEPLOYMENT);
            assertThat(types.contains(EventType.EXECUTION_CHANGED))
                    .as("%s", types)
                    .isEqualTo(event);
        }
        assertThat(world.partition.transitions())
                .anySatisfy(transition -> assertThat(transition)
                        .extracting(Fact::type)
                        .containsExactly(
                                EventType.EXECUTION_CHANGED,
                                EventType.INVENTORY_CHANGED,
                                EventType.RUNNING_CHANGED,
                                EventType.DEPLOYMENT_STARTED,
                                EventType.TARGET_CHANGED));
    }

    @Test
    void revertIsNotUpToDateWhileAPartOfTheCommitBeforeIsLive() {
        // Given
        Planned first = Planned.of(TARGET, "first").create(configMap("a", "1"));
        world.release(first);
        Planned second = Planned.of(TARGET, "second")
                .update(configMap("a", "2"), world.uid(A))
                .create(deployment("web", "web:1", "stuck"))
                .wave(1)
                .create(configMap("late", "1"));
        world.push(second);
        world.await().until(() -> world.exists("Deployment.apps/shop/web"));

        // When
        Planned revert = Planned.of(TARGET, "first").update(configMap("a", "1"), world.uid(A));
        world.desire(revert);
        world.awaitEnd(second);

        // Then
        assertThat(world.inventory().appliedBundle()).isNull();
        assertThat(world.state().revisions().upToDate()).isFalse();

        // When
        world.plan(revert);
        world.await().until(() -> world.finished(revert).size() == 2);

        // Then
        assertThat(world.state().revisions().upToDate()).isTrue();
    }

    @Test
    void readModelFollowsARelease() {
        // Given
        Planned first = Planned.of(TARGET, "first").create(deployment("web", "web:1", "stuck"));

        // When
        world.desire(first);
        world.await().until(world::published);

        // Then
        assertThat(world.state().waitingFor()).isEqualTo("a plan");
        assertThat(world.state().health()).isEqualTo("Missing");

        // When
        world.plan(first);
        world.await().until(() -> world.state().running());

        // Then
        assertThat(world.state().waitingFor()).startsWith("wave 0 to become healthy");
        assertThat(world.state().desired().commit()).isEqualTo("first");
        assertThat(world.state().applied()).isNull();
    }

    @Test
    void runningReleaseSaysWhatThePodsSayLongBeforeItsTimeIsOver() {
        // When
        world.push(Planned.of(TARGET, "first").timeout(60_000).create(deployment("web", "web:1", "image-pull-error")));

        // Then
        world.await()
                .until(() -> world.published() && world.state().waitingFor().contains("ImagePullBackOff"));
        assertThat(world.state().running()).isTrue();
        assertThat(world.state().unhealthy()).singleElement().satisfies(web -> {
            assertThat(web.message())
                    .isEqualTo("0 of 1 updated replicas available; 1 pod: container app: ImagePullBackOff");
            assertThat(web.since()).isNotNull();
            assertThat(web.podsSince()).isNotNull();
        });
    }

    @Test
    void targetWhoseReleaseFailedSaysWhyUntilTheNextTryEnds() {
        // Given
        String bad = "{apiVersion: v1, kind: ConfigMap, metadata: {name: b}, dota: {value: \"1\"}}";
        Planned first = Planned.of(TARGET, "first").create(configMap("a", "1")).create(bad);

        // When
        Problem problem = world.release(first).problems().getFirst();

        // Then
        assertThat(world.execution().step()).isEqualTo(new Step.Finished(Outcome.FAILED, List.of(problem)));
        assertThat(world.state().waitingFor())
                .isEqualTo(problem.where() + ": " + problem.message() + " (next try at "
                        + world.inventory().retry().notBefore() + ")");
        assertThat(world.state().conditions()).containsExactly(problem);

        // When
        world.release(Planned.of(TARGET, "second").create(configMap("b", "1")));

        // Then
        assertThat(world.state().waitingFor()).isEmpty();
        assertThat(world.state().conditions()).isEmpty();
    }

    @Test
    void planThatIsReadyIsNotBegunWhileItsWindowsAreClosed() {
        // Given
        String today = LocalDate.now(ZoneOffset.UTC).getDayOfWeek().name().substring(0, 3);
        Planned closed = Planned.of(TARGET, "first")
                .windows(new Window(Window.Effect.DENY, today, "UTC"))
                .create(configMap("a", "1"));

        // When
        world.push(closed);
        world.await().until(world::published);
        world.release(Planned.of(TARGET, "second").create(configMap("a", "2")));

        // Then
        assertThat(world.story()).noneMatch(line -> line.contains("first"));
        assertThat(world.state().applied().commit()).isEqualTo("second");
    }

    @Test
    void planThatNeedsApprovalIsReportedAsAwaitingIt() {
        // When
        world.push(Planned.of(TARGET, "first").state(State.AWAITING_APPROVAL).create(configMap("a", "1")));

        // Then
        world.await()
                .until(() -> world.published() && world.state().waitingFor().startsWith("AWAITING_APPROVAL"));
        assertThat(world.exists(A)).isFalse();
        assertThat(world.story()).isEmpty();
    }

    @Test
    void targetSaysWhatItIsPinnedTo() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        assertThat(world.state().pinned()).isNull();

        // When
        Plan plan = Objects.requireNonNull(world.partition.read(Topic.PLAN, Plan.class, TARGET));
        world.put(Topic.PLAN, plan.pinnedTo("c0ffee1"));

        // Then
        world.await().until(() -> "c0ffee1".equals(world.state().pinned()));
    }

    @Test
    void unreadableInventoryStopsTheTargetAndIsReported() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        world.partition.poison(Topic.INVENTORY, TARGET);

        // When
        Planned second = Planned.of(TARGET, "second").create(configMap("b", "1"));
        world.push(second);

        // Then
        world.await()
                .until(() -> world.state().conditions().stream()
                        .anyMatch(condition -> condition.reason().equals("PoisonEvent")));
        assertThat(world.exists("ConfigMap/shop/b")).isFalse();
        assertThat(world.state().health()).isEqualTo("Unknown");
    }

    @Test
    void healthOfATargetOfWhichOnlyAPlanIsLeftIsUnknown() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        Stream.of(Topic.DESIRED, Topic.INVENTORY, Topic.EXECUTION)
                .forEach(topic -> world.partition.put(topic, TARGET, null));

        // When
        world.restart();

        // Then
        world.await().until(() -> world.published() && world.state().health().equals("Unknown"));
    }

    @Test
    void tooLargeInventoryIsWrittenWithoutFields() {
        // Given
        world.partition.refuse(fact -> fact.payload() instanceof Inventory inventory
                && inventory.objects().stream().anyMatch(object -> object.ownedFields() != null));

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.recorded(A).ownedFields()).isNull();
        assertThat(world.recorded(A).uid()).isEqualTo(world.uid(A));
    }

    @Test
    void targetWithoutAnyRecordIsWithdrawn() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        Stream.of(Topic.DESIRED, Topic.PLAN, Topic.INVENTORY, Topic.EXECUTION)
                .forEach(topic -> world.partition.put(topic, TARGET, null));

        // When
        world.restart();

        // Then
        world.await().until(() -> !world.published());
        assertThat(world.exists(A)).isTrue();
    }

    @Test
    void targetOnAnUnknownClusterIsListedAndNotReleased() {
        // When
        world.push(Planned.of(TARGET, "first").on("elsewhere").create(configMap("a", "1")));

        // Then
        world.await().until(world::published);
        assertThat(world.state().cluster()).isEqualTo("elsewhere");
        assertThat(world.story()).isEmpty();
    }
}
