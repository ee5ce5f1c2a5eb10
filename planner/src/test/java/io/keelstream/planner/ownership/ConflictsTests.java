package io.keelstream.planner.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.sample.Samples;
import org.junit.jupiter.api.Test;

class ConflictsTests {

    private static final String TIME = "2026-01-01T00:00:00Z";
    private static final Manifest BARE =
            Samples.manifest("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}}");

    @Test
    void fieldTakenFromAnotherManagerIsReportedWithItsOwner() {
        // Given
        Manifest before = Samples.withEntry(BARE, Samples.entry("operator", "Update", "", TIME, "data|a", "data|b"));
        Manifest after = Samples.withEntry(
                Samples.withEntry(BARE, Samples.entry("keelstream", "Apply", "", TIME, "data|a")),
                Samples.entry("operator", "Update", "", TIME, "data|b"));

        // Then
        assertThat(Conflicts.taken(before, after, new Adoption(Adoption.DEFAULT_MANAGERS).fold("v1")))
                .containsExactly("/data/a: operator");
        assertThat(Conflicts.taken(before, after, new Adoption(java.util.List.of("oper*")).fold("v1")))
                .isEmpty();
    }

    @Test
    void fieldThatLeavesGitStaysWhereAnotherManagerOwnsIt() {
        // Given
        Manifest before = Samples.withEntry(
                Samples.withEntry(BARE, Samples.entry("keelstream", "Apply", "", TIME, "data|a", "data|b")),
                Samples.entry("operator", "Update", "", TIME, "data|b"));
        Manifest after = Samples.withEntry(
                Samples.withEntry(BARE, Samples.entry("keelstream", "Apply", "", TIME, "data|a")),
                Samples.entry("operator", "Update", "", TIME, "data|b"));

        // Then
        assertThat(Conflicts.staying(before, after)).hasSize(1);
        Conflicts.staying(before, after).forEach((path, manager) -> {
            assertThat(path.pointer()).isEqualTo("/data/b");
            assertThat(manager).isEqualTo("operator");
        });
    }
}
