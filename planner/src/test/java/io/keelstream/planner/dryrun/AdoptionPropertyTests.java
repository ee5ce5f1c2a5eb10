package io.keelstream.planner.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.merge.ApplyResult;
import io.keelstream.kubernetes.merge.FieldWriter;
import io.keelstream.kubernetes.merge.ServerSideApply;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.AdoptionFold;
import io.keelstream.kubernetes.ownership.FieldOwners;
import io.keelstream.kubernetes.schema.BuiltInSchemas;
import io.keelstream.planner.ownership.Adoption;
import io.keelstream.planner.sample.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Adoption over objects with random histories: what the plan predicts, from the answer of a dry-run without the fold, is
 * what a server has after the applier's patch of managedFields and its apply.
 */
class AdoptionPropertyTests {

    private static final int HISTORIES = 200;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String VERSION = "apps/v1";
    private static final List<String> MANAGERS =
            List.of("kubectl-client-side-apply", "kubectl", "helm", "operator", "keelstream");
    private static final ServerSideApply SERVER = new ServerSideApply(
            BuiltInSchemas.instance().findOrDeduced(VERSION, "Deployment"), FieldSet.of(FieldPath.of("status")));
    private static final AdoptionFold FOLD = new Adoption(Adoption.DEFAULT_MANAGERS).fold(VERSION);

    static IntStream seeds() {
        return IntStream.range(0, HISTORIES);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void planPredictsTheObjectAfterAdoptionAndApply(int seed) {
        // Given
        Random random = new Random(seed);
        Manifest live = live(random);
        Manifest body = deployment(random);
        List<String> adopted = FOLD.adopted(live);
        AdoptionFold fold = new AdoptionFold(adopted::contains, VERSION);

        // When
        Manifest predicted = adopted.isEmpty()
                ? apply(live, body, "keelstream")
                : Predictions.folded(apply(live, body, "keelstream"), body, FOLD, NOW);
        List<Object> entries = fold.of(live);
        Manifest done = apply(entries == null ? live : patched(live, entries), body, "keelstream");

        // Then
        assertThat(predicted.spec()).isEqualTo(done.spec());
        assertThat(unmanaged(predicted)).isEqualTo(unmanaged(done));
        assertThat(owners(predicted)).isEqualTo(owners(done));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void adoptionKeepsEveryFieldAndTheEntriesOfOtherVersionsAndSubresources(int seed) {
        // Given
        Manifest live = live(new Random(seed));
        FieldOwners before = FieldOwners.of(live);

        // When
        List<Object> entries = FOLD.of(live);

        // Then
        FieldOwners after = entries == null ? before : FieldOwners.of(patched(live, entries));
        assertThat(after.union(entry -> true)).isEqualTo(before.union(entry -> true));
        assertThat(after.entries())
                .containsAll(before.entries().stream()
                        .filter(entry -> !FieldOwners.isOurs(entry) && !FOLD.covers(entry))
                        .toList());
        assertThat(FOLD.of(patched(live, entries == null ? raw(live) : entries)))
                .isNull();
    }

    /** An object that several managers created, applied and updated, some of them in another version of the group. */
    private static Manifest live(Random random) {
        Manifest live = SERVER.update(null, deployment(random), new FieldWriter(manager(random), NOW));
        live.metadata().put("uid", "uid-1");
        int writes = random.nextInt(6);
        for (int i = 0; i < writes; i++) {
            String manager = manager(random);
            Instant time = NOW.plusSeconds(i);
            if (random.nextBoolean()) {
                live = apply(live, deployment(random), manager);
            } else {
                Manifest wanted = live.copy();
                change(wanted, random);
                live = SERVER.update(live, wanted, new FieldWriter(manager, time));
            }
        }
        List<Object> entries = new ArrayList<>();
        for (Object each : raw(live)) {
            Map<String, Object> entry = new LinkedHashMap<>(Manifest.map(each));
            if (random.nextInt(4) == 0) {
                entry.put("apiVersion", "apps/v1beta2");
            }
            if (random.nextInt(8) == 0) {
                entry.put("subresource", "scale");
            }
            entries.add(entry);
        }
        return patched(live, entries);
    }

    private static String manager(Random random) {
        return MANAGERS.get(random.nextInt(MANAGERS.size()));
    }

    private static Manifest deployment(Random random) {
        Manifest deployment = Samples.manifest("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop, labels: {}}
                spec: {template: {spec: {containers: []}}}
                """).copy();
        change(deployment, random);
        return deployment;
    }

    /** Sets and removes some of a few fields: labels, scalars, and items of a list that is known by name. */
    private static void change(Manifest deployment, Random random) {
        Map<String, Object> labels =
                new LinkedHashMap<>(Manifest.map(deployment.metadata().get("labels")));
        for (String label : List.of("a", "b", "c")) {
            vary(labels, label, random.nextInt(2) == 0 ? "one" : "two", random);
        }
        deployment.metadata().put("labels", labels);
        for (String field : List.of("minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds")) {
            vary(deployment.spec(), field, (long) random.nextInt(3), random);
        }
        Map<String, Map<String, Object>> containers = new LinkedHashMap<>();
        for (Object each : Manifest.list(deployment.at("spec", "template", "spec", "containers"))) {
            Map<String, Object> container = new LinkedHashMap<>(Manifest.map(each));
            containers.put(String.valueOf(container.get("name")), container);
        }
        for (String name : List.of("web", "proxy")) {
            if (random.nextInt(3) > 0) {
                Map<String, Object> container = containers.computeIfAbsent(
                        name, key -> new LinkedHashMap<>(Map.of("name", key, "image", key + ":1")));
                vary(container, "image", name + ":" + random.nextInt(2), random);
                vary(container, "workingDir", "/" + random.nextInt(2), random);
            }
        }
        Manifest.map(deployment.at("spec", "template", "spec")).put("containers", new ArrayList<>(containers.values()));
    }

    private static void vary(Map<String, Object> map, String key, Object value, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> map.remove(key);
            case 1, 2 -> map.put(key, value);
            default -> {}
        }
    }

    private static Manifest apply(Manifest live, Manifest body, String manager) {
        ApplyResult result = SERVER.apply(live, body, new FieldWriter(manager, NOW), true);
        assertThat(result).isInstanceOf(ApplyResult.Applied.class);
        return ((ApplyResult.Applied) result).object();
    }

    private static Manifest patched(Manifest live, List<Object> managedFields) {
        Manifest wanted = live.copy();
        wanted.metadata().put("managedFields", managedFields);
        return SERVER.update(live, wanted, new FieldWriter("keelstream", NOW));
    }

    private static List<Object> raw(Manifest object) {
        return Manifest.list(object.metadata().get("managedFields"));
    }

    private static Map<String, Object> unmanaged(Manifest object) {
        Map<String, Object> metadata = new LinkedHashMap<>(object.metadata());
        metadata.remove("managedFields");
        Map<String, Object> tree = new LinkedHashMap<>(object.tree());
        tree.put("metadata", metadata);
        return tree;
    }

    private static Map<Object, FieldSet> owners(Manifest object) {
        Map<Object, FieldSet> owners = new LinkedHashMap<>();
        FieldOwners.of(object).entries().forEach(entry -> owners.put(entry.id(), entry.fields()));
        return owners;
    }
}
