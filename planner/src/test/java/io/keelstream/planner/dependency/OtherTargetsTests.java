package io.keelstream.planner.dependency;

import static io.keelstream.planner.dependency.Published.healthy;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.planner.reconcile.PublishedTargets;
import io.keelstream.testing.partition.MemoryPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OtherTargetsTests {

    private final MemoryPartition records = new MemoryPartition();
    private final OtherTargets others =
            new OtherTargets(new PublishedTargets(() -> records.table(Topic.TARGET, TargetState.class), () -> true));
    private final List<String> woken = new ArrayList<>();

    /** Waits for another health of one target. */
    private record Wanted(String target, @Nullable String health) implements OtherTargets.Answer {

        static Wanted of(String target, ReadModels models) {
            TargetState state = models.of(target);
            return new Wanted(target, state == null ? null : state.health());
        }

        @Override
        public boolean settled() {
            return "Healthy".equals(health);
        }

        @Override
        public Set<String> looked() {
            return Set.of(target);
        }
    }

    @Test
    void recordWakesExactlyThoseForWhomItChangesTheAnswer() {
        // Given
        publish(healthy("t/a", 1).being("Progressing"));
        publish(healthy("t/b", 1).being("Progressing"));
        ask("t/one", "t/a");
        ask("t/two", "t/a");
        ask("t/other", "t/b");
        // When
        publish(healthy("t/a", 2).being("Progressing"));
        // Then
        assertThat(woken).isEmpty();
        // When
        publish(healthy("t/a", 2));
        // Then
        assertThat(woken).containsExactlyInAnyOrder("t/one", "t/two");
    }

    @Test
    void wakeIsGivenOnceForEachTimeOfAsking() {
        // Given
        ask("t/one", "t/a");
        // When
        publish(healthy("t/a", 1).being("Degraded"));
        publish(healthy("t/a", 1));
        // Then
        assertThat(woken).containsExactly("t/one");
    }

    @Test
    void whoIsAnsweredIsWokenWhereTheAnswerDoesNotHoldAnyMore() {
        // Given
        publish(healthy("t/a", 1));
        ask("t/one", "t/a");
        assertThat(others.settled("t/one")).isTrue();
        assertThat(others.settled("t/two")).as("who never asked").isFalse();
        // When
        publish(healthy("t/a", 2));
        // Then
        assertThat(woken).isEmpty();
        // When
        publish(healthy("t/a", 2).being("Degraded"));
        // Then
        assertThat(woken).containsExactly("t/one");
        assertThat(others.settled("t/one")).isFalse();
    }

    @Test
    void recordThatComesBetweenTheAnswerAndTheNoteIsNotMissed() {
        // Given
        AtomicInteger asked = new AtomicInteger();
        // When
        Wanted answer = others.ask(
                "t/one",
                this,
                models -> {
                    Wanted found = Wanted.of("t/a", models);
                    if (asked.getAndIncrement() == 0) {
                        publish(healthy("t/a", 1));
                    }
                    return found;
                },
                () -> woken.add("t/one"));
        // Then
        assertThat(answer.settled()).isTrue();
        assertThat(woken).isEmpty();
    }

    @Test
    void tombstoneWakesToo() {
        // Given
        publish(healthy("t/a", 1).being("Degraded"));
        ask("t/one", "t/a");
        // When
        records.put(Topic.TARGET, "t/a", null);
        others.changed("t/a");
        // Then
        assertThat(woken).containsExactly("t/one");
    }

    @Test
    void whoIsForgottenIsNotWoken() {
        // Given
        ask("t/one", "t/a");
        ask("t/two", "t/a");
        // When
        others.forget("t/one");
        publish(healthy("t/a", 1));
        // Then
        assertThat(woken).containsExactly("t/two");
    }

    @Test
    void partitionThatIsLostTakesThoseWhoWaitWithIt() {
        // Given
        ask("t/one", "t/a");
        others.ask("t/other", "another partition", models -> Wanted.of("t/a", models), () -> woken.add("t/other"));
        // When
        others.forgetAll(this);
        publish(healthy("t/a", 1));
        // Then
        assertThat(woken).containsExactly("t/other");
    }

    private void ask(String who, String target) {
        Wanted _ = others.ask(who, this, models -> Wanted.of(target, models), () -> woken.add(who));
    }

    private void publish(Published published) {
        records.put(Topic.TARGET, published.target(), published.state());
        others.changed(published.target());
    }
}
