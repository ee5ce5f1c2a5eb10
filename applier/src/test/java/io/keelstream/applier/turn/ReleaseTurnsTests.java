package io.keelstream.applier.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseTurnsTests {

    private final ReleaseTurns turns = new ReleaseTurns(2);
    private final List<String> woken = new ArrayList<>();

    @Test
    void whoHasWaitedLongestIsNext() {
        // Given
        assertThat(asks("a", 1)).isTrue();
        assertThat(asks("b", 2)).isTrue();
        assertThat(asks("late", 4)).isFalse();
        assertThat(asks("early", 3)).isFalse();

        // When
        turns.rests("a");

        // Then
        assertThat(woken).containsExactly("early");
        assertThat(asks("late", 4)).as("out of turn").isFalse();
        assertThat(asks("early", 3)).isTrue();
        assertThat(asks("early", 3)).as("asked again while it runs").isTrue();
        assertThat(turns.running()).isEqualTo(2);
        assertThat(turns.waiting()).isEqualTo(1);
    }

    @Test
    void whoDoesNotWantToBeginAnyMoreIsPassedOver() {
        // Given
        asks("a", 1);
        asks("b", 2);
        asks("c", 3);
        asks("d", 4);
        turns.rests("a");

        // When
        turns.rests("c");

        // Then
        assertThat(woken).containsExactly("c", "d");
        assertThat(asks("d", 4)).isTrue();
    }

    @Test
    void aNewerCommitDoesNotLoseItsPlace() {
        // Given
        asks("a", 1);
        asks("b", 2);
        asks("busy", 3);
        asks("other", 4);

        // When
        turns.stepsAside("busy");
        assertThat(asks("busy", 9)).isFalse();
        turns.rests("a");

        // Then
        assertThat(woken).containsExactly("busy");
    }

    @Test
    void whatRanBeforeTheProcessBeganCountsHoweverManyItIs() {
        // Given
        IntStream.range(0, 3).forEach(i -> turns.runs("running-" + i, woken::add));
        assertThat(asks("a", 1)).isFalse();

        // When
        turns.rests("running-0");

        // Then
        assertThat(woken).isEmpty();

        // When
        turns.rests("running-1");

        // Then
        assertThat(woken).containsExactly("a");
    }

    @Test
    void instancesShareTheLimitByTheirPartitions() {
        // Given
        ReleaseTurns ten = new ReleaseTurns(10);
        ten.owns(3, 8);
        long begun = IntStream.range(0, 10)
                .filter(i -> ten.mayBegin("t" + i, Instant.ofEpochSecond(i), woken::add))
                .count();

        // When
        ten.owns(4, 8);

        // Then
        assertThat(begun).isEqualTo(3);
        assertThat(woken).as("another instance ended").containsExactly("t3", "t4");
        assertThat(ten.most()).isEqualTo(10);
    }

    @Test
    void limitBelowTheNumberOfInstancesLetsOneRunInEach() {
        ReleaseTurns one = new ReleaseTurns(1);
        one.owns(1, 8);

        assertThat(one.mayBegin("a", Instant.EPOCH, woken::add)).isTrue();
        assertThat(one.mayBegin("b", Instant.EPOCH, woken::add)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8})
    void sharesAreNoMoreThanTheLimitTogether(int instances) {
        for (int most = instances; most < 30; most++) {
            int running = 0;
            for (int instance = 0; instance < instances; instance++) {
                int owned = 8 / instances + (instance < 8 % instances ? 1 : 0);
                ReleaseTurns turns = new ReleaseTurns(most);
                turns.owns(owned, 8);
                for (int i = 0; i < 30; i++) {
                    turns.mayBegin("t" + i, Instant.EPOCH, woken::add);
                }
                running += turns.running();
            }
            assertThat(running).isBetween(most - instances, most);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void neverMoreAtOnceAndNobodyIsForgotten(long seed) {
        // Given
        Random random = new Random(seed);
        ReleaseTurns three = new ReleaseTurns(3);
        Deque<String> asking =
                new ArrayDeque<>(IntStream.range(0, 40).mapToObj(i -> "t" + i).toList());
        Set<String> waiting = new LinkedHashSet<>();
        Set<String> running = new LinkedHashSet<>();
        Set<String> ended = new LinkedHashSet<>();

        // When
        while (ended.size() < 40) {
            if (running.isEmpty() || (!asking.isEmpty() && random.nextBoolean())) {
                String target = asking.removeFirst();
                if (!ended.contains(target)) {
                    waiting.remove(target);
                    Instant since = Instant.ofEpochSecond(random.nextInt(100));
                    (three.mayBegin(target, since, asking::addFirst) ? running : waiting).add(target);
                }
            } else {
                String target = List.copyOf(running).get(random.nextInt(running.size()));
                running.remove(target);
                ended.add(target);
                three.rests(target);
            }

            // Then
            assertThat(running).hasSizeLessThanOrEqualTo(3).hasSize(three.running());
            assertThat(waiting).hasSize(three.waiting());
        }
    }

    private boolean asks(String target, long second) {
        return turns.mayBegin(target, Instant.ofEpochSecond(second), woken::add);
    }
}
