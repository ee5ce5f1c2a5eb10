package io.keelstream.applier.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose hand took a share from the canary, and whose did not. */
class LoweringTests {

    @Test
    void smallerShareOfAnyRuleIsFound() {
        assertThat(lowered(route(20, 20), by("kubectl-edit", route(20, 19)))).isEqualTo("kubectl-edit");
        assertThat(lowered(route(20, 20), by("kubectl-edit", route(0, 20)))).isEqualTo("kubectl-edit");
    }

    @Test
    void equalOrGreaterShareIsNone() {
        assertThat(lowered(route(20, 20), by("kubectl-edit", route(20, 20)))).isNull();
        assertThat(lowered(route(20, 20), by("kubectl-edit", route(40, 20)))).isNull();
    }

    @Test
    void whatWeWroteOurselvesIsNone() {
        assertThat(lowered(route(20, 20), by("keelstream", route(0, 0)))).isNull();
    }

    @Test
    void canaryWithoutAShareHasNothingToLose() {
        assertThat(lowered(route(0, 0), by("kubectl-edit", route(0, 0)))).isNull();
    }

    @Test
    void ruleThatIsGoneIsFound() {
        // Given
        Manifest shorter = route(20, 20);
        shorter.spec()
                .put("rules", List.of(Manifest.list(shorter.spec().get("rules")).getFirst()));

        // Then
        assertThat(lowered(route(20, 20), by("argo", shorter))).isEqualTo("argo");
    }

    @Test
    void sharesOfAMeshAreFoundToo() {
        // Given
        String yaml = """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: web, namespace: shop}
                spec:
                  http:
                    - route: [{destination: {host: web}, weight: 80}, {destination: {host: web-canary}, weight: %d}]
                """;
        Manifest written = manifest(yaml.formatted(20));
        Manifest live = manifest(yaml.formatted(1));
        own(live, "flagger", Map.of("f:http", Map.of()));

        // Then
        assertThat(lowered(written, live)).isEqualTo("flagger");
    }

    @Test
    void fewerPodsAreFoundAndMoreAreNot() {
        Manifest deployment = manifest("""
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: web-canary}, spec: {replicas: 2}}
                """);
        own(deployment, "kubectl", Map.of("f:replicas", Map.of()));

        assertThat(Lowering.ofPods(deployment, 3)).isEqualTo("kubectl");
        assertThat(Lowering.ofPods(deployment, 2)).isNull();
    }

    private static String lowered(Manifest written, Manifest live) {
        return Lowering.ofShare(written, live, "shop", "web-canary");
    }

    private static Manifest route(int first, int last) {
        return manifest("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: web, namespace: shop}
                spec:
                  rules:
                    - backendRefs: [{name: web, port: 80, weight: 80}, {name: web-canary, port: 80, weight: %d}]
                    - backendRefs: [{name: other, port: 80}]
                    - backendRefs: [{name: web, port: 80, weight: 80}, {name: web-canary, port: 80, weight: %d}]
                """.formatted(first, last));
    }

    private static Manifest by(String manager, Manifest route) {
        own(route, manager, Map.of("f:rules", Map.of()));
        return route;
    }

    private static void own(Manifest object, String manager, Map<String, Object> fields) {
        object.metadata()
                .put(
                        "managedFields",
                        List.of(Map.of(
                                "manager",
                                manager,
                                "operation",
                                "Update",
                                "apiVersion",
                                object.apiVersion(),
                                "time",
                                "2026-03-01T12:00:00Z",
                                "fieldsType",
                                "FieldsV1",
                                "fieldsV1",
                                Map.of("f:spec", fields))));
    }

    private static Manifest manifest(String yaml) {
        return new YamlReader()
                .manifests(yaml.getBytes(StandardCharsets.UTF_8))
                .orThrow()
                .getFirst()
                .manifest();
    }
}
