package io.keelstream.planner.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.scale.ScaleTargets;
import io.keelstream.planner.annotation.RuleReader;
import io.keelstream.planner.change.Changed;
import io.keelstream.planner.sample.Samples;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApplyDecisionTests {

    private static final String MARK = "acme/production/shop";

    private static final String DEPLOYMENT = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec: {replicas: 2}
        """;

    private final OwnershipContext view = PruneDecisionTests.view();

    @Test
    void missingObjectIsCreated() {
        assertThat(ApplyDecision.of(subject(DEPLOYMENT, null), null, view))
                .isInstanceOfSatisfying(
                        ApplyDecision.Apply.class,
                        terms -> assertThat(terms.kind()).isEqualTo(new WriteKind.Create()));
    }

    @Test
    void ownObjectIsUpdated() {
        assertThat(ApplyDecision.of(subject(DEPLOYMENT, null), Samples.ours(DEPLOYMENT, MARK, "u"), view))
                .isInstanceOfSatisfying(
                        ApplyDecision.Apply.class,
                        terms -> assertThat(terms.kind()).isEqualTo(new WriteKind.Update("u", null)));
    }

    @Test
    void objectWithoutOwnerMarkIsAdoptedWithTheFieldsOfKnownTools() {
        // Given
        Manifest live = Samples.withEntry(
                Samples.withEntry(
                        Samples.manifest(DEPLOYMENT),
                        Samples.entry(
                                "kubectl-client-side-apply", "Update", "", "2026-01-01T00:00:00Z", "spec|replicas")),
                Samples.entry("some-operator", "Update", "", "2026-01-01T00:00:00Z", "spec|paused"));

        // When
        ApplyDecision decision = ApplyDecision.of(subject(DEPLOYMENT, null), live, view);

        // Then
        assertThat(terms(decision).kind())
                .isEqualTo(new WriteKind.Adopt(live.uid(), List.of("kubectl-client-side-apply")));
    }

    @Test
    void emptyOwnerMarkCountsAsUnowned() {
        // Given
        Manifest live = Samples.ours(DEPLOYMENT, "", "u");

        // When
        ApplyDecision decision = ApplyDecision.of(subject(DEPLOYMENT, null), live, view);

        // Then
        assertThat(terms(decision).kind()).isEqualTo(new WriteKind.Adopt("u", List.of()));
    }

    @Test
    void objectOfAnotherTargetOrInstallationIsBlockedAndItsOwnerNamed() {
        for (String other : List.of("acme/production/other", "rival/production/shop")) {
            assertThat(ApplyDecision.of(subject(DEPLOYMENT, null), Samples.ours(DEPLOYMENT, other, "u"), view))
                    .isInstanceOfSatisfying(
                            ApplyDecision.Blocked.class,
                            blocked -> assertThat(blocked.problem().message()).contains("belongs to " + other));
        }
    }

    @Test
    void onlyTheMarkOfTheTargetThatHandsTheObjectOverIsAccepted() {
        Manifest from = Samples.ours(DEPLOYMENT, "acme/production/old", "u");
        assertThat(ApplyDecision.of(subject(DEPLOYMENT, "production/old"), from, view))
                .isInstanceOfSatisfying(
                        ApplyDecision.Apply.class,
                        terms -> assertThat(terms.kind()).isEqualTo(new WriteKind.Update("u", "acme/production/old")));
        assertThat(ApplyDecision.of(subject(DEPLOYMENT, "production/third"), from, view))
                .isInstanceOf(ApplyDecision.Blocked.class);
    }

    @Test
    void childOfAControllerIsBlocked() {
        Manifest live = Samples.ours(DEPLOYMENT, MARK, "u");
        live.metadata().put("ownerReferences", List.of(Map.of("kind", "App", "name", "x", "controller", true)));
        assertThat(ApplyDecision.of(subject(DEPLOYMENT, null), live, view))
                .isInstanceOfSatisfying(
                        ApplyDecision.Blocked.class,
                        blocked -> assertThat(blocked.problem().reason()).isEqualTo("Controlled"));
    }

    @Test
    void terminatingObjectIsWaitedFor() {
        Manifest live = Samples.ours(DEPLOYMENT, MARK, "u");
        live.metadata().put("deletionTimestamp", "2026-01-01T00:00:00Z");
        assertThat(ApplyDecision.of(subject(DEPLOYMENT, null), live, view))
                .isInstanceOf(ApplyDecision.Terminating.class);
    }

    @Test
    void ifNotPresentSkipsAnExistingObject() {
        String once = DEPLOYMENT.replace(
                "namespace: shop", "namespace: shop, annotations: {kustomize.toolkit.fluxcd.io/ssa: IfNotPresent}");
        assertThat(ApplyDecision.of(subject(once, null), Samples.manifest(DEPLOYMENT), view))
                .isInstanceOf(ApplyDecision.Skip.class);
    }

    @Test
    void replicasOfAScaledWorkloadAreAppliedOnCreationOnly() {
        // Given
        OwnershipContext scaled = scaled();
        Manifest live = Samples.withEntry(
                Samples.ours(DEPLOYMENT.replace("2", "7"), MARK, "u"),
                Samples.entry("kube-controller-manager", "Update", "scale", "2026-01-01T00:00:00Z", "spec|replicas"));

        // When
        CededFields onCreation =
                terms(ApplyDecision.of(subject(DEPLOYMENT, null), null, scaled)).ceded();
        CededFields later =
                terms(ApplyDecision.of(subject(DEPLOYMENT, null), live, scaled)).ceded();

        // Then
        assertThat(onCreation.omitted()).isEmpty();
        assertThat(onCreation.body().spec()).containsEntry("replicas", 2L);
        assertThat(later.omitted()).containsExactly("/spec/replicas");
        assertThat(later.handover()).isEmpty();
        assertThat(later.body().spec()).doesNotContainKey("replicas");
    }

    @Test
    void onlyOwnerOfReplicasHandsTheLiveValueOverBeforeItDropsTheField() {
        // Given
        Manifest live = Samples.ours(DEPLOYMENT.replace("2", "7"), MARK, "u");
        live.metadata()
                .put(
                        "managedFields",
                        List.of(Samples.entry("keelstream", "Apply", "", "2026-01-01T00:00:00Z", "spec|replicas")));

        // When
        CededFields ceded = terms(ApplyDecision.of(subject(DEPLOYMENT, null), live, scaled()))
                .ceded();

        // Then
        assertThat(ceded.handover()).containsExactly(Map.entry("/spec/replicas", 7L));
        assertThat(ceded.question().spec()).containsEntry("replicas", 7L);
        assertThat(ceded.body().spec()).doesNotContainKey("replicas");
    }

    @Test
    void targetsOfAutoscalersAndScaledObjectsAreFound() {
        // Given
        Manifest autoscaler = Samples.manifest("""
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: a}
            spec: {scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: db}}
            """);
        Manifest scaledObject = Samples.manifest("""
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata: {name: b, namespace: other}
            spec: {scaleTargetRef: {name: worker}}
            """);

        // When
        ScaleTargets scalers = ScaleTargets.in(List.of(autoscaler, scaledObject), "shop");

        // Then
        assertThat(scalers.workloads())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("StatefulSet.apps/shop/db", "Deployment.apps/other/worker");
    }

    static Subject subject(String yaml, @Nullable String movedFrom) {
        Manifest manifest = Samples.manifest(yaml);
        DesiredObject base = Samples.object("shop", manifest);
        DesiredObject object = new DesiredObject(
                base.reference(),
                base.digest(),
                new DesiredObject.Origin(base.commit(), movedFrom, null, base.file()),
                false,
                base.body());
        return new Subject(new Changed(object, null, RuleReader.read(manifest), false), manifest.reference(), manifest);
    }

    private OwnershipContext scaled() {
        return new OwnershipContext(
                view.own(),
                view.policy(),
                view.tenants(),
                view.adoption(),
                new ScaleTargets(Set.of(Samples.manifest(DEPLOYMENT).reference())),
                view.masking(),
                view.now());
    }

    private static ApplyDecision.Apply terms(ApplyDecision decision) {
        return (ApplyDecision.Apply) decision;
    }
}
