package io.keelstream.planner.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.inventory.InventoryObject;
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
        assertThat(Replacement.of(subject(ALLOWED, null), live, UPDATE, "why")).isInstanceOf(Replacement.Refused.class);
        assertThat(Replacement.of(subject(ALLOWED, "u"), live, ADOPT, "why")).isInstanceOf(Replacement.Refused.class);
    }

    private static Subject subject(String yaml, String knownUid) {
        Manifest manifest = Samples.manifest(yaml);
        InventoryObject known =
                knownUid == null ? null : Samples.applied(manifest.reference().toString(), "d", knownUid);
        return new Subject(
                new Changed(Samples.object("shop", manifest), known, RuleReader.read(manifest), false),
                manifest.reference(),
                manifest);
    }
}
