package io.keelstream.kubernetes.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.route.WeightedRoute.Arm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class WeightedRouteTests {

    private static final Backend WEB = new Backend("", "Service", "shop", "web", 80);
    private static final List<Arm> ARMS = List.of(new Arm("web-canary", 5), new Arm("web-baseline", 5));

    @Test
    void shareOfOneBackendIsSplitAndEverythingElseStays() {
        WeightedRoute route = route("""
                - matches: [{path: {type: PathPrefix, value: /api}}]
                  timeouts: {request: 5s}
                  backendRefs:
                  - {name: web, port: 80, weight: 9}
                  - {name: archive, port: 80, weight: 1}
                - backendRefs: [{name: archive, port: 80}]
                """);

        Manifest split = route.split(WEB, "shop", ARMS);

        assertThat(weights(split, 0))
                .containsExactly(
                        Map.entry("web", 810L),
                        Map.entry("web-canary", 45L),
                        Map.entry("web-baseline", 45L),
                        Map.entry("archive", 100L));
        assertThat(weights(split, 1)).containsExactly(Map.entry("archive", 1L));
        assertThat(rule(split, 0)).containsKeys("matches", "timeouts");
    }

    @Test
    void armsCopyTheFiltersOfTheSplitBackend() {
        WeightedRoute route = route("""
                - backendRefs:
                  - name: web
                    port: 80
                    filters: [{type: RequestHeaderModifier, requestHeaderModifier: {remove: [x]}}]
                """);

        Manifest split = route.split(WEB, "shop", ARMS);

        assertThat(Manifest.list(rule(split, 0).get("backendRefs")))
                .allSatisfy(each -> assertThat(Manifest.map(each)).containsKey("filters"));
    }

    @Test
    void anotherPortNamespaceOrKindIsAnotherBackend() {
        WeightedRoute route = route("""
                - backendRefs:
                  - {name: web, port: 8080}
                  - {name: web, port: 80, namespace: other}
                  - {name: web, port: 80, kind: ServiceImport, group: multicluster.x-k8s.io}
                """);

        assertThat(route.obstacle(WEB, "shop", 2)).contains("no rule names backend web:80");
    }

    @Test
    void defaultsAreTheSameBackend() {
        WeightedRoute route = route("""
                - backendRefs: [{name: web, port: 80, namespace: shop, kind: Service, group: ""}]
                """);

        assertThat(route.obstacle(WEB, "shop", 2)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{name: web, port: 80}, {name: web, port: 80}]",
                "[{name: web, port: 80, weight: 10001}]",
                "[{name: web, port: 80, weight: 0}]",
                "[{name: web, port: 80}, {name: a}, {name: b}, {name: c}, {name: d}, {name: e}, {name: f}, {name: g},"
                        + " {name: h}, {name: i}, {name: j}, {name: k}, {name: l}, {name: m}, {name: n}]"
            })
    void whatCannotBeSplitIsNamedAndRefused(String backends) {
        WeightedRoute route = route("- backendRefs: " + backends + "\n");

        assertThat(route.obstacle(WEB, "shop", 2)).get().asString().startsWith("rule 1 ");
        assertThatThrownBy(() -> route.split(WEB, "shop", ARMS)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void routeThatSendsTrafficToAnArmAlreadyIsNotSplit() {
        WeightedRoute route =
                route("- backendRefs: [{name: web, port: 80}, {name: web-canary, port: 80, weight: 0}]\n");

        assertThat(route.obstacle(WEB, "shop", List.of("web-canary", "web-baseline")))
                .contains(
                        "it sends traffic to web-canary:80 already, which is the name of a copy; remove that backend");
        assertThat(route.obstacle(WEB, "shop", List.of("web-baseline"))).isEmpty();
    }

    /** 500 routes: proportions hold exactly, the manifest is untouched, and without arms the proportions are Git's. */
    @Test
    void splittingKeepsProportionsExactly() {
        SplittableRandom random = new SplittableRandom(42);
        for (int run = 0; run < 500; run++) {
            int others = random.nextInt(4);
            List<Object> references = new ArrayList<>();
            references.add(reference("web", 1 + random.nextInt(10_000)));
            for (int i = 0; i < others; i++) {
                references.add(reference("other-" + i, random.nextInt(10_000)));
            }
            WeightedRoute route = new WeightedRoute(new Manifest(new LinkedHashMap<>(Map.of(
                    "apiVersion",
                    "gateway.networking.k8s.io/v1",
                    "kind",
                    "HTTPRoute",
                    "spec",
                    Map.of("rules", List.of(new LinkedHashMap<>(Map.of("backendRefs", references))))))));
            Manifest before = route.manifest().copy();
            int canary = random.nextInt(101);
            int baseline = random.nextInt(101 - canary);

            Manifest split =
                    route.split(WEB, "shop", List.of(new Arm("web-canary", canary), new Arm("web-baseline", baseline)));

            assertThat(route.manifest()).isEqualTo(before);
            List<Map.Entry<String, Long>> weights = weights(split, 0);
            long web = weights.get(0).getValue();
            long share = web + weights.get(1).getValue() + weights.get(2).getValue();
            assertThat(weights.get(1).getValue() * 100).isEqualTo(share * canary);
            assertThat(weights.get(2).getValue() * 100).isEqualTo(share * baseline);
            List<Map.Entry<String, Long>> original = weights(before, 0);
            for (int i = 0; i < others; i++) {
                assertThat(weights.get(3 + i).getValue() * original.getFirst().getValue())
                        .isEqualTo(original.get(1 + i).getValue() * share);
            }
            assertThat(weights).extracting(Map.Entry::getValue).allMatch(weight -> weight >= 0 && weight <= 1_000_000);
        }
    }

    @Test
    void confirmedIsWhatEveryParentSaysOfTheGenerationThatIsLive() {
        assertThat(RouteStatus.of(live(3, 3, "True")).confirmed()).isTrue();
        assertThat(RouteStatus.of(live(3, 2, "True")))
                .isEqualTo(new RouteStatus(
                        false,
                        "edge: Accepted is of an older generation; edge: ResolvedRefs is of an older generation",
                        ""));
        String refused = "edge: ResolvedRefs is False (BackendNotFound: no Service web-canary)";
        assertThat(RouteStatus.of(live(3, 3, "False"))).isEqualTo(new RouteStatus(false, refused, refused));
        assertThat(RouteStatus.of(live(3, 2, "False")).refused()).isEmpty();
        assertThat(RouteStatus.of(new Manifest(Map.of("metadata", Map.of("generation", 1L))))
                        .missing())
                .isEqualTo("no controller reports on it");
    }

    @Test
    void parentThatTheRouteDoesNotNameAnyMoreCountsForNothing() {
        Manifest route = manifest("""
                metadata: {namespace: shop, generation: 3}
                spec: {parentRefs: [{name: edge}]}
                status:
                  parents:
                  - parentRef: {group: gateway.networking.k8s.io, kind: Gateway, namespace: shop, name: edge}
                    conditions:
                    - {type: Accepted, status: "True", observedGeneration: 3}
                    - {type: ResolvedRefs, status: "True", observedGeneration: 3}
                  - parentRef: {name: former}
                    conditions: [{type: Accepted, status: "True", observedGeneration: 1}]
                  - parentRef: {name: edge, sectionName: former}
                    conditions: [{type: Accepted, status: "True", observedGeneration: 1}]
                """);

        assertThat(RouteStatus.of(route)).isEqualTo(new RouteStatus(true, "", ""));
    }

    private static Manifest live(long generation, long observed, String resolved) {
        return manifest("""
                metadata: {namespace: shop, generation: %d}
                spec: {parentRefs: [{name: edge}]}
                status:
                  parents:
                  - parentRef: {name: edge}
                    conditions:
                    - {type: Accepted, status: "True", observedGeneration: %d, reason: Accepted}
                    - type: ResolvedRefs
                      status: "%s"
                      observedGeneration: %d
                      reason: BackendNotFound
                      message: no Service web-canary
                """.formatted(generation, observed, resolved, observed));
    }

    private static Map<String, Object> reference(String name, int weight) {
        return new LinkedHashMap<>(Map.of("name", name, "port", 80L, "weight", (long) weight));
    }

    private static WeightedRoute route(String rules) {
        return new WeightedRoute(manifest(
                "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: web}\nspec:\n  rules:\n"
                        + rules.indent(2)));
    }

    private static Manifest manifest(String yaml) {
        return new Manifest(Json.readObject(Json.write(new Yaml().load(yaml))));
    }

    private static Map<String, @Nullable Object> rule(Manifest route, int index) {
        return Manifest.map(Manifest.list(route.spec().get("rules")).get(index));
    }

    private static List<Map.Entry<String, Long>> weights(Manifest route, int index) {
        return Manifest.list(rule(route, index).get("backendRefs")).stream()
                .map(Manifest::map)
                .map(each -> Map.entry(
                        String.valueOf(each.get("name")), each.get("weight") instanceof Long weight ? weight : 1L))
                .toList();
    }
}
