package io.keelstream.kubernetes.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.ManagedFields;
import io.keelstream.kubernetes.fields.ManagedFieldsEntry;
import io.keelstream.kubernetes.fields.ManagerId;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.schema.CustomResourceSchemas;
import io.keelstream.kubernetes.schema.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds for every apply, whatever is applied by whom. */
class ServerSideApplyPropertyTests {

    private static final int ROUNDS = 1000;
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    private final long seed = Long.getLong("keelstream.seed", 9L);
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Schema schema = schema();
    private final ServerSideApply engine = new ServerSideApply(schema, FieldSet.EMPTY);

    private static Schema schema() {
        Manifest definition = new Manifest(Json.readObject("""
            {"spec":{"group":"g","names":{"kind":"T"},"versions":[{"name":"v1","schema":{"openAPIV3Schema":{"type":"object",
             "properties":{"text":{"type":"string"},
              "map":{"type":"object","additionalProperties":{"type":"string"}},
              "whole":{"type":"object","x-kubernetes-map-type":"atomic","additionalProperties":{"type":"string"}},
              "set":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}},
              "list":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],
               "items":{"type":"object","properties":{"k":{"type":"string"},"v":{"type":"string"}}}},
              "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}]}}
            """));
        return CustomResourceSchemas.read(definition).findOrDeduced("g/v1", "T");
    }

    private Manifest configuration() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(Map.of("apiVersion", "g/v1", "kind", "T"));
        put(tree, "text", letter());
        put(tree, "map", map());
        put(tree, "whole", map());
        put(tree, "set", letters());
        List<@Nullable Object> list = new ArrayList<>();
        letters()
                .forEach(letter ->
                        list.add(random.nextBoolean() ? Map.of("k", letter) : Map.of("k", letter, "v", letter())));
        put(tree, "list", list);
        put(tree, "free", Map.of("a", map(), "b", letter()));
        return new Manifest(tree);
    }

    private void put(Map<String, @Nullable Object> tree, String key, Object value) {
        if (random.nextInt(10) < 6) {
            tree.put(key, random.nextInt(30) == 0 ? null : value);
        }
    }

    private Map<String, @Nullable Object> map() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        letters().forEach(letter -> map.put(letter, letter()));
        return map;
    }

    private List<String> letters() {
        List<String> letters = new ArrayList<>(List.of("a", "b", "c"));
        letters.removeIf(letter -> random.nextBoolean());
        return letters;
    }

    private String letter() {
        return List.of("x", "y").get(random.nextInt(2));
    }

    private Manifest anyLive(int applies) {
        Manifest live = null;
        for (int i = 0; i < applies || live == null; i++) {
            live = force(live, configuration(), "m" + random.nextInt(3), i);
        }
        return live;
    }

    private Manifest force(@Nullable Manifest live, Manifest configuration, String manager, int second) {
        ApplyResult result =
                engine.apply(live, configuration, new FieldWriter(manager, START.plusSeconds(second)), true);
        assertThat(result).as("seed %d", seed).isInstanceOf(ApplyResult.Applied.class);
        return ((ApplyResult.Applied) result).object();
    }

    @Test
    void applyingAgainChangesNothing() {
        for (int i = 0; i < ROUNDS; i++) {
            Manifest configuration = configuration();
            // Given: the second time settles empty lists, which nobody owns, and which go with their last item
            Manifest once = force(anyLive(random.nextInt(4)), configuration, "m1", 100);
            Manifest settled = force(once, configuration, "m1", 200);
            // When
            ApplyResult again =
                    engine.apply(settled, configuration, new FieldWriter("m1", START.plusSeconds(300)), false);
            // Then
            assertThat(again).as("seed %d, round %d", seed, i).isEqualTo(new ApplyResult.Applied(settled, false));
        }
    }

    @Test
    void applierOwnsExactlyWhatItApplied() {
        for (int i = 0; i < ROUNDS; i++) {
            Manifest configuration = configuration();
            // When
            Manifest after = force(anyLive(random.nextInt(4)), configuration, "m1", 100);
            // Then
            FieldSet owned = ManagedFields.of(after)
                    .applier("m1")
                    .map(ManagedFieldsEntry::fields)
                    .orElse(FieldSet.EMPTY);
            assertThat(owned)
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(ObjectTrees.ownable(OwnedFields.of(schema, configuration.tree())));
        }
    }

    @Test
    void noManagerGainsByTheApplyOfAnother() {
        for (int i = 0; i < ROUNDS; i++) {
            Manifest live = anyLive(1 + random.nextInt(4));
            // When
            Manifest after = force(live, configuration(), "m1", 100);
            // Then
            for (ManagedFieldsEntry entry : ManagedFields.of(after).entries()) {
                if (!entry.manager().equals("m1") && !entry.manager().equals("before-first-apply")) {
                    FieldSet before = ManagedFields.of(live)
                            .find(entry.id())
                            .map(ManagedFieldsEntry::fields)
                            .orElse(FieldSet.EMPTY);
                    assertThat(before.containsAll(entry.fields()))
                            .as("seed %d, round %d", seed, i)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void withoutForceNothingThatOthersOwnChanges() {
        for (int i = 0; i < ROUNDS; i++) {
            Manifest live = anyLive(1 + random.nextInt(4));
            // When
            ApplyResult result = engine.apply(live, configuration(), new FieldWriter("m1", START), false);
            // Then
            if (result instanceof ApplyResult.Applied applied) {
                Comparison comparison = Comparison.of(
                        schema,
                        ObjectTrees.withoutManagedFields(live),
                        ObjectTrees.withoutManagedFields(applied.object()));
                ManagerId own = ManagerId.applier("m1");
                ManagedFields.of(live).entries().stream()
                        .filter(entry -> !entry.id().equals(own))
                        .forEach(entry -> assertThat(entry.fields().intersection(comparison.modified()))
                                .as("seed %d", seed)
                                .isEqualTo(FieldSet.EMPTY));
            }
        }
    }

    @Test
    void inputsStayAsTheyAre() {
        for (int i = 0; i < ROUNDS / 10; i++) {
            Manifest live = anyLive(2);
            Manifest configuration = configuration();
            String before = Json.writeText(live.tree()) + Json.writeText(configuration.tree());
            // When
            force(live, configuration, "m1", 100);
            // Then
            assertThat(Json.writeText(live.tree()) + Json.writeText(configuration.tree()))
                    .isEqualTo(before);
        }
    }

    @Test
    void comparingIsFreeOfChangesExactlyForEqualValues() {
        for (int i = 0; i < ROUNDS; i++) {
            Manifest left = configuration();
            Manifest right = random.nextBoolean() ? configuration() : left.copy();
            Comparison comparison = Comparison.of(schema, left.tree(), right.tree());
            if (left.tree().equals(right.tree())) {
                assertThat(comparison.isEmpty()).isTrue();
            }
            Comparison back = Comparison.of(schema, right.tree(), left.tree());
            assertThat(back).as("seed %d, round %d", seed, i).isEqualTo(reversed(comparison));
        }
    }

    private static Comparison reversed(Comparison comparison) {
        FieldSet gone = comparison.added();
        FieldSet come = comparison.removed();
        return new Comparison(gone, comparison.modified(), come);
    }
}
