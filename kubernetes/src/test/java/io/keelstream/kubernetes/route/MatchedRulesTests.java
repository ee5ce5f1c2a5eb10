package io.keelstream.kubernetes.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.route.MostSpecificRule.Request;
import io.keelstream.kubernetes.route.WeightedRoute.Arm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class MatchedRulesTests {

    private static final Backend WEB = new Backend("", "Service", "shop", "web", 80);
    private static final List<Arm> ARMS = List.of(new Arm("web-canary", 5), new Arm("web-baseline", 5));
    private static final HeaderMatch ALWAYS = new HeaderMatch("X-Canary", "always", false);
    private static final HeaderMatch FIREFOX = new HeaderMatch("User-Agent", ".*Firefox.*", true);

    @ParameterizedTest
    @ValueSource(strings = {"HTTPRoute", "GRPCRoute"})
    void requestsWithOneOfTheHeadersGoToTheCanaryAloneUnderTheWholeRule(String kind) {
        // Given
        WeightedRoute route = route(kind, """
                - backendRefs: [{name: other, port: 80}]
                - name: main
                  matches: [{path: {type: PathPrefix, value: /api}}, {headers: [{name: x-team, value: a}]}]
                  timeouts: {request: 5s}
                  backendRefs: [{name: web, port: 80, weight: 9}, {name: archive, port: 80, weight: 1}]
                """);

        // When
        Manifest split = route.split(WEB, "shop", ARMS, List.of(ALWAYS, FIREFOX));

        // Then
        assertThat(split.spec()).isEqualTo(route(kind, """
                - backendRefs: [{name: other, port: 80}]
                - name: main
                  matches: [{path: {type: PathPrefix, value: /api}}, {headers: [{name: x-team, value: a}]}]
                  timeouts: {request: 5s}
                  backendRefs:
                  - {name: web, port: 80, weight: 810}
                  - {name: web-canary, port: 80, weight: 45}
                  - {name: web-baseline, port: 80, weight: 45}
                  - {name: archive, port: 80, weight: 100}
                - name: main-matched
                  matches:
                  - path: {type: PathPrefix, value: /api}
                    headers: [{name: X-Canary, type: Exact, value: always}]
                  - path: {type: PathPrefix, value: /api}
                    headers: [{name: User-Agent, type: RegularExpression, value: .*Firefox.*}]
                  - headers: [{name: x-team, value: a}, {name: X-Canary, type: Exact, value: always}]
                  - headers: [{name: x-team, value: a}, {name: User-Agent, type: RegularExpression, value: .*Firefox.*}]
                  timeouts: {request: 5s}
                  backendRefs: [{name: web-canary, port: 80}]
                """).manifest().spec());
    }

    /** A header more makes its copy as specific as the rule of another team, which comes first in Git or not. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void ruleThatIsAsSpecificAsACopyKeepsItsRequests(int place) {
        List<String> rules = new ArrayList<>(List.of("- {name: main, backendRefs: [{name: web, port: 80}]}\n"));
        rules.add(
                place,
                "- {name: b, matches: [{headers: [{name: x, value: b}]}], backendRefs: [{name: b, port: 80}]}\n");

        Manifest split = route("HTTPRoute", String.join("", rules)).split(WEB, "shop", ARMS, List.of(ALWAYS));

        Request both = new Request("/", "GET", Map.of("x", "b", "X-Canary", "always"), Map.of());
        assertThat(MostSpecificRule.of(split, both).orElseThrow()).containsEntry("name", "b");
    }

    @Test
    void ruleThatMatchesEverythingIsNarrowedToTheHeader() {
        Manifest split = route("HTTPRoute", "- backendRefs: [{name: web, port: 80}]\n")
                .split(WEB, "shop", ARMS, List.of(ALWAYS));

        assertThat(Manifest.map(Manifest.list(split.spec().get("rules")).getLast())
                        .get("matches"))
                .isEqualTo(new Yaml().load("[{headers: [{name: X-Canary, type: Exact, value: always}]}]"));
    }

    @Test
    void virtualServiceIsCopiedByHttpRouteWithNamesInLowerCase() {
        // Given
        WeightedRoute route = virtualService("""
                http:
                - match: [{uri: {prefix: /old}}]
                  redirect: {uri: /}
                - name: main
                  match: [{uri: {prefix: /api}, headers: {x-team: {exact: a}}}]
                  retries: {attempts: 2}
                  route: [{destination: {host: web, port: {number: 80}}, headers: {response: {remove: [x]}}}]
                """);

        // When
        Manifest split = route.split(WEB, "shop", List.of(new Arm("web-canary", 20)), List.of(ALWAYS, FIREFOX));

        // Then
        assertThat(split.spec()).isEqualTo(virtualService("""
                http:
                - match: [{uri: {prefix: /old}}]
                  redirect: {uri: /}
                - name: main-matched
                  match:
                  - {uri: {prefix: /api}, headers: {x-team: {exact: a}, x-canary: {exact: always}}}
                  - {uri: {prefix: /api}, headers: {x-team: {exact: a}, user-agent: {regex: .*Firefox.*}}}
                  retries: {attempts: 2}
                  route: [{destination: {host: web-canary, port: {number: 80}}, headers: {response: {remove: [x]}}}]
                - name: main
                  match: [{uri: {prefix: /api}, headers: {x-team: {exact: a}}}]
                  retries: {attempts: 2}
                  route:
                  - {destination: {host: web, port: {number: 80}}, headers: {response: {remove: [x]}}, weight: 80}
                  - {destination: {host: web-canary, port: {number: 80}}, headers: {response: {remove: [x]}}, weight: 20}
                """).manifest().spec());
    }

    @Test
    void ruleThatGivesTheWorkloadNoTrafficIsNotCopied() {
        WeightedRoute route = route("HTTPRoute", """
                - backendRefs: [{name: web, port: 80, weight: 0}, {name: archive, port: 80}]
                """);

        assertThat(Manifest.list(
                        route.split(WEB, "shop", ARMS, List.of(ALWAYS)).spec().get("rules")))
                .hasSize(1);
    }

    @Test
    void routeWithoutHeadersToMatchIsSplitAsBefore() {
        WeightedRoute route = route("HTTPRoute", "- backendRefs: [{name: web, port: 80}]\n");

        assertThat(route.split(WEB, "shop", ARMS, List.of())).isEqualTo(route.split(WEB, "shop", ARMS));
        assertThat(route.unmatchable(WEB, "shop", List.of())).isEmpty();
    }

    @Test
    void ruleThatMatchesTheHeaderItselfIsNamedAndRefused() {
        assertThat(route("HTTPRoute", """
                - backendRefs: [{name: other, port: 80}]
                - matches: [{headers: [{name: x-canary, value: never}]}]
                  backendRefs: [{name: web, port: 80}]
                """).unmatchable(WEB, "shop", List.of(ALWAYS)))
                .contains("rule 2 matches header x-canary itself, and one match cannot ask for a header twice; match"
                        + " another header");
        assertThat(virtualService("""
                http:
                - match: [{headers: {x-canary: {exact: never}}}]
                  route: [{destination: {host: web, port: {number: 80}}}]
                """).unmatchable(WEB, "shop", List.of(ALWAYS)))
                .contains(
                        "http route 1 matches header x-canary itself, and one match cannot ask for a header twice; match"
                                + " another header");
    }

    @Test
    void tlsRouteSeesNoHeaders() {
        assertThat(virtualService("""
                tls:
                - match: [{sniHosts: [web.example.com]}]
                  route: [{destination: {host: web, port: {number: 80}}}]
                """).unmatchable(WEB, "shop", List.of(ALWAYS)))
                .contains("tls route 1 sees no headers, because it does not decrypt; remove the match, or use an http"
                        + " route");
    }

    /** A match that asks for nothing else would send all requests to the canary. */
    @ParameterizedTest
    @ValueSource(strings = {"uri", "Scheme", "method", "authority"})
    void headerThatIstioIgnoresIsRefused(String name) {
        assertThat(virtualService("""
                http:
                - route: [{destination: {host: web, port: {number: 80}}}]
                """).unmatchable(WEB, "shop", List.of(new HeaderMatch(name, "always", false))))
                .contains("http route 1 cannot match header " + name
                        + ", because Istio ignores headers of that name, so all"
                        + " requests would match; match another header");
    }

    @Test
    void limitsOfARouteAreThoseOfTheGatewayApi() {
        assertThat(route("HTTPRoute", rules(8, 1)).unmatchable(WEB, "shop", List.of(ALWAYS)))
                .isEmpty();
        assertThat(route("HTTPRoute", rules(9, 1)).unmatchable(WEB, "shop", List.of(ALWAYS)))
                .contains(
                        "it would have 18 rules with those for matched requests, and a route has at most 16; split the"
                                + " route");
        assertThat(route("HTTPRoute", rules(1, 32)).unmatchable(WEB, "shop", List.of(ALWAYS, FIREFOX)))
                .isEmpty();
        assertThat(route("HTTPRoute", rules(1, 33)).unmatchable(WEB, "shop", List.of(ALWAYS, FIREFOX)))
                .contains("a rule would have 66 matches, and 64 are possible; match fewer headers, or split the rule");
        assertThat(route("HTTPRoute", rules(2, 32)).unmatchable(WEB, "shop", List.of(ALWAYS)))
                .isEmpty();
        assertThat(route("HTTPRoute", rules(3, 22)).unmatchable(WEB, "shop", List.of(ALWAYS)))
                .contains(
                        "its rules would have 132 matches together, and 128 are possible; match fewer headers, or split"
                                + " the route");
        assertThat(route(
                                "HTTPRoute",
                                "- matches: [{headers: [" + items(16, "{name: h%d, value: a}")
                                        + "]}]\n  backendRefs: [{name: web, port: 80}]\n")
                        .unmatchable(WEB, "shop", List.of(ALWAYS)))
                .contains("rule 1 matches 16 headers, which is the most; one more is needed");
    }

    private static String rules(int count, int matches) {
        return ("- matches: [" + items(matches, "{path: {value: /%d}}") + "]\n  backendRefs: [{name: web, port: 80}]\n")
                .repeat(count);
    }

    private static String items(int count, String item) {
        return IntStream.range(0, count).mapToObj(item::formatted).collect(Collectors.joining(", "));
    }

    private static WeightedRoute route(String kind, String rules) {
        return manifest(
                "apiVersion: gateway.networking.k8s.io/v1\nkind: " + kind + "\nspec:\n  rules:\n" + rules.indent(2));
    }

    private static WeightedRoute virtualService(String spec) {
        return manifest("apiVersion: networking.istio.io/v1\nkind: VirtualService\nspec:\n" + spec.indent(2));
    }

    private static WeightedRoute manifest(String yaml) {
        return new WeightedRoute(new Manifest(Json.readObject(Json.write(new Yaml().load(yaml)))));
    }
}
