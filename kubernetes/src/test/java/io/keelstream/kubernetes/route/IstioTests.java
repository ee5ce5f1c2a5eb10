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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class IstioTests {

    private static final Backend WEB = new Backend("", "Service", "shop", "web", null);
    private static final List<Arm> ARMS = List.of(new Arm("web-canary", 5), new Arm("web-baseline", 5));

    @Test
    void onlyDestinationIsSplitIntoPercentAndEverythingElseStays() {
        Manifest split = route("""
                hosts: [web.example.com]
                gateways: [edge]
                http:
                - name: old
                  match: [{uri: {prefix: /old}}]
                  redirect: {uri: /}
                - name: main
                  timeout: 5s
                  retries: {attempts: 2}
                  mirror: {host: recorder}
                  route:
                  - destination: {host: web}
                    headers: {response: {remove: [x]}}
                """).split(WEB, "shop", ARMS);

        assertThat(split.spec()).isEqualTo(manifest("""
                hosts: [web.example.com]
                gateways: [edge]
                http:
                - name: old
                  match: [{uri: {prefix: /old}}]
                  redirect: {uri: /}
                - name: main
                  timeout: 5s
                  retries: {attempts: 2}
                  mirror: {host: recorder}
                  route:
                  - {destination: {host: web}, headers: {response: {remove: [x]}}, weight: 90}
                  - {destination: {host: web-canary}, headers: {response: {remove: [x]}}, weight: 5}
                  - {destination: {host: web-baseline}, headers: {response: {remove: [x]}}, weight: 5}
                """).spec());
    }

    @Test
    void otherDestinationsKeepTheirShareAndOneWithoutAWeightGetsNothing() {
        Manifest split = route("""
                tls:
                - match: [{sniHosts: [web.example.com]}]
                  route:
                  - {destination: {host: web.shop.svc.cluster.local, port: {number: 443}}, weight: 90}
                  - {destination: {host: archive, port: {number: 443}}, weight: 10}
                  - {destination: {host: idle}}
                """).split(new Backend("", "Service", "shop", "web", 443), "shop", ARMS);

        assertThat(weights(split, "tls", 0))
                .containsExactly(
                        Map.entry("web.shop.svc.cluster.local", 8_100L),
                        Map.entry("web-canary.shop.svc.cluster.local", 450L),
                        Map.entry("web-baseline.shop.svc.cluster.local", 450L),
                        Map.entry("archive", 1_000L),
                        Map.entry("idle", 0L));
    }

    @Test
    void tcpRoutesAndRoutesToOthersStay() {
        WeightedRoute route = route("""
                http:
                - route: [{destination: {host: web}}]
                - route: [{destination: {host: archive}}]
                tcp:
                - route: [{destination: {host: web}}]
                """);

        Manifest split = route.split(WEB, "shop", ARMS);

        assertThat(weights(split, "http", 1)).containsExactly(Map.entry("archive", -1L));
        assertThat(split.spec().get("tcp")).isEqualTo(route.manifest().spec().get("tcp"));
    }

    @ParameterizedTest
    @CsvSource({
        "web, shop, true",
        "web, other, false",
        "web.shop.svc.cluster.local, other, true",
        "web.shop.svc.example.org, other, true",
        "web.other.svc.cluster.local, shop, false",
        "web.shop, shop, false",
        "web.example.com, shop, false"
    })
    void hostWithoutADotIsAServiceOfTheRoutesNamespace(String host, String namespace, boolean isWeb) {
        WeightedRoute route = route("http: [{route: [{destination: {host: " + host + "}}]}]\n");

        assertThat(route.backends(namespace))
                .singleElement()
                .satisfies(each -> assertThat(each.isService("shop", "web")).isEqualTo(isWeb));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            [{name: main, route: [{destination: {host: web, subset: v1}}]}] | http route 'main' names subset 'v1' of web, and the copies have Services of their own without subsets; let the Service select the pods of the workload alone, and remove the subset
            [{route: [{destination: {host: web}}], mirror: {host: web}}] | http route 1 mirrors requests to web, which only the running version would get; remove the mirror
            [{route: [{destination: {host: web}}]}, {route: [{destination: {host: a}}], mirrors: [{destination: {host: web}}]}] | http route 2 mirrors requests to web, which only the running version would get; remove the mirror
            [{route: [{destination: {host: web}, weight: 1}, {destination: {host: web}, weight: 1}]}] | http route 1 names backend web 2 times; name it once
            [{route: [{destination: {host: web}, weight: 21474836}, {destination: {host: a}, weight: 1}]}] | http route 1 has weights of more than 21474836 together; a part of one cannot be written exactly, use smaller weights of the same proportion
            [{route: [{destination: {host: web}}, {destination: {host: a}}]}] | http route 1 gives no weight to any backend
            [{delegate: {name: inner}}] | no rule names backend web
            """)
    void whatCannotBeSplitIsNamedAndRefused(String http, String expected) {
        WeightedRoute route = route("http: " + http + "\n");

        assertThat(route.obstacle(WEB, "shop", 2)).contains(expected);
        assertThatThrownBy(() -> route.split(WEB, "shop", ARMS)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void delegatesAreNamedWithTheirNamespace() {
        Manifest route = route("http: [{delegate: {name: inner}}, {delegate: {name: other, namespace: team}}]\n")
                .manifest();

        assertThat(RouteApi.of(route).delegates(route, "shop")).containsExactly("shop/inner", "team/other");
    }

    /** 500 routes: proportions hold exactly, weights fit, and the manifest is untouched. */
    @Test
    void splittingKeepsProportionsExactly() {
        SplittableRandom random = new SplittableRandom(7);
        for (int run = 0; run < 500; run++) {
            int others = random.nextInt(4);
            List<Object> references = new ArrayList<>();
            references.add(reference("web", 1 + random.nextInt(1_000_000)));
            for (int i = 0; i < others; i++) {
                references.add(reference("other-" + i, random.nextInt(1_000_000)));
            }
            WeightedRoute route = new WeightedRoute(new Manifest(new LinkedHashMap<>(Map.of(
                    "apiVersion",
                    "networking.istio.io/v1",
                    "kind",
                    "VirtualService",
                    "spec",
                    Map.of("http", List.of(new LinkedHashMap<>(Map.of("route", references))))))));
            Manifest before = route.manifest().copy();
            int canary = random.nextInt(101);
            int baseline = random.nextInt(101 - canary);

            Manifest split =
                    route.split(WEB, "shop", List.of(new Arm("web-canary", canary), new Arm("web-baseline", baseline)));

            assertThat(route.manifest()).isEqualTo(before);
            List<Map.Entry<String, Long>> weights = weights(split, "http", 0);
            long share = weights.get(0).getValue()
                    + weights.get(1).getValue()
                    + weights.get(2).getValue();
            assertThat(weights.get(1).getValue() * 100).isEqualTo(share * canary);
            assertThat(weights.get(2).getValue() * 100).isEqualTo(share * baseline);
            List<Map.Entry<String, Long>> original = weights(before, "http", 0);
            for (int i = 0; i < others; i++) {
                assertThat(weights.get(3 + i).getValue() * original.getFirst().getValue())
                        .isEqualTo(original.get(1 + i).getValue() * share);
            }
            assertThat(weights.stream().mapToLong(Map.Entry::getValue).sum()).isBetween(1L, (long) Integer.MAX_VALUE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{observedGeneration: '2', validationMessages: [{level: ERROR, type: {code: IST0101}}]}",
                "{observedGeneration: 3, validationMessages: [{level: WARNING, type: {code: IST0101}}]}",
                "{conditions: [{type: Reconciled, status: 'False', observedGeneration: '2'}]}",
                "{conditions: [{type: Reconciled, status: 'True', observedGeneration: '3'}]}"
            })
    void silenceAndWhatIsSaidOfAnOlderGenerationAreNoObjection(String status) {
        Manifest live = manifest("hosts: [a]\n", status);

        assertThat(RouteApi.of(live).status(live)).isEqualTo(new RouteStatus(true, "", ""));
    }

    @Test
    void errorThatIstioReportsOfTheLiveGenerationIsAnObjection() {
        Manifest live = manifest("hosts: [a]\n", """
                observedGeneration: '3'
                validationMessages:
                - {level: ERROR, type: {code: IST0101, name: ReferencedResourceNotFound}}
                conditions: [{type: Reconciled, status: 'False', message: 2 of 3 proxies}]
                """);

        assertThat(RouteApi.of(live).status(live).missing())
                .isEqualTo("Istio reports IST0101 (ReferencedResourceNotFound); Reconciled is False (2 of 3 proxies)");
    }

    private static Map<String, Object> reference(String host, int weight) {
        return new LinkedHashMap<>(Map.of("destination", Map.of("host", host), "weight", (long) weight));
    }

    private static WeightedRoute route(String spec) {
        return new WeightedRoute(manifest(spec));
    }

    private static Manifest manifest(String spec) {
        return manifest(spec, "{}");
    }

    private static Manifest manifest(String spec, String status) {
        String yaml = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web, generation: 3}\n"
                + "spec:\n" + spec.indent(2) + "status:\n" + status.indent(2);
        return new Manifest(Json.readObject(Json.write(new Yaml().load(yaml))));
    }

    /** Host and weight of each destination; -1 where none is written. */
    private static List<Map.Entry<String, Long>> weights(Manifest route, String protocol, int index) {
        return Manifest.list(
                        Manifest.map(Manifest.list(route.spec().get(protocol)).get(index))
                                .get("route"))
                .stream()
                .map(Manifest::map)
                .map(each -> Map.entry(
                        String.valueOf(Manifest.map(each.get("destination")).get("host")),
                        each.get("weight") instanceof Long weight ? weight : -1L))
                .toList();
    }
}
