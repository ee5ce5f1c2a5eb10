package io.keelstream.planner.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.ApplyState;
import io.keelstream.contracts.inventory.InventoryObject.FailedReplacement;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.annotation.RuleReader;
import io.keelstream.planner.change.Changed;
import io.keelstream.planner.sample.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplacementTests {

    private static final WriteKind UPDATE = new WriteKind.Update("u", null);
    private static final WriteKind ADOPT = new WriteKind.Adopt("u", List.of());

    private static final String JOB = """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: migrate, namespace: shop}
        """;

    private static final String ALLOWED = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop, annotations: {keelstream.io/replace: on-immutable}}
        """;

    @Test
    void finishedJobIsReplacedAndARunningOneIsNot() {
        Manifest running = Samples.ours(JOB, "acme/production/shop", "u");
        Manifest finished = running.copy();
        finished.tree().put("status", Map.of("conditions", List.of(Map.of("type", "Failed", "status", "True"))));

        assertThat(Replacement.of(subject(JOB, "u"), finished, UPDATE, "why")).isInstanceOf(Replacement.Allowed.class);
        assertThat(Replacement.of(subject(JOB, "u"), running, UPDATE, "why"))
                .isInstanceOfSatisfying(
                        Replacement.Refused.class,
                        refused -> assertThat(refused.problem().reason()).isEqualTo("JobRunning"));
    }

    @Test
    void otherKindsAreReplacedOnlyWithTheAnnotation() {
        Manifest live = Samples.ours(ALLOWED, "acme/production/shop", "u");
        String forbidden = ALLOWED.replace(", annotations: {keelstream.io/replace: on-immutable}", "");

        assertThat(Replacement.of(subject(ALLOWED, "u"), live, UPDATE, "why")).isInstanceOf(Replacement.Allowed.class);
        assertThat(Replacement.of(subject(forbidden, "u"), live, UPDATE, "spec.selector: field is immutable"))
                .isInstanceOfSatisfying(Replacement.Refused.class, refused -> {
                    assertThat(refused.problem().reason()).isEqualTo("ImmutableField");
                    assertThat(refused.problem().message()).contains("spec.selector: field is immutable");
                });
    }

    @Test
    void objectNotProvenToBeOursIsNeverReplaced() {
        Manifest live = Samples.ours(ALLOWED, "acme/production/shop", "u");

        assertThat(Replacement.of(subject(ALLOWED, "another-uid"), live, UPDATE, "why"))
                .isInstanceOf(Replacement.Refused.class);
        assertThat(Replacement.of(subject(ALLOWED, (String) null), live, UPDATE, "why"))
                .isInstanceOf(Replacement.Refused.class);
        assertThat(Replacement.of(subject(ALLOWED, "u"), live, ADOPT, "why")).isInstanceOf(Replacement.Refused.class);
    }

    @Test
    void objectThatCouldNotBeReplacedIsNotDeletedAgainForTheSame() {
        Manifest live = Samples.ours(ALLOWED, "acme/production/shop", "u");
        String digest = subject(ALLOWED, "u").changed().desired().digest();
        FailedReplacement same = new FailedReplacement(digest, "a policy denied it", 3);
        FailedReplacement another = new FailedReplacement("sha256:other", "a policy denied it", 3);

        assertThat(Replacement.of(subject(ALLOWED, restored(same)), live, UPDATE, "why"))
                .isInstanceOfSatisfying(Replacement.Refused.class, refused -> {
                    assertThat(refused.problem().reason()).isEqualTo("ReplacementFailed");
                    assertThat(refused.problem().message()).contains("is not deleted again", "a policy denied it");
                });
        assertThat(Replacement.of(subject(ALLOWED, restored(another)), live, UPDATE, "why"))
                .isInstanceOf(Replacement.Allowed.class);
    }

    @Test
    void annotationWithANewValueAsksForTheReplacementAgain() {
        Manifest live = Samples.ours(ALLOWED, "acme/production/shop", "u");
        FailedReplacement failed =
                new FailedReplacement(subject(ALLOWED, "u").changed().desired().digest(), "a policy denied it", 3);
        String again = ALLOWED.replace("annotations: {", "annotations: {example.com/again: '1', ");

        assertThat(failed.notAgain()).contains("when the cause is gone", "an annotation with a new value is enough");
        assertThat(Replacement.of(subject(again, restored(failed)), live, UPDATE, "why"))
                .isInstanceOf(Replacement.Allowed.class);
    }

    private static InventoryObject restored(FailedReplacement replacement) {
        return new InventoryObject(
                "Deployment.apps/shop/web", "apps/v1", 0, null, ApplyState.after(replacement, "u"), null);
    }

    private static Subject subject(String yaml, String knownUid) {
        return subject(
                yaml,
                knownUid == null
                        ? null
                        : Samples.applied(Samples.manifest(yaml).reference().toString(), "d", knownUid));
    }

    private static Subject subject(String yaml, InventoryObject known) {
        Manifest manifest = Samples.manifest(yaml);
        return new Subject(
                new Changed(Samples.object("shop", manifest), known, RuleReader.read(manifest), false),
                manifest.reference(),
                manifest);
    }
}
