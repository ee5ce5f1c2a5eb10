package io.keelstream.e2e.drift;

import static io.keelstream.e2e.drift.DriftWorld.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.drift.DriftKind;
import io.keelstream.contracts.drift.DriftResolved.Cause;
import io.keelstream.contracts.drift.DriftedField;
import io.keelstream.contracts.drift.DriftedField.Change;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.Drift;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is drift and what is not, said by the server's own bookkeeping. */
@EachCluster
class WhatIsDriftTests {

    private static final TargetPolicy POLICY = TargetPolicy.DEFAULT;

    private static final String DEPLOYMENT = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
                - {name: app, image: "web:1", resources: {requests: {cpu: "0.1"}}}
        """;
    private static final String CONFIG =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {colour: blue, size: small}}";

    private static DriftWorld world;

    @BeforeAll
    static void start() {
        world = DriftWorld.start();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void commitThatAcceptsAChangeIsNotReportedAsReverted() throws Exception {
        // Given
        String reported =
                CONFIG.replace("{name: settings}", "{name: settings, annotations: {keelstream.io/drift: report}}");
        world.release("accepted", POLICY, reported);
        world.patch("ConfigMap/accepted/settings", "kubectl-edit", "{data: {colour: red}}");
        world.awaitDrift("accepted", "ConfigMap/accepted/settings", "/data/colour");

        // When
        world.releaseToldLate("accepted", POLICY, Duration.ofSeconds(1), reported.replace("blue", "red"));

        // Then
        world.awaitNoDrift("accepted");
        assertThat(world.ends("accepted")).containsExactly(Cause.ACCEPTED);
    }

    @Test
    void changedFieldIsDriftWithItsPathAndWhoChangedItAndWhen() {
        // Given
        world.release("changed", POLICY, DEPLOYMENT);
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);

        // When
        world.apply("kubectl-fix", """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: changed}
            spec: {template: {spec: {containers: [{name: app, image: "web:hotfix"}]}}}
            """);

        // Then
        String path = "/spec/template/spec/containers/name=app/image";
        DriftedObject drift = world.awaitDrift("changed", "Deployment.apps/changed/web", path);
        DriftedField field = drift.fields().getFirst();
        assertThat(drift.kind()).isEqualTo(DriftKind.MODIFIED);
        assertThat(drift.policy()).isEqualTo(Drift.CORRECT);
        assertThat(field.manager()).isEqualTo("kubectl-fix");
        assertThat(field.operation()).isEqualTo("Apply");
        assertThat(field.time()).isAfterOrEqualTo(before);
        assertThat(field.live()).isEqualTo("web:hotfix");
        assertThat(field.desired()).isEqualTo("web:1");
    }

    @Test
    void removedFieldIsDriftWithoutAManager() {
        // Given
        world.release("removed", POLICY, CONFIG);

        // When
        world.patch("ConfigMap/removed/settings", "kubectl-edit", "{data: {colour: null}}");

        // Then
        DriftedField field = world.awaitDrift("removed", "ConfigMap/removed/settings", "/data/colour")
                .fields()
                .getFirst();
        assertThat(field.change()).isEqualTo(Change.REMOVED);
        assertThat(field.manager()).isNull();
    }

    @Test
    void fieldThatIsRevertedManuallyNoLongerDrifts() {
        // Given
        world.release("reverted", POLICY, CONFIG);
        world.patch("ConfigMap/reverted/settings", "kubectl-edit", "{data: {colour: red}}");
        world.awaitDrift("reverted", "ConfigMap/reverted/settings", "/data/colour");

        // When
        world.patch("ConfigMap/reverted/settings", "kubectl-edit", "{data: {colour: blue}}");

        // Then
        world.awaitNoDrift("reverted");
    }

    @Test
    void deletedObjectIsMissing() {
        // Given
        world.release("deleted", POLICY, CONFIG);

        // When
        world.client.delete(ObjectReference.parse("ConfigMap/deleted/settings"), null, false, false);

        // Then
        DriftedObject drift = world.awaitDrift("deleted", "ConfigMap/deleted/settings");
        assertThat(drift.kind()).isEqualTo(DriftKind.MISSING);
    }

    @Test
    void objectThatWasDeletedAndMadeAgainIsAnother() {
        // Given
        world.release("recreated", POLICY, CONFIG);
        Manifest same = world.body("production/recreated", "ConfigMap/recreated/settings");

        // When
        world.client.delete(ObjectReference.parse("ConfigMap/recreated/settings"), null, false, false);
        world.client.create(same, "kubectl-create", false).orThrow();

        // Then
        DriftedObject drift = world.awaitDrift("recreated", "ConfigMap/recreated/settings");
        assertThat(drift.kind()).isEqualTo(DriftKind.MISSING);
    }

    @Test
    void objectWithAnotherOwnersMarkIsNeverCorrected() {
        // Given
        world.release("foreign", POLICY, CONFIG);

        // When
        world.patch(
                "ConfigMap/foreign/settings",
                "other",
                "{metadata: {annotations: {keelstream.io/owner: acme/production/other}}}");

        // Then
        DriftedObject drift =
                world.awaitDrift("foreign", "ConfigMap/foreign/settings", "/metadata/annotations/keelstream.io~1owner");
        assertThat(drift.kind()).isEqualTo(DriftKind.FOREIGN_OWNER);
        assertThat(drift.owner()).isEqualTo("acme/production/other");
        assertThat(drift.policy()).isEqualTo(Drift.REPORT);
    }

    @Test
    void objectWithoutItsShardLabelIsStillFound() {
        // Given
        world.release("unlabelled", POLICY, CONFIG);

        // When
        world.patch("ConfigMap/unlabelled/settings", "cleaner", "{metadata: {labels: {keelstream.io/shard: null}}}");

        // Then
        world.awaitDrift("unlabelled", "ConfigMap/unlabelled/settings", "/metadata/labels/keelstream.io~1shard");
    }

    @Test
    void whatOthersAddBesideOursIsNotDrift() {
        // Given
        world.release("beside", POLICY, CONFIG);

        // When
        world.patch(
                "ConfigMap/beside/settings",
                "other",
                "{metadata: {labels: {theirs: x}}, data: {theirs: z, colour: blue}}");

        // Then
        world.assertNotDrifted("beside", "ConfigMap/beside/settings");
    }

    @Test
    void defaultedFieldsAndTheServersOwnWritingOfValuesAreNotDrift() {
        // Given
        world.release("defaulted", POLICY, DEPLOYMENT);

        // When
        String quantity = String.valueOf(
                world.live("Deployment.apps/defaulted/web").at("spec", "template", "spec", "containers"));

        // Then
        assertThat(quantity).contains("cpu=100m").contains("terminationMessagePath");
        world.assertNotDrifted("defaulted", "Deployment.apps/defaulted/web");
    }

    @Test
    void injectedSidecarIsNotDrift() {
        // Given
        world.release("sidecar", POLICY, DEPLOYMENT);

        // When
        world.apply("injector", """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: sidecar}
            spec: {template: {metadata: {annotations: {injected: "yes"}}, spec: {containers: [{name: proxy, image: "proxy:1"}]}}}
            """);

        // Then
        assertThat(world.live("Deployment.apps/sidecar/web").toString()).isNotEmpty();
        world.assertNotDrifted("sidecar", "Deployment.apps/sidecar/web");
    }

    @Test
    void annotationOfARolloutRestartIsNotDrift() {
        // Given
        world.release("restarted", POLICY, DEPLOYMENT);

        // When
        world.patch(
                "Deployment.apps/restarted/web",
                "kubectl-rollout",
                "{spec: {template: {metadata: {annotations: {kubectl.kubernetes.io/restartedAt: now}}}}}");

        // Then
        world.assertNotDrifted("restarted", "Deployment.apps/restarted/web");
    }

    @Test
    void replicasThatAnAutoscalerSetsAreNotDriftAndThoseOfAPersonAre() {
        // Given
        world.release("scaled", POLICY, DEPLOYMENT, """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: web}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
              minReplicas: 2
              maxReplicas: 5
            """);
        world.release("unscaled", POLICY, DEPLOYMENT);

        // When
        world.subresources.merge(
                "/apis/apps/v1/namespaces/scaled/deployments/web/scale",
                "kube-controller-manager",
                Map.of("spec", Map.of("replicas", 3)));
        world.subresources.merge(
                "/apis/apps/v1/namespaces/unscaled/deployments/web/scale",
                "kubectl",
                Map.of("spec", Map.of("replicas", 3)));

        // Then
        world.assertNotDrifted("scaled", "Deployment.apps/scaled/web");
        DriftedField field = world.awaitDrift("unscaled", "Deployment.apps/unscaled/web", "/spec/replicas")
                .fields()
                .getFirst();
        assertThat(field.subresource()).isEqualTo("scale");
        assertThat(field.live()).isEqualTo("3");
    }

    @Test
    void replicasUnderAnAutoscalerThatGitDoesNotKnowAreNotDriftEither() {
        // Given
        world.release("elsewhere", POLICY, DEPLOYMENT);
        world.apply("platform", """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: web, namespace: elsewhere}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
              minReplicas: 2
              maxReplicas: 5
            """);

        // When
        world.subresources.merge(
                "/apis/apps/v1/namespaces/elsewhere/deployments/web/scale",
                "kube-controller-manager",
                Map.of("spec", Map.of("replicas", 4)));

        // Then
        world.awaitNoDrift("elsewhere");
        world.assertNotDrifted("elsewhere", "Deployment.apps/elsewhere/web");
    }

    @Test
    void rulesOfAnAggregatedRoleAreNotDrift() {
        // Given
        world.release("aggregated", POLICY, """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: aggregated-everything}
            aggregationRule: {clusterRoleSelectors: [{matchLabels: {aggregate-to: everything}}]}
            """);

        // When
        world.apply("clusterrole-aggregation-controller", """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: aggregated-everything}
            rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
            """);

        // Then
        world.assertNotDrifted("aggregated", "ClusterRole.rbac.authorization.k8s.io//aggregated-everything");
    }

    @Test
    void injectedCaBundleIsNotDriftUnlessGitSetsOne() {
        // Given
        world.release("injected", POLICY, webhook("open", ""), webhook("stated", ", caBundle: b3Vycw=="));
        String patch = "{webhooks: [{name: %s.example.com, clientConfig: {service: {name: a, namespace: default},"
                + " caBundle: dGhlaXJz}, sideEffects: None, admissionReviewVersions: [v1], failurePolicy: Ignore}]}";

        // When
        world.patch(hook("open"), "cainjector", patch.formatted("open"));
        world.patch(hook("stated"), "cainjector", patch.formatted("stated"));

        // Then
        world.assertNotDrifted("injected", hook("open"));
        world.awaitDrift("injected", hook("stated"), "/webhooks/name=stated.example.com/clientConfig/caBundle");
    }

    @Test
    void addressThatAServiceGetsIsNotDrift() {
        // Given
        world.release("address", POLICY, """
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {app: web}, ports: [{port: 80}]}
            """);

        // When
        Object address = world.live("Service/address/web").at("spec", "clusterIP");

        // Then
        assertThat(address).asString().isNotEmpty();
        world.assertNotDrifted("address", "Service/address/web");
    }

    @Test
    void grownVolumeClaimIsReportedAndNotCorrectedSinceVolumesCannotShrink() {
        // Given
        world.apply(
                "admin",
                "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: growing},"
                        + " provisioner: example.com/none, allowVolumeExpansion: true}");
        world.apply("admin", """
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: growing}
            spec:
              capacity: {storage: 1Gi}
              accessModes: [ReadWriteOnce]
              storageClassName: growing
              claimRef: {namespace: resized, name: data}
              hostPath: {path: /tmp/growing}
            """);
        world.release("resized", POLICY, """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data}
            spec:
              accessModes: [ReadWriteOnce]
              storageClassName: growing
              volumeName: growing
              resources: {requests: {storage: 1Gi}}
            """);
        String claim = "PersistentVolumeClaim/resized/data";
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(world.live(claim).at("status", "phase")).isEqualTo("Bound"));

        // When
        world.subresources.merge(
                "/api/v1/namespaces/resized/persistentvolumeclaims/data/status",
                "resizer",
                Map.of("status", Map.of("capacity", Map.of("storage", "2Gi"))));
        assertThat(world.drift("resized")).isEmpty();
        world.patch(claim, "volume-autosizer", "{spec: {resources: {requests: {storage: 2Gi}}}}");

        // Then
        DriftedObject drift = world.awaitDrift("resized", claim, "/spec/resources/requests/storage");
        assertThat(drift.policy()).isEqualTo(Drift.REPORT);
        assertThat(drift.fields().getFirst().live()).isEqualTo("2Gi");
    }

    @Test
    void statusIsNotDrift() {
        // Given
        world.release("status", POLICY, DEPLOYMENT);

        // When
        for (int i = 1; i <= 20; i++) {
            world.subresources.merge(
                    "/apis/apps/v1/namespaces/status/deployments/web/status",
                    "controller",
                    Map.of("status", Map.of("observedGeneration", i)));
        }

        // Then
        world.assertNotDrifted("status", "Deployment.apps/status/web");
    }

    @Test
    void secretIsJudgedWithoutItsValues() {
        // Given
        world.release(
                "secret",
                POLICY,
                "{apiVersion: v1, kind: Secret, metadata: {name: login}, stringData: {password: first, user: u}}");

        // When
        world.patch("Secret/secret/login", "intruder", "{data: {password: c2Vjb25k}}");

        // Then
        DriftedObject drift = world.awaitDrift("secret", "Secret/secret/login", "/data/password");
        assertThat(drift.fields().getFirst().manager()).isEqualTo("intruder");
        assertThat(world.partition.written().stream()
                        .map(fact -> String.valueOf(fact.payload()))
                        .toList())
                .noneMatch(text -> text.contains("c2Vjb25k") || text.contains("second") || text.contains("first,"));
    }

    @Test
    void writeUnderOurOwnNameIsDriftToo() {
        // Given
        world.release("ownname", POLICY, CONFIG);
        InventoryObject applied = world.applied("ownname", "ConfigMap/ownname/settings");
        Instant since = Objects.requireNonNull(applied.ownedSince());
        await().until(() -> Instant.now().isAfter(since.plusSeconds(1)));

        // When
        world.apply("keelstream", """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: settings
              namespace: ownname
              labels: {probe: ours, keelstream.io/shard: "0"}
              annotations: {keelstream.io/owner: acme/production/ownname, keelstream.io/commit: c0ffee}
            data: {colour: red, size: small, more: "1"}
            """);

        // Then
        DriftedObject drift = world.awaitDrift("ownname", "ConfigMap/ownname/settings", "/data/colour", "/data/more");
        assertThat(drift.fields()).allMatch(field -> "keelstream".equals(field.manager()));
        assertThat(drift.fields()).anyMatch(field -> field.change() == Change.ADDED);
    }

    @Test
    void heldObjectDoesNotDriftUntilItsHoldEnds() {
        // Given
        world.release("held", POLICY, CONFIG);
        world.patch("ConfigMap/held/settings", "kubectl-edit", "{data: {colour: red}}");
        world.awaitDrift("held", "ConfigMap/held/settings", "/data/colour");

        // When
        String until = Instant.now().plusSeconds(3600).toString();
        world.patch(
                "ConfigMap/held/settings",
                "kubectl-annotate",
                "{metadata: {annotations: {keelstream.io/hold-until: \"" + until + "\"}}}");

        // Then
        world.awaitNoDrift("held");
        world.patch(
                "ConfigMap/held/settings",
                "kubectl-annotate",
                "{metadata: {annotations: {keelstream.io/hold-until: null}}}");
        world.awaitDrift("held", "ConfigMap/held/settings", "/data/colour");
    }

    @Test
    void ignoredFieldsAndModesOfTheObjectGoBeforeTheTargets() {
        // Given
        world.release(
                "rules",
                POLICY,
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: ignoring, annotations:"
                        + " {keelstream.io/ignore-fields: /data/colour}}, data: {colour: blue, size: small}}",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: silent, annotations: {keelstream.io/drift: \"off\"}},"
                        + " data: {colour: blue}}",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: report, annotations: {keelstream.io/drift: report}},"
                        + " data: {colour: blue}}");

        // When
        for (String name : new String[] {"ignoring", "silent", "report"}) {
            world.patch("ConfigMap/rules/" + name, "kubectl-edit", "{data: {colour: red}}");
        }

        // Then
        DriftedObject reported = world.awaitDrift("rules", "ConfigMap/rules/report", "/data/colour");
        assertThat(reported.policy()).isEqualTo(Drift.REPORT);
        world.assertNotDrifted("rules", "ConfigMap/rules/ignoring");
        assertThat(world.drift("rules")).doesNotContainKey("ConfigMap/rules/silent");
    }

    @Test
    void whatIsFoundAfterARestartAndAfterALostWatchIsWhatHappenedMeanwhile() {
        // Given
        world.release("away", POLICY, CONFIG, DEPLOYMENT);
        world.patch("ConfigMap/away/settings", "early", "{data: {size: big}}");
        world.awaitDrift("away", "ConfigMap/away/settings", "/data/size");
        int before = world.partition.written().size();

        // When
        world.stopDetector();
        world.client.delete(ObjectReference.parse("Deployment.apps/away/web"), null, false, false);
        world.startDetector();

        // Then
        world.awaitDrift("away", "Deployment.apps/away/web");
        assertThat(world
                        .partition
                        .written()
                        .subList(before, world.partition.written().size())
                        .stream()
                        .filter(fact -> fact.key().equals("production/away"))
                        .filter(fact -> fact.type().type().contains("drift.detected"))
                        .toList())
                .hasSize(1);
    }

    private static String webhook(String name, String more) {
        return """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: drift-%1$s}
            webhooks:
              - name: %1$s.example.com
                clientConfig: {service: {name: a, namespace: default}%2$s}
                sideEffects: None
                admissionReviewVersions: [v1]
                failurePolicy: Ignore
            """.formatted(name, more);
    }

    private static String hook(String name) {
        return "ValidatingWebhookConfiguration.admissionregistration.k8s.io//drift-" + name;
    }
}
