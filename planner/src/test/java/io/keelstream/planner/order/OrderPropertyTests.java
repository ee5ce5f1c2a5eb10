package io.keelstream.planner.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.ObjectReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrderPropertyTests {

    private static final int ROUNDS = 300;

    @Test
    void everyObjectComesOnceAndAfterWhatItNeedsWhateverTheInputOrder() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            // Given
            Random random = new Random(seed);
            RandomObjects objects = new RandomObjects(random);
            List<Item> items = objects.items();

            // When
            Order.Result result = Order.of(items);

            // Then
            assertThat(result.problems()).as("seed %d", seed).isEmpty();
            assertThat(result.steps()).as("seed %d", seed).hasSameSizeAs(items);
            Map<ObjectReference, Integer> places = new HashMap<>();
            result.steps().forEach(step -> places.put(step.item().reference(), places.size()));
            int wave = Integer.MIN_VALUE;
            for (Order.Step step : result.steps()) {
                assertThat(step.item().wave()).as("seed %d", seed).isGreaterThanOrEqualTo(wave);
                wave = step.item().wave();
            }
            for (RandomObjects.Need need : objects.needs()) {
                assertThat(places.get(need.before()))
                        .as("seed %d: %s", seed, need)
                        .isLessThan(places.get(need.after()));
                assertThat(waitsFor(result, need)).as("seed %d: %s", seed, need).isTrue();
            }
            Collections.shuffle(items, random);
            assertThat(Order.of(items).steps()).as("seed %d", seed).isEqualTo(result.steps());
        }
    }

    @Test
    void cycleOfAllObjectsIsFoundOnceAndNamedAsAWhole() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            // Given
            Random random = new Random(seed);
            int size = 2 + random.nextInt(6);
            List<String> documents = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                documents.add(OrderTests.object(
                        "v1",
                        "ConfigMap",
                        "c" + i,
                        "shop",
                        "{keelstream.io/depends-on: ConfigMap/c" + (i + 1) % size + "}"));
            }
            Collections.shuffle(documents, random);

            // When
            Order.Result result = Order.of(OrderTests.items(documents.toArray(String[]::new)));

            // Then
            assertThat(result.problems()).as("seed %d", seed).hasSize(1);
            assertThat(result.problems().getFirst().message().split(" -> ", -1))
                    .as("seed %d", seed)
                    .hasSize(size + 1);
        }
    }

    @Test
    void everyStepOfAPathThatIsNamedIsADependencyAndWithoutThemNothingGoesInACircle() {
        int circles = 0;
        for (long seed = 0; seed < ROUNDS; seed++) {
            // Given
            RandomGraph graph = new RandomGraph(new Random(seed));

            // When
            List<List<String>> paths = Order.of(graph.items()).problems().stream()
                    .map(problem -> named(problem.message()))
                    .toList();

            // Then
            assertThat(paths.isEmpty()).as("seed %d: %s", seed, graph).isEqualTo(graph.endsEverywhere(List.of()));
            for (List<String> path : paths) {
                assertThat(path.getLast()).as("seed %d: %s", seed, path).isEqualTo(path.getFirst());
                assertThat(path.subList(1, path.size()))
                        .as("seed %d: %s", seed, path)
                        .doesNotHaveDuplicates();
                assertThat(graph.edges()).as("seed %d: %s", seed, graph).containsAll(RandomGraph.edgesOf(path));
            }
            assertThat(graph.endsEverywhere(paths))
                    .as("seed %d: %s, %s", seed, graph, paths)
                    .isTrue();
            circles += paths.size();
        }
        assertThat(circles).isGreaterThan(ROUNDS);
    }

    /** The references of the path that the message names, first to last. */
    private static List<String> named(String message) {
        String path = message.substring("depends on itself: ".length(), message.indexOf(';'));
        return List.of(path.split(" -> ", -1));
    }

    /** Whether the second waits for the first to be applied, because it says so or because the first is of an earlier wave. */
    private static boolean waitsFor(Order.Result result, RandomObjects.Need need) {
        Map<ObjectReference, Order.Step> steps = new HashMap<>();
        result.steps().forEach(step -> steps.put(step.item().reference(), step));
        Order.Step after = Objects.requireNonNull(steps.get(need.after()));
        Order.Step before = Objects.requireNonNull(steps.get(need.before()));
        return after.dependsOn().contains(need.before())
                || before.item().wave() < after.item().wave();
    }
}
