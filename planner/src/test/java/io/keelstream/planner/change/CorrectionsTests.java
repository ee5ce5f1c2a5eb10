package io.keelstream.planner.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.drift.DriftKind;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.targets.TargetPolicy.Drift;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CorrectionsTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void correctableDriftIsDueAtOnce() {
        // When
        Corrections due = due(
                object("ConfigMap/a/modified", DriftKind.MODIFIED, Drift.CORRECT, null),
                object("ConfigMap/a/missing", DriftKind.MISSING, Drift.CORRECT, null),
                object("ConfigMap/a/reported", DriftKind.MODIFIED, Drift.REPORT, null),
                object("ConfigMap/a/foreign", DriftKind.FOREIGN_OWNER, Drift.CORRECT, null));

        // Then
        assertThat(due.references()).containsExactlyInAnyOrder("ConfigMap/a/modified", "ConfigMap/a/missing");
        assertThat(due.next()).isNull();
    }

    @Test
    void contestedDriftIsDueAtItsTime() {
        // When
        Corrections early = due(object("ConfigMap/a/b", DriftKind.MODIFIED, Drift.CORRECT, NOW.plusSeconds(60)));
        Corrections late = due(object("ConfigMap/a/b", DriftKind.MODIFIED, Drift.CORRECT, NOW));

        // Then
        assertThat(early.objects()).isEmpty();
        assertThat(early.next()).isEqualTo(NOW.plusSeconds(60));
        assertThat(late.references()).containsExactly("ConfigMap/a/b");
    }

    @Test
    void driftFoundOnAnotherInventoryIsIgnored() {
        // Given
        DriftState state = new DriftState(
                7, List.of(object("ConfigMap/a/b", DriftKind.MISSING, Drift.CORRECT, null)), List.of(), List.of());

        // Then
        assertThat(Corrections.due(state, 8, NOW)).isEqualTo(Corrections.NONE);
        assertThat(Corrections.due(null, 8, NOW)).isEqualTo(Corrections.NONE);
    }

    private static Corrections due(DriftedObject... objects) {
        return Corrections.due(new DriftState(7, List.of(objects), List.of(), List.of()), 7, NOW);
    }

    private static DriftedObject object(String reference, DriftKind kind, Drift policy, @Nullable Instant notBefore) {
        return new DriftedObject(
                reference,
                kind,
                new DriftedObject.Difference(List.of(), 0, null, "fingerprint of " + reference),
                "digest",
                policy,
                new DriftedObject.Times(NOW, NOW),
                new DriftedObject.Contest(notBefore != null, notBefore));
    }
}
