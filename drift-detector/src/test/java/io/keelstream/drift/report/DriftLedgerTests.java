package io.keelstream.drift.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.drift.DriftKind;
import io.keelstream.contracts.drift.DriftResolved.Cause;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.drift.DriftedField;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.ApplyState;
import io.keelstream.contracts.inventory.InventoryObject.OwnedFields;
import io.keelstream.contracts.targets.TargetPolicy.Drift;
import io.keelstream.drift.assessment.DriftAssessment;
import io.keelstream.drift.report.DriftLedger.DriftStep;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DriftLedgerTests {

    private static final String WEB = "Deployment.apps/shop/web";
    private static final Set<String> MANAGED = Set.of(WEB, "ConfigMap/shop/settings");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void newDriftIsDetectedAtOnceAndReportedOnce() {
        // When
        DriftStep first = advance(DriftState.NONE, 4, START, drifted("a"));
        DriftStep second = advance(first.after(), 4, START.plusSeconds(1), drifted("a"));

        // Then
        assertThat(first.detected()).extracting(DriftedObject::reference).containsExactly(WEB);
        assertThat(first.differsFrom(DriftState.NONE)).isTrue();
        assertThat(second.detected()).isEmpty();
        assertThat(second.changed()).isEmpty();
        assertThat(second.differsFrom(first.after())).isFalse();
    }

    @Test
    void changesWithinHalfASecondAreOneChange() {
        // Given
        DriftState reported = advance(DriftState.NONE, 4, START, drifted("a")).after();

        // When
        DriftStep soon = advance(reported, 4, START.plusMillis(100), drifted("b"));
        DriftStep later = advance(soon.after(), 4, START.plusMillis(500), drifted("c"));

        // Then
        assertThat(soon.changed()).isEmpty();
        assertThat(soon.waiting()).containsExactly(WEB);
        assertThat(soon.differsFrom(reported)).isFalse();
        assertThat(later.changed()).extracting(DriftedObject::fingerprint).containsExactly("c");
        assertThat(later.after().objects().getFirst().detectedAt()).isEqualTo(START);
    }

    @Test
    void driftThatEndsWithoutAReleaseIsReverted() {
        // Given
        DriftState reported = advance(DriftState.NONE, 4, START, drifted("a")).after();

        // When
        DriftStep step = advance(reported, 4, START.plusSeconds(1), new DriftAssessment.Clean());

        // Then
        assertThat(step.resolved()).singleElement().satisfies(end -> {
            assertThat(end.cause()).isEqualTo(Cause.REVERTED);
            assertThat(end.fingerprint()).isEqualTo("a");
        });
        assertThat(step.after().objects()).isEmpty();
    }

    @Test
    void driftThatEndsWithAReleaseIsCorrectedOrAcceptedByANewCommit() {
        // Given
        DriftState reported = advance(DriftState.NONE, 4, START, drifted("a")).after();

        // When
        DriftStep corrected = advance(reported, 6, START.plusSeconds(1), new DriftAssessment.Clean());
        DriftStep accepted = DriftLedger.advance(
                reported,
                6,
                MANAGED,
                List.of(new AssessedObject(applied("another", 6), new DriftAssessment.Clean())),
                List.of(),
                START.plusSeconds(1));

        // Then
        assertThat(corrected.resolved().getFirst().cause()).isEqualTo(Cause.CORRECTED);
        assertThat(accepted.resolved().getFirst().cause()).isEqualTo(Cause.ACCEPTED);
    }

    @Test
    void driftEndsWhenTheObjectIsHeldExcludedOrNoLongerManaged() {
        // Given
        DriftState reported = advance(DriftState.NONE, 4, START, drifted("a")).after();

        // When
        DriftStep held = advance(reported, 4, START, new DriftAssessment.Held(START.plusSeconds(60)));
        DriftStep excluded = advance(reported, 4, START, new DriftAssessment.Excluded());
        DriftStep removed = DriftLedger.advance(reported, 5, Set.of(), List.of(), List.of(), START);

        // Then
        assertThat(held.resolved().getFirst().cause()).isEqualTo(Cause.HELD);
        assertThat(excluded.resolved().getFirst().cause()).isEqualTo(Cause.EXCLUDED);
        assertThat(removed.resolved().getFirst().cause()).isEqualTo(Cause.REMOVED);
    }

    @Test
    void driftStaysOpenWhereTheObjectIsNotAssessed() {
        // Given
        DriftState reported = advance(DriftState.NONE, 4, START, drifted("a")).after();

        // When
        DriftStep untouched = DriftLedger.advance(reported, 4, MANAGED, List.of(), List.of(), START);
        DriftStep unsettled = advance(reported, 4, START, new DriftAssessment.Unsettled());

        // Then
        assertThat(untouched.after().objects()).isEqualTo(reported.objects());
        assertThat(unsettled.after().objects()).isEqualTo(reported.objects());
        assertThat(unsettled.differsFrom(reported)).isFalse();
    }

    @Test
    void driftIsContestedAfterThreeCorrectionsAndBacksOffLongerEachTime() {
        // Given
        DriftState state = DriftState.NONE;
        Instant now = START;
        long sequence = 4;
        for (int i = 0; i < 3; i++) {
            state = advance(state, sequence, now, drifted("a")).after();
            now = now.plusSeconds(1);
            sequence += 2;
            assertThat(state.objects().getFirst().contested()).isFalse();
            state = advance(state, sequence, now, new DriftAssessment.Clean()).after();
        }

        // When
        DriftStep fourth = advance(state, sequence, now, drifted("a"));
        DriftedObject contested = fourth.detected().getFirst();
        Instant tried = now.plusSeconds(61);
        DriftStep fifth = advance(fourth.after(), sequence + 2, tried, drifted("a"));

        // Then
        assertThat(contested.contested()).isTrue();
        assertThat(contested.notBefore()).isEqualTo(now.plusSeconds(60));
        assertThat(fifth.changed()).singleElement().satisfies(object -> {
            assertThat(object.contested()).isTrue();
            assertThat(object.notBefore()).isEqualTo(tried.plusSeconds(120));
        });
    }

    @Test
    void contestIsFoundThoughTheOtherWriterIsFasterThanTheReport() {
        // Given
        DriftState state = advance(DriftState.NONE, 4, START, drifted("a")).after();

        // When
        for (int release = 1; release <= 3; release++) {
            state = advance(state, 4 + 2 * release, START.plusSeconds(release), drifted("a"))
                    .after();
        }

        // Then
        assertThat(state.objects().getFirst().contested()).isTrue();
    }

    @Test
    void releaseThatDidNotApplyTheObjectCorrectsNothing() {
        // Given
        DriftState state = advance(DriftState.NONE, 4, START, drifted("a")).after();

        // When
        for (int release = 1; release <= 5; release++) {
            state = advance(state, 4 + 2 * release, 4, START.plusSeconds(release), drifted("a"))
                    .after();
        }
        DriftStep reverted = advance(state, 16, 4, START.plusSeconds(9), new DriftAssessment.Clean());

        // Then
        assertThat(state.objects().getFirst().contested()).isFalse();
        assertThat(state.corrections()).isEmpty();
        assertThat(reverted.resolved().getFirst().cause()).isEqualTo(Cause.REVERTED);
    }

    @Test
    void oldCorrectionsDoNotCount() {
        // Given
        DriftState state = DriftState.NONE;
        Instant now = START;
        long sequence = 4;

        // When
        for (int i = 0; i < 6; i++) {
            state = advance(state, sequence, now, drifted("a")).after();
            sequence += 2;
            state = advance(state, sequence, now.plusSeconds(1), new DriftAssessment.Clean())
                    .after();
            now = now.plusSeconds(200);
        }

        // Then
        assertThat(advance(state, sequence, now, drifted("a"))
                        .detected()
                        .getFirst()
                        .contested())
                .isFalse();
    }

    @Test
    void openDriftIsPublishedAgainForANewInventory() {
        // Given
        DriftState reported =
                advance(DriftState.NONE, 4, START, drifted("a", Drift.REPORT)).after();

        // When
        DriftStep step = advance(reported, 6, START.plusSeconds(1), drifted("a", Drift.REPORT));

        // Then
        assertThat(step.differsFrom(reported)).isTrue();
        assertThat(step.after().inventorySequence()).isEqualTo(6);
        assertThat(step.changed()).isEmpty();
    }

    private static DriftStep advance(DriftState before, long sequence, Instant now, DriftAssessment assessment) {
        return advance(before, sequence, sequence, now, assessment);
    }

    private static DriftStep advance(
            DriftState before, long sequence, long appliedSequence, Instant now, DriftAssessment assessment) {
        AssessedObject current = new AssessedObject(applied("digest", appliedSequence), assessment);
        return DriftLedger.advance(before, sequence, MANAGED, List.of(current), List.of(), now);
    }

    private static InventoryObject applied(String digest, long appliedSequence) {
        return new InventoryObject(
                WEB,
                "apps/v1",
                0,
                null,
                new ApplyState("uid", digest, false, false, appliedSequence),
                new OwnedFields(Map.of(), START));
    }

    private static DriftAssessment drifted(String fingerprint) {
        return drifted(fingerprint, Drift.CORRECT);
    }

    private static DriftAssessment drifted(String fingerprint, Drift policy) {
        DriftedField field = new DriftedField(
                "/spec/replicas",
                DriftedField.Change.CHANGED,
                new DriftedField.Writer("kubectl", "Update", null, START),
                "9",
                "3");
        return new DriftAssessment.Drifted(DriftKind.MODIFIED, List.of(field), null, policy, fingerprint);
    }
}
