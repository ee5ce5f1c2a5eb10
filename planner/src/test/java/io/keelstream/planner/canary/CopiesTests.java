package io.keelstream.planner.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.Trial;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.sample.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a copy keeps, and what it changes. */
class CopiesTests {

    private static final Manifest DEPLOYMENT = Samples.manifest("""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {team: shop}, annotations: {keelstream.io/wave: "2", prometheus.io/scrape: "true"}}
        spec:
          paused: true
          minReadySeconds: 5
          selector: {matchLabels: {app: web}}
          template:
            metadata: {creationTimestamp: null, labels: {app: web}}
            spec:
              containers: [{name: web}]
              affinity:
                podAntiAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution:
                    - {topologyKey: zone, labelSelector: {matchLabels: {app: web}}}
                    - {topologyKey: zone, labelSelector: {matchLabels: {app: database}}}
              topologySpreadConstraints:
                - labelSelector: {matchExpressions: [{key: app, operator: In, values: [web, shop]}]}
        """);

    private static final Manifest SERVICE = Samples.manifest("""
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          labels: {app: web}
          annotations: {prometheus.io/port: "80", external-dns.alpha.kubernetes.io/hostname: shop.example.com}
        spec:
          type: LoadBalancer
          selector: {app: web}
          ports: [{name: http, port: 80, targetPort: http, nodePort: 30080, appProtocol: http}]
        """);

    @Test
    void spreadConstraintsOfACopySelectItsOwnPods() {
        // When
        Manifest canary = new Manifest(copies().canary(2, Set.of()).deployment().body());

        // Then
        Map<String, Object> pod = Manifest.map(canary.at("spec", "template", "spec"));
        assertThat(pod.get("affinity").toString()).contains("app=web-canary").contains("app=database");
        assertThat(pod.get("topologySpreadConstraints").toString()).contains("[web-canary, shop]");
    }

    @Test
    void onlyServicesThatSelectThePodsByTheLabelAreCopied() {
        // Given
        List<Manifest> beside = Samples.manifests("""
            {apiVersion: v1, kind: Service, metadata: {name: metrics}, spec: {selector: {app: web}, ports: [{port: 9}]}}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: other}, spec: {selector: {app: shop}, ports: [{port: 9}]}}
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: database}
            spec:
              podSelector: {matchLabels: {app: database}}
              ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: unrelated}
            spec: {podSelector: {matchLabels: {app: shop}}}
            ---
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: web}
            spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
            """);
        List<Manifest> bundle = new ArrayList<>(List.of(DEPLOYMENT, SERVICE));
        bundle.addAll(beside);
        TrialRequest request = Bundles.request(bundle);

        // When
        List<Trial.Body> attached = new Copies(request, Bundles.workload(request), DEPLOYMENT, SERVICE, "app")
                .running(Track.BASELINE, 2)
                .attached();

        // Then
        assertThat(attached)
                .extracting(Trial.Body::reference)
                .containsExactly(
                        "Service/shop/web-baseline",
                        "Service/shop/metrics-baseline",
                        "NetworkPolicy.networking.k8s.io/shop/database-baseline");
        assertThat(attached.getLast().body().get("spec").toString())
                .contains("app=database}")
                .contains("app=web-baseline}");
    }

    @Test
    void whatAttachesToTheServiceByItsNameIsCopiedForThatOfTheCopy() {
        // Given
        List<Manifest> bundle = new ArrayList<>(List.of(DEPLOYMENT, SERVICE));
        bundle.addAll(Samples.manifests("""
            apiVersion: gateway.networking.k8s.io/v1
            kind: BackendTLSPolicy
            metadata: {name: tls}
            spec:
              targetRefs: [{group: "", kind: Service, name: web, sectionName: http}, {group: "", kind: Service, name: api}]
              validation: {hostname: web}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: ReferenceGrant
            metadata: {name: edge}
            spec:
              from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge}]
              to: [{group: "", kind: Service, name: web}]
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: ReferenceGrant
            metadata: {name: all}
            spec:
              from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge}]
              to: [{group: "", kind: Service}]
            ---
            apiVersion: policies.example.com/v1
            kind: Limit
            metadata: {name: limit}
            spec: {targetRef: {kind: Service, name: web}, most: 5}
            ---
            apiVersion: autoscaling.k8s.io/v1
            kind: VerticalPodAutoscaler
            metadata: {name: web}
            spec: {targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
            """));
        TrialRequest request = Bundles.request(bundle);

        // When
        List<Trial.Body> attached = new Copies(request, Bundles.workload(request), DEPLOYMENT, SERVICE, "app")
                .canary(2, Set.of())
                .attached();

        // Then
        assertThat(attached)
                .extracting(Trial.Body::reference)
                .containsExactly(
                        "Service/shop/web-canary",
                        "BackendTLSPolicy.gateway.networking.k8s.io/shop/tls-canary",
                        "ReferenceGrant.gateway.networking.k8s.io/shop/edge-canary",
                        "Limit.policies.example.com/shop/limit-canary");
        assertThat(attached.subList(1, 4))
                .extracting(body -> new Manifest(body.body()).spec())
                .containsExactly(
                        Map.of(
                                "targetRefs",
                                List.of(Map.of(
                                        "group", "", "kind", "Service", "name", "web-canary", "sectionName", "http")),
                                "validation",
                                Map.of("hostname", "web")),
                        Map.of(
                                "from",
                                List.of(Map.of(
                                        "group",
                                        "gateway.networking.k8s.io",
                                        "kind",
                                        "HTTPRoute",
                                        "namespace",
                                        "edge")),
                                "to",
                                List.of(Map.of("group", "", "kind", "Service", "name", "web-canary"))),
                        Map.of("targetRef", Map.of("kind", "Service", "name", "web-canary"), "most", 5L));
    }

    @Test
    void copyKeepsThePodTemplateAndLosesOurAnnotations() {
        // When
        Manifest baseline =
                new Manifest(copies().running(Track.BASELINE, 3).deployment().body());

        // Then
        assertThat(baseline.at("spec", "minReadySeconds")).isEqualTo(5L);
        assertThat(baseline.spec()).doesNotContainKey("paused");
        assertThat(baseline.annotation("keelstream.io/wave")).isNull();
        assertThat(Manifest.map(baseline.at("spec", "template", "metadata"))).containsOnlyKeys("labels");
    }

    @Test
    void serviceOfACopyHasAClusterIpAndNoExternalName() {
        // When
        Manifest service =
                new Manifest(copies().canary(2, Set.of()).attached().getFirst().body());

        // Then
        assertThat(service.spec())
                .isEqualTo(Map.of(
                        "type", "ClusterIP",
                        "selector", Map.of("app", "web-canary"),
                        "ports",
                                List.of(Map.of(
                                        "name", "http", "port", 80L, "targetPort", "http", "appProtocol", "http"))));
        assertThat(service.annotation("prometheus.io/port")).isEqualTo("80");
        assertThat(service.annotation("external-dns.alpha.kubernetes.io/hostname"))
                .isNull();
        assertThat(service.label("app")).isEqualTo("web");
    }

    @Test
    void serviceOfACopyHasEveryPortOfTheOriginal() {
        // Given
        Manifest several = Samples.manifest("""
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec:
              type: NodePort
              selector: {app: web}
              ports:
                - {name: http, port: 80, targetPort: http, nodePort: 30080}
                - {name: grpc, port: 9000, targetPort: 9000, appProtocol: kubernetes.io/h2c, nodePort: 30090}
                - {name: dns, port: 53, protocol: UDP, nodePort: 30053}
            """);
        TrialRequest request = Bundles.request(List.of(DEPLOYMENT, several));
        Copies copies = new Copies(request, Bundles.workload(request), DEPLOYMENT, several, "app");

        // When
        Manifest service =
                new Manifest(copies.canary(2, Set.of()).attached().getFirst().body());

        // Then
        assertThat(service.spec().get("ports"))
                .isEqualTo(List.of(
                        Map.of("name", "http", "port", 80L, "targetPort", "http"),
                        Map.of("name", "grpc", "port", 9000L, "targetPort", 9000L, "appProtocol", "kubernetes.io/h2c"),
                        Map.of("name", "dns", "port", 53L, "protocol", "UDP")));
    }

    @Test
    void copyHasTheLabelsOfTheWorkloadAndItsAnnotationsForScraping() {
        for (Trial.Copy copy : List.of(copies().canary(2, Set.of()), copies().running(Track.BASELINE, 2))) {
            Manifest deployment = new Manifest(copy.deployment().body());
            assertThat(deployment.label("team")).isEqualTo("shop");
            assertThat(deployment.annotation("prometheus.io/scrape")).isEqualTo("true");
            assertThat(deployment.annotation("keelstream.io/wave")).isNull();
        }
    }

    private static Copies copies() {
        TrialRequest request = Bundles.request(List.of(DEPLOYMENT, SERVICE));
        return new Copies(request, Bundles.workload(request), DEPLOYMENT, SERVICE, "app");
    }
}
