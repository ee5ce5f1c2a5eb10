package io.keelstream.drift.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.ApplyState;
import io.keelstream.contracts.inventory.InventoryObject.OwnedFields;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.drift.assessment.Expected;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.OwnerMark;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BundleTests {

    private static final ObjectReference SCALED = new ObjectReference("apps", "Deployment", "a", "web");
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

        assertThat(new Bundle(culprit, owner, false).expected(left, applied(left, "d"), false))
                .isNull();
        assertThat(new Bundle(culprit, owner, true).expected(left, applied(left, "d"), false))
                .isNotNull();
    }

    @Test
    void objectThatDiffersFromTheCulpritIsNotDueWhileThatIsRolledBack() {
        Desired culprit = desired(object("ConfigMap/a/settings", Map.of("apiVersion", "v1", "kind", "ConfigMap")));
        ObjectReference settings = new ObjectReference("", "ConfigMap", "a", "settings");
        OwnerMark owner = new OwnerMark("acme", "t/shop");

        assertThat(new Bundle(culprit, owner, false).due(settings, applied(settings, "earlier")))
                .isTrue();
        assertThat(new Bundle(culprit, owner, true).due(settings, applied(settings, "earlier")))
                .isFalse();
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
                false);
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
