package io.keelstream.planner.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.diff.Masking;
import io.keelstream.kubernetes.hold.Hold;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.kubernetes.scale.ScaleTargets;
import io.keelstream.planner.sample.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deleting needs four facts; each test takes one away. */
class PruneDecisionTests {

    private static final String MARK = "acme/production/shop";
    private static final String CONFIG = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: a, namespace: shop}
        """;

    private final InventoryObject known = Samples.applied("ConfigMap/shop/a", "d", "uid-1");
    private final Manifest live = Samples.ours(CONFIG, MARK, "uid-1");

    static OwnershipContext view() {
        return new OwnershipContext(
                new OwnerMark("acme", "production/shop"),
                TargetPolicy.DEFAULT,
                List.of(),
                new Adoption(Adoption.DEFAULT_MANAGERS),
                ScaleTargets.NONE,
                new Masking(new byte[] {1}),
                Instant.parse("2026-01-02T00:00:00Z"));
    }

    @Test
    void objectProvenToBeOursIsDeletedByUid() {
        assertThat(PruneDecision.of(known, live, view())).isEqualTo(new PruneDecision.Delete(known, "uid-1"));
    }

    @Test
    void missingObjectIsOnlyForgotten() {
        assertThat(PruneDecision.of(known, null, view())).isEqualTo(new PruneDecision.Release(known, null));
    }

    @Test
    void objectWithoutOurMarkIsReleased() {
        Manifest unmarked = live.copy();
        Manifest.map(unmarked.metadata().get("annotations")).clear();
        assertLetGo(unmarked, "no longer carries the annotation");
    }

    @Test
    void objectWithTheMarkOfAnotherTargetOrInstallationIsReleased() {
        assertLetGo(Samples.ours(CONFIG, "acme/production/other", "uid-1"), "belongs to acme/production/other");
        assertLetGo(Samples.ours(CONFIG, "rival/production/shop", "uid-1"), "belongs to rival/production/shop");
    }

    @Test
    void objectWithAnotherUidIsReleased() {
        assertLetGo(Samples.ours(CONFIG, MARK, "uid-2"), "created again outside Keelstream");
    }

    @Test
    void objectWithoutOurApplyEntryIsReleased() {
        Manifest stripped = live.copy();
        stripped.metadata()
                .put("managedFields", List.of(Samples.entry("keelstream", "Update", "", "2026-01-01T00:00:00Z")));
        assertLetGo(stripped, "no fields that Keelstream applied");
    }

    @Test
    void childOfAControllerIsReleasedWhateverItsAnnotationsSay() {
        Manifest child = live.copy();
        child.metadata().put("ownerReferences", List.of(Map.of("kind", "Widget", "name", "w", "controller", true)));
        assertLetGo(child, "is controlled by Widget/w");
    }

    @Test
    void annotationOnTheLiveObjectPreventsPruning() {
        Manifest kept = live.copy();
        Manifest.map(kept.metadata().get("annotations")).put("helm.sh/resource-policy", "keep");
        assertLetGo(kept, "an annotation on it disables pruning");
    }

    @Test
    void heldObjectIsNotPrunedWhileTheHoldLasts() {
        Manifest held = live.copy();
        Map<String, Object> annotations = Manifest.map(held.metadata().get("annotations"));
        annotations.put("keelstream.io/hold-until", "2026-01-02T10:00:00Z");
        annotations.put("keelstream.io/hold-by", "ada");
        assertThat(PruneDecision.of(known, held, view()))
                .isEqualTo(new PruneDecision.Held(known, new Hold(Instant.parse("2026-01-02T10:00:00Z"), "ada")));
    }

    private void assertLetGo(Manifest object, String why) {
        assertThat(PruneDecision.of(known, object, view()))
                .isInstanceOfSatisfying(
                        PruneDecision.Release.class,
                        release -> assertThat(release.warning().message()).contains(why));
    }
}
