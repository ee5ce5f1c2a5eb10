package io.keelstream.planner.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.Router;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.sample.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What of others would not hold for the copies, and what would. */
class ForeignAttachmentsTests {

    private static final Manifest DEPLOYMENT = Samples.manifest("""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web, tier: front}}
          template: {metadata: {labels: {app: web, tier: front}}, spec: {containers: [{name: web}]}}
        """);

    private static final Manifest SERVICE = Samples.manifest("""
        {apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: web}, ports: [{port: 80}]}}
        """);

    @Test
    void policyThatTellsTheCopiesApartStandsInTheWay() {
        assertThat(namesOf("""
            {name: by-label, namespace: shop}
            spec: {podSelector: {matchLabels: {app: web}}}
            ---
            {name: by-expression, namespace: shop}
            spec: {podSelector: {matchExpressions: [{key: app, operator: In, values: [web, api]}]}}
            ---
            {name: all-others, namespace: shop}
            spec: {podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}}
            ---
            {name: as-peer, namespace: shop}
            spec: {podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}
            ---
            {name: as-peer, namespace: data}
            spec:
              podSelector: {}
              ingress:
                - from: [{namespaceSelector: {matchLabels: {team: shop}}, podSelector: {matchLabels: {app: web}}}]
            """))
                .containsExactly(
                        "NetworkPolicy.networking.k8s.io/shop/by-label",
                        "NetworkPolicy.networking.k8s.io/shop/by-expression",
                        "NetworkPolicy.networking.k8s.io/shop/all-others",
                        "NetworkPolicy.networking.k8s.io/shop/as-peer",
                        "NetworkPolicy.networking.k8s.io/data/as-peer");
    }

    @Test
    void policyThatHoldsForTheCopiesTooDoesNot() {
        assertThat(namesOf("""
            {name: deny-all, namespace: shop}
            spec: {podSelector: {}}
            ---
            {name: by-another-label, namespace: shop}
            spec: {podSelector: {matchLabels: {tier: front}}}
            ---
            {name: of-other-pods, namespace: shop}
            spec: {podSelector: {matchLabels: {app: web, tier: back}}}
            ---
            {name: of-pods-there, namespace: data}
            spec: {podSelector: {matchLabels: {app: web}}}
            ---
            {name: from-elsewhere, namespace: data}
            spec:
              podSelector: {}
              ingress:
                - from: [{namespaceSelector: {matchLabels: {team: play}}, podSelector: {matchLabels: {app: web}}}]
            ---
            {name: left-by-a-trial, namespace: shop, labels: {keelstream.io/track: canary}}
            spec: {podSelector: {matchLabels: {app: web-canary}}}
            """)).isEmpty();
    }

    @Test
    void policyOfTheTargetIsCopiedInTheNamespaceOfTheWorkloadAlone() {
        // Given
        Manifest own = policy("{name: own, namespace: shop}\nspec: {podSelector: {matchLabels: {app: web}}}");
        Manifest elsewhere = policy("""
            {name: own, namespace: data}
            spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}]}]}
            """);

        // When
        List<Problem> problems = problems(List.of(own, elsewhere), List.of(own, elsewhere));

        // Then
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo("NetworkPolicy.networking.k8s.io/data/own");
            assertThat(problem.message()).endsWith("select by another label of these pods");
        });
    }

    @Test
    void podMonitorChoosesItsNamespacesInItsOwnWay() {
        List<Manifest> live = Samples.manifests("""
            apiVersion: monitoring.coreos.com/v1
            kind: PodMonitor
            metadata: {name: any, namespace: monitoring}
            spec: {namespaceSelector: {any: true}, selector: {matchLabels: {app: web}}}
            ---
            apiVersion: monitoring.coreos.com/v1
            kind: PodMonitor
            metadata: {name: named, namespace: monitoring}
            spec: {namespaceSelector: {matchNames: [play, shop]}, selector: {matchLabels: {app: web}}}
            ---
            apiVersion: monitoring.coreos.com/v1
            kind: PodMonitor
            metadata: {name: other, namespace: monitoring}
            spec: {namespaceSelector: {matchNames: [play]}, selector: {matchLabels: {app: web}}}
            ---
            apiVersion: monitoring.coreos.com/v1
            kind: PodMonitor
            metadata: {name: itself, namespace: monitoring}
            spec: {namespaceSelector: {}, selector: {matchLabels: {app: web}}}
            """);

        assertThat(problems(List.of(), live))
                .extracting(Problem::where)
                .containsExactly(
                        "PodMonitor.monitoring.coreos.com/monitoring/any",
                        "PodMonitor.monitoring.coreos.com/monitoring/named");
    }

    @Test
    void whatAttachesToTheServiceByItsNameStandsInTheWay() {
        List<Manifest> live = Samples.manifests("""
            apiVersion: gateway.networking.k8s.io/v1
            kind: BackendTLSPolicy
            metadata: {name: tls, namespace: shop}
            spec: {targetRefs: [{group: "", kind: Service, name: web}], validation: {hostname: web}}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: BackendTLSPolicy
            metadata: {name: other, namespace: shop}
            spec: {targetRefs: [{group: "", kind: Service, name: api}], validation: {hostname: api}}
            """);

        assertThat(problems(List.of(), live)).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo("BackendTLSPolicy.gateway.networking.k8s.io/shop/tls");
            assertThat(problem.message())
                    .isEqualTo("says how clients reach Service web and is not this target's, so the Services of the"
                            + " copies would be reached in another way; add it to this target");
        });
    }

    /** The policies that stand in the way; each text begins with the metadata. */
    private static List<String> namesOf(String policies) {
        List<Manifest> live = new ArrayList<>();
        for (String each : policies.split("---\n", -1)) {
            live.add(policy(each));
        }
        return problems(List.of(), live).stream().map(Problem::where).toList();
    }

    private static Manifest policy(String metadataAndSpec) {
        return Samples.manifest("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: " + metadataAndSpec);
    }

    private static List<Problem> problems(List<Manifest> bundled, List<Manifest> live) {
        List<Manifest> bundle = new ArrayList<>(List.of(DEPLOYMENT, SERVICE));
        bundle.addAll(bundled);
        TrialRequest request = Bundles.request(bundle, Router.GATEWAY_API);
        Workload workload = Bundles.workload(request);
        Copies copies = new Copies(request, workload, DEPLOYMENT, SERVICE, "app");
        Trial.Body resting = new Trial.Body(workload.reference().toString(), "apps/v1", null, DEPLOYMENT.tree());
        Trial trial = new Trial(
                new Trial.Stable(workload.reference().toString(), "web-.*", 4, resting),
                copies.canary(2, Set.of()),
                null,
                new Trial.Shift.Routes(List.of(), new Trial.Backend("", "Service", "shop", "web", 80)),
                List.of(),
                List.of(),
                CanaryRules.DEFAULT);
        return new ForeignAttachments(request, trial, workload, Map.of("team", "shop")).problems(live);
    }
}
