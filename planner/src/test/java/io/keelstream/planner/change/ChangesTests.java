package io.keelstream.planner.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.Desired.Moved;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.ApplyState;
import io.keelstream.contracts.inventory.InventoryObject.FailedRun;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.planner.sample.Samples;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangesTests {

    private static final String CONFIG = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: a}
        data: {k: v}
        """;

    private static final String JOB = """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: migrate}
        """;

    @Test
    void equalDigestsAreUnchanged() {
        ChangeSet changes = changes(bundle(CONFIG), Samples.applied("ConfigMap/shop/a", digest(CONFIG)));
        assertThat(changes.isEmpty()).isTrue();
        assertThat(changes.unchanged()).isEqualTo(1);
    }

    @Test
    void objectsThatAreNewDirtyOrOfAnotherDigestAreChanged() {
        assertThat(changes(bundle(CONFIG), Samples.applied("ConfigMap/shop/a", "sha256:other"))
                        .changed())
                .hasSize(1);
        assertThat(changes(bundle(CONFIG)).changed()).hasSize(1);
        assertThat(changes(bundle(CONFIG), entry("ConfigMap/shop/a", digest(CONFIG), true, false))
                        .changed())
                .hasSize(1);
    }

    @Test
    void completedJobIsUnchangedEvenWhereItsApplyIsUncertain() {
        assertThat(changes(bundle(JOB), entry("Job.batch/shop/migrate", digest(JOB), true, true))
                        .isEmpty())
                .isTrue();
        assertThat(changes(bundle(JOB), entry("Job.batch/shop/migrate", "sha256:before", false, true))
                        .changed())
                .hasSize(1);
    }

    @Test
    void failedJobIsAChangeOnlyForTheBundleThatItRanIn() {
        // Given
        Desired bundle = bundle(JOB);
        InventoryObject failed = entry("Job.batch/shop/migrate", digest(JOB), false, false)
                .asFailedRun(new FailedRun("c1", bundle.bundleDigest()), true);

        // Then
        assertThat(changes(bundle, failed).changed()).hasSize(1);
        assertThat(changes(bundle, failed.beside("sha256:another")).isEmpty()).isTrue();
        assertThat(changes(bundle(JOB, CONFIG), failed).changed())
                .extracting(changed -> changed.desired().reference())
                .containsExactly("ConfigMap/shop/a");
    }

    @Test
    void driftedObjectIsAChangeAndOnlyDriftWhereNothingElseChanged() {
        // Given
        Desired bundle = bundle(CONFIG);
        DesiredObject object = bundle.objects().getFirst();
        List<InventoryObject> inventory =
                List.of(Samples.applied(object.reference(), object.digest()), Samples.applied("Service/shop/old", "d"));

        // When
        ChangeSet drift = Changes.of(bundle, inventory.subList(0, 1), Set.of(object.reference()));
        ChangeSet more = Changes.of(bundle, inventory, Set.of(object.reference()));

        // Then
        assertThat(drift.changed())
                .singleElement()
                .satisfies(changed -> assertThat(changed.drift()).isTrue());
        assertThat(drift.onlyDrift()).isTrue();
        assertThat(more.onlyDrift()).isFalse();
        assertThat(Changes.of(bundle, inventory.subList(0, 1), Set.of()).isEmpty())
                .isTrue();
    }

    @Test
    void objectThatLeftTheBundleIsACandidateForPruning() {
        ChangeSet changes = changes(bundle(CONFIG), Samples.applied("Service/shop/old", "d"));
        assertThat(changes.leaving()).extracting(InventoryObject::reference).containsExactly("Service/shop/old");
    }

    @Test
    void objectThatMovedToAnotherTargetIsReleasedAndNotPruned() {
        // Given
        Desired base = bundle(CONFIG);
        Desired moved = new Desired(
                false,
                base.revision(),
                base.settings(),
                base.bundleDigest(),
                base.objects(),
                List.of(new Moved("Service/shop/old", "production/other")),
                base.warnings());

        // When
        ChangeSet changes = changes(moved, Samples.applied("Service/shop/old", "d"));

        // Then
        assertThat(changes.leaving()).isEmpty();
        assertThat(changes.released()).extracting(InventoryObject::reference).containsExactly("Service/shop/old");
    }

    @Test
    void otherVersionOrSuccessorGroupIsTheSameLiveObject() {
        // Given
        String ingress = """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: web}
            """;

        // When
        ChangeSet changes = changes(bundle(ingress), Samples.applied("Ingress.extensions/shop/web", "d"));

        // Then
        assertThat(changes.leaving()).isEmpty();
        assertThat(changes.changed())
                .singleElement()
                .satisfies(each -> assertThat(each.known()).isNotNull());
    }

    @Test
    void clusterScopedObjectIsMatchedThoughTheBundleGivesItANamespace() {
        // Given
        String widget = """
            apiVersion: example.com/v1
            kind: ClusterWidget
            metadata: {name: w}
            """;

        // When
        ChangeSet changes = changes(bundle(widget), Samples.applied("ClusterWidget.example.com//w", digest(widget)));

        // Then
        assertThat(changes.isEmpty()).isTrue();
    }

    @Test
    void rebuiltClusterMakesEverythingDirtyAndDeletesNothing() {
        // When
        ChangeSet changes = Changes.afterReplacement(
                bundle(CONFIG),
                List.of(Samples.applied("ConfigMap/shop/a", digest(CONFIG)), Samples.applied("Service/shop/old", "d")));

        // Then
        assertThat(changes.changed())
                .singleElement()
                .satisfies(each -> assertThat(each.known()).isNull());
        assertThat(changes.leaving()).isEmpty();
        assertThat(changes.released()).extracting(InventoryObject::reference).containsExactly("Service/shop/old");
    }

    @Test
    void ignoredObjectsAreNeitherAppliedNorDeleted() {
        // Given
        String ignored = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a, annotations: {kustomize.toolkit.fluxcd.io/reconcile: disabled}}
            """;

        // When
        ChangeSet changes = changes(bundle(ignored), Samples.applied("ConfigMap/shop/a", "d"));

        // Then
        assertThat(changes.isEmpty()).isTrue();
    }

    private static ChangeSet changes(Desired desired, InventoryObject... inventory) {
        return Changes.of(desired, List.of(inventory), Set.of());
    }

    private static Desired bundle(String... documents) {
        return Samples.bundle("shop", TargetPolicy.DEFAULT, documents);
    }

    private static String digest(String yaml) {
        return ObjectDigest.of(Samples.manifest(yaml));
    }

    private static InventoryObject entry(String reference, String digest, boolean dirty, boolean completed) {
        return new InventoryObject(
                reference, "v1", 0, null, new ApplyState("uid", digest, dirty, completed, null), null);
    }
}
