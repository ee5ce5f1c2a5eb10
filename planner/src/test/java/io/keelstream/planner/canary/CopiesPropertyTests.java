package io.keelstream.planner.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.CanaryRules.Router;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.sample.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose pods a Service and a Deployment select, over many combinations of labels. */
class CopiesPropertyTests {

    private static final List<String> KEYS =
            List.of("app", "app.kubernetes.io/name", "app.kubernetes.io/instance", "tier", "team");

    @ParameterizedTest
    @EnumSource(value = Router.class, names = "UNKNOWN", mode = EnumSource.Mode.EXCLUDE)
    void serviceOfTheWorkloadSelectsACopyWithRouterReplicasAndNeverWithRoutes(Router router) {
        Random random = new Random(11);
        int possible = 0;
        for (int round = 0; round < 500; round++) {
            // Given
            Map<String, Object> labels = some(random, Map.of(), KEYS);
            Map<String, Object> selected = subset(random, labels);
            Map<String, Object> served = subset(random, labels);
            Manifest deployment = deployment(labels, selected);
            Manifest service = service(served);
            Optional<String> key = SelectorKey.of(deployment, service, router);
            if (key.isEmpty()) {
                continue;
            }
            possible++;

            // When
            TrialRequest request = Bundles.request(List.of(deployment, service), router);
            Copies copies = new Copies(
                    request,
                    Bundles.workload(request),
                    deployment,
                    router == Router.REPLICAS ? null : service,
                    key.get());
            List<Trial.Copy> both = List.of(copies.canary(2, Set.of()), copies.running(Track.BASELINE, 2));

            // Then
            List<Map<String, Object>> pods = new ArrayList<>(List.of(labels));
            both.forEach(copy -> pods.add(podLabels(copy)));
            for (int i = 0; i < both.size(); i++) {
                Trial.Copy copy = both.get(i);
                assertThat(selects(served, podLabels(copy))).isEqualTo(router == Router.REPLICAS);
                assertOnlySelects(selector(copy.deployment(), "spec", "selector", "matchLabels"), pods, i + 1);
                if (router != Router.REPLICAS) {
                    assertOnlySelects(selector(copy.attached().getFirst(), "spec", "selector"), pods, i + 1);
                }
            }
            assertOnlySelects(selected, pods, 0);
        }
        assertThat(possible).isGreaterThan(100);
    }

    private static void assertOnlySelects(Map<String, Object> selector, List<Map<String, Object>> pods, int only) {
        for (int i = 0; i < pods.size(); i++) {
            assertThat(selects(selector, pods.get(i)))
                    .as("%s selects %s", selector, pods.get(i))
                    .isEqualTo(i == only);
        }
    }

    private static boolean selects(Map<String, Object> selector, Map<String, Object> labels) {
        return labels.entrySet().containsAll(selector.entrySet());
    }

    private static Map<String, Object> podLabels(Trial.Copy copy) {
        return selector(copy.deployment(), "spec", "template", "metadata", "labels");
    }

    private static Map<String, Object> selector(Trial.Body body, String... keys) {
        Map<String, Object> plain = new LinkedHashMap<>();
        Manifest.map(new Manifest(body.body()).at(keys)).forEach((key, value) -> plain.put(key, String.valueOf(value)));
        return plain;
    }

    private static Map<String, Object> some(Random random, Map<String, Object> at, List<String> keys) {
        Map<String, Object> labels = new LinkedHashMap<>(at);
        for (String key : keys) {
            if (random.nextInt(3) > 0) {
                labels.put(key, "v" + random.nextInt(3));
            }
        }
        labels.putIfAbsent("app", "web");
        return labels;
    }

    private static Map<String, Object> subset(Random random, Map<String, Object> labels) {
        Map<String, Object> subset = new LinkedHashMap<>(labels);
        subset.keySet().removeIf(key -> random.nextBoolean());
        if (subset.isEmpty()) {
            subset.put("app", labels.get("app"));
        }
        return subset;
    }

    private static Manifest deployment(Map<String, Object> labels, Map<String, Object> selected) {
        Manifest deployment = Samples.manifest("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {}
              template: {metadata: {}, spec: {containers: [{name: c}]}}
            """).copy();
        Manifest.map(deployment.at("spec", "selector")).put("matchLabels", selected);
        Manifest.map(deployment.at("spec", "template", "metadata")).put("labels", labels);
        return deployment;
    }

    private static Manifest service(Map<String, Object> selector) {
        Manifest service = Samples.manifest(
                        "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 80}]}}")
                .copy();
        service.spec().put("selector", selector);
        return service;
    }
}
