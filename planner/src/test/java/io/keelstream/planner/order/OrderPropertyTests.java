package io.keelstream.planner.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.ObjectReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrderPropertyTests {

    private static final int ROUNDS = 300;

    @Test
    void everyObjectComesOnceAndAfterItsDependenciesWhateverTheInputOrder() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            // Given
            Random random = new Random(seed);
            List<Item> items = acyclic(random);

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
                for (ObjectReference before : step.dependsOn()) {
                    assertThat(places.get(before))
                            .as("seed %d", seed)
                            .isLessThan(places.get(step.item().reference()));
                }
            }
            Collections.shuffle(items, random);
            assertThat(Order.of(items).steps()).as("seed %d", seed).isEqualTo(result.steps());
        }
    }

    @Test
    void everyCycleIsFoundAndItsPathIsReal() {
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

    private static List<Item> acyclic(Random random) {
        int size = 1 + random.nextInt(30);
        List<String> documents = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            StringBuilder needs = new StringBuilder();
            int wave = i * 3 / size;
            for (int j = 0; j < i; j++) {
                if (random.nextInt(5) == 0) {
                    needs.append(needs.isEmpty() ? "" : ",")
                            .append("ConfigMap/c")
                            .append(j);
                }
            }
            documents.add(OrderTests.object(
                    "v1",
                    "ConfigMap",
                    "c" + i,
                    "shop",
                    "{keelstream.io/depends-on: \"" + needs + "\", keelstream.io/wave: \"" + wave + "\"}"));
        }
        List<Item> items = new ArrayList<>(OrderTests.items(documents.toArray(String[]::new)));
        Collections.shuffle(items, random);
        return items;
    }
}
