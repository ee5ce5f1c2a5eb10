package io.keelstream.planner.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class RetriesTests {

    private static final Trial.Backend WEB = new Trial.Backend("", "Service", "shop", "web", 80);
    private static final String ROUTE = """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: {name: web, namespace: shop}
        spec:
          parentRefs: [{name: edge}]
          rules:
          - {backendRefs: [{name: web, port: 80}]}
        """;

    @Test
    void ruleThatHasRequestsOfTheTrialRepeatedIsNamed() {
        String repeating = ROUTE.replace("port: 80}]}", "port: 80}], retry: {codes: [503]}}");
        assertThat(warnings(repeating)).singleElement().satisfies(warning -> {
            assertThat(warning.reason()).isEqualTo("CanaryRoute");
            assertThat(warning.where()).isEqualTo("HTTPRoute.gateway.networking.k8s.io/shop/web");
            assertThat(warning.message())
                    .startsWith("rule 1 repeats failed requests: metrics of the router count what is left")
                    .contains("metrics of the pods");
        });
    }

    @Test
    void ruleOfAnotherServiceAndARuleWithoutAttemptsAreNone() {
        assertThat(warnings(ROUTE)).isEmpty();
        assertThat(warnings(ROUTE.replace("port: 80}]}", "port: 80}], retry: {attempts: 0}}")))
                .isEmpty();
        assertThat(warnings(ROUTE + "  - {backendRefs: [{name: other, port: 80}], retry: {attempts: 2}}\n"))
                .isEmpty();
    }

    @Test
    void virtualServiceRepeatsWhereItSaysSo() {
        String service = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: web, namespace: shop}
            spec:
              http:
              - {name: main, retries: {attempts: %s}, route: [{destination: {host: web, port: {number: 80}}}]}
            """;
        assertThat(warnings(service.formatted(2)))
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).startsWith("http route 'main' repeats"));
        assertThat(warnings(service.formatted(0))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: web}]",
                "targetRef: {group: gateway.networking.k8s.io, kind: HTTPRoute, name: web}",
                "targetRefs: [{kind: HTTPRoute, name: other}, {kind: Gateway, name: edge}]"
            })
    void policyOfTheRouteOrOfItsGatewayIsNamed(String targets) {
        assertThat(warnings(ROUTE, policy(targets, "{numRetries: 3}")))
                .singleElement()
                .satisfies(warning ->
                        assertThat(warning.where()).isEqualTo("BackendTrafficPolicy.gateway.envoyproxy.io/shop/again"));
    }

    @Test
    void policyOfAnotherRouteAndAPolicyWithoutRetriesAreNone() {
        String route = "targetRefs: [{kind: HTTPRoute, name: web}]";
        assertThat(warnings(ROUTE, policy("targetRefs: [{kind: HTTPRoute, name: other}]", "{numRetries: 3}")))
                .isEmpty();
        assertThat(warnings(ROUTE, policy(route, "{numRetries: 0}"))).isEmpty();
        assertThat(warnings(ROUTE, policy(route, "null"))).isEmpty();
    }

    private static String policy(String targets, String retry) {
        return """
            apiVersion: gateway.envoyproxy.io/v1alpha1
            kind: BackendTrafficPolicy
            metadata: {name: again, namespace: shop}
            spec:
              %s
              retry: %s
            """.formatted(targets, retry);
    }

    private static List<Problem> warnings(String route, String... others) {
        List<Manifest> bundle = Stream.concat(Stream.of(route), Stream.of(others))
                .map(RetriesTests::manifest)
                .toList();
        Manifest shifted = bundle.getFirst();
        Trial.Body body = new Trial.Body(shifted.groupKind() + "/shop/web", shifted.apiVersion(), null, shifted.tree());
        return Retries.of(Bundles.request(bundle), new Trial.Shift.Routes(List.of(body), WEB));
    }

    private static Manifest manifest(String yaml) {
        Map<String, Object> tree = new Yaml().load(yaml);
        return new Manifest(tree);
    }
}
