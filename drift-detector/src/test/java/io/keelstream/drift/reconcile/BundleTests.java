package io.keelstream.drift.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.ApplyState;
import io.keelstream.contracts.inventory.InventoryObject.OwnedFields;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.DriftPolicy;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.drift.assessment.Expected;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.FieldManagers;
import io.keelstream.kubernetes.ownership.OwnerMark;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BundleTests {

    private static final ObjectReference SCALED = new ObjectReference("apps", "Deployment", "a", "web");
    private static final DriftPolicy POLICY = DriftPolicy.of(TargetPolicy.DEFAULT);
    private static final ObjectReference SAME_NAME = SCALED.inNamespace("b");

    private final Bundle bundle = new Bundle(
            desired(
                    object("Deployment.apps/a/web", Map.of("apiVersion", "apps/v1", "kind", "Deployment")),
                    object("Deployment.apps/b/web", Map.of("apiVersion", "apps/v1", "kind", "Deployment")),
                    object(
                            "HorizontalPodAutoscaler.autoscaling/a/web",
                            Map.of(
                                    "apiVersion",
                                    "autoscaling/v2",
                                    "kind",
                                    "HorizontalPodAutoscaler",
                                    "spec",
                                    Map.of(
                                            "scaleTargetRef",
                                            Map.of("apiVersion", "apps/v1", "kind", "Deployment", "name", "web"))))),
            new OwnerMark("acme", "t/shop"),
            POLICY,
            false);

    @Test
    void replicasAreIgnoredOnWorkloadsThatAnAutoscalerInGitScales() {
        assertThat(expected(SCALED).rules().ignored().contains("/spec/replicas"))
                .isTrue();
    }

    @Test
    void autoscalerDoesNotApplyToAWorkloadOfThatNameInAnotherNamespace() {
        assertThat(expected(SAME_NAME).rules().ignored().contains("/spec/replicas"))
                .isFalse();
    }

    @Test
    void objectThatGitHasNoMoreIsExpectedWhileItsCommitIsRolledBack() {
        ObjectReference left = new ObjectReference("", "ConfigMap", "a", "left");
        Desired culprit = desired();
        OwnerMark owner = new OwnerMark("acme", "t/shop");

        assertThat(new Bundle(culprit, owner, POLICY, false).expected(left, applied(left, "d"), false, null))
                .isNull();
        assertThat(new Bundle(culprit, owner, POLICY, true).expected(left, applied(left, "d"), false, null))
                .isNotNull();
    }

    @Test
    void objectThatDiffersFromTheCulpritIsNotDueWhileThatIsRolledBack() {
        Desired culprit = desired(object("ConfigMap/a/settings", Map.of("apiVersion", "v1", "kind", "ConfigMap")));
        ObjectReference settings = new ObjectReference("", "ConfigMap", "a", "settings");
        OwnerMark owner = new OwnerMark("acme", "t/shop");

        assertThat(new Bundle(culprit, owner, POLICY, false).due(settings, applied(settings, "earlier")))
                .isTrue();
        assertThat(new Bundle(culprit, owner, POLICY, true).due(settings, applied(settings, "earlier")))
                .isFalse();
    }

    @Test
    void whatACommitThatIsNotAppliedSaysAboutDriftDoesNotCount() {
        // Given
        ObjectReference settings = new ObjectReference("", "ConfigMap", "a", "settings");
        Desired held = desired(object(
                "ConfigMap/a/settings",
                Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "ConfigMap",
                        "metadata",
                        Map.of("annotations", Map.of(Annotations.DRIFT, "off")))));
        DriftPolicy reporting = new DriftPolicy(TargetPolicy.Drift.REPORT, TargetPolicy.Conflicts.FAIL);
        Bundle bundle = new Bundle(held, new OwnerMark("acme", "t/shop"), reporting, false);

        // When
        Expected before = bundle.expected(settings, applied(settings, "earlier"), false, live(Map.of(), Map.of()));
        Expected gone = bundle.expected(settings, applied(settings, "earlier"), false, null);
        Expected after = bundle.expected(settings, applied(settings, "d"), false, null);

        // Then
        assertThat(before.rules().mode()).isEqualTo(TargetPolicy.Drift.REPORT);
        assertThat(before.rules().force()).isFalse();
        assertThat(gone.rules().mode()).as("it was deleted").isEqualTo(TargetPolicy.Drift.REPORT);
        assertThat(bundle.knowsRules(settings, applied(settings, "earlier"))).isFalse();
        assertThat(after.rules().mode()).as("once it is applied").isEqualTo(TargetPolicy.Drift.OFF);
    }

    @Test
    void annotationsOfTheVersionThatIsAppliedCountAsLongAsTheyAreOurs() {
        // Given
        ObjectReference settings = new ObjectReference("", "ConfigMap", "a", "settings");
        Bundle bundle = new Bundle(
                desired(object("ConfigMap/a/settings", Map.of("apiVersion", "v1", "kind", "ConfigMap"))),
                new OwnerMark("acme", "t/shop"),
                POLICY,
                false);
        Map<String, Object> annotations = Map.of(Annotations.IGNORE_FIELDS, "/data/a", Annotations.DRIFT, "off");
        Manifest live = live(annotations, Map.of("f:" + Annotations.IGNORE_FIELDS, Map.of()));

        // When
        Expected expected = bundle.expected(settings, applied(settings, "earlier"), false, live);

        // Then
        assertThat(expected.rules().ignored().contains("/data/a")).isTrue();
        assertThat(expected.rules().mode()).as("somebody else wrote it").isEqualTo(TargetPolicy.Drift.CORRECT);
    }

    private static Manifest live(Map<String, Object> annotations, Map<String, Object> ours) {
        return new Manifest(Map.of(
                "metadata",
                Map.of(
                        "annotations",
                        annotations,
                        "managedFields",
                        List.of(Map.of(
                                "manager",
                                FieldManagers.KEELSTREAM,
                                "operation",
                                "Apply",
                                "apiVersion",
                                "v1",
                                "fieldsType",
                                "FieldsV1",
                                "fieldsV1",
                                Map.of("f:metadata", Map.of("f:annotations", ours)))))));
    }

    private static InventoryObject applied(ObjectReference reference, String digest) {
        return new InventoryObject(
                reference.toString(),
                "v1",
                0,
                null,
                new ApplyState("uid", digest, false, false, null),
                new OwnedFields(Map.of(), null));
    }

    private Expected expected(ObjectReference reference) {
        Expected expected = bundle.expected(
                reference,
                new InventoryObject(
                        reference.toString(),
                        "apps/v1",
                        0,
                        null,
                        new ApplyState("uid", "d", false, false, null),
                        new OwnedFields(Map.of(), null)),
                false,
                null);
        assertThat(expected).isNotNull();
        return expected;
    }

    private static DesiredObject object(String reference, Map<String, Object> body) {
        return new DesiredObject(
                reference, "d", new DesiredObject.Origin("c0ffee", null, null, "all.yaml"), false, body);
    }

    private static Desired desired(DesiredObject... objects) {
        Revision revision = new Revision("infra", "refs/heads/main", "c0ffee", "A <a@b.c>", "Change", Instant.EPOCH);
        return new Desired(
                false,
                revision,
                new Desired.Settings("default", "a", TargetPolicy.DEFAULT, "policy", Map.of()),
                "digest",
                List.of(objects),
                List.of(),
                List.of());
    }
}
