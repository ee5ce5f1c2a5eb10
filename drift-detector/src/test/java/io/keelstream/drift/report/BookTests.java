package io.keelstream.drift.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.drift.DriftKind;
import io.keelstream.contracts.drift.DriftResolved.Cause;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.drift.DriftedField;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.target.TargetPolicy.Drift;
import io.keelstream.drift.report.Book.Page;
import io.keelstream.drift.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BookTests {

    private static final String WEB = "Deployment.apps/shop/web";
    private static final Set<String> MANAGED = Set.of(WEB, "ConfigMap/shop/settings");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void newDriftIsDetectedAtOnceAndTheSameDriftIsToldOnce() {
        // When
        Page first = turn(DriftState.NONE, 4, START, drifted("a"));
        Page second = turn(first.after(), 4, START.plusSeconds(1), drifted("a"));

        // Then
        assertThat(first.detected()).extracting(DriftedObject::reference).containsExactly(WEB);
        assertThat(first.news(DriftState.NONE)).isTrue();
        assertThat(second.detected()).isEmpty();
        assertThat(second.changed()).isEmpty();
        assertThat(second.news(first.after())).isFalse();
    }

    @Test
    void whatFollowsWithinHalfASecondIsOneChange() {
        // Given
        DriftState told = turn(DriftState.NONE, 4, START, drifted("a")).after();

        // When
        Page soon = turn(told, 4, START.plusMillis(100), drifted("b"));
        Page later = turn(soon.after(), 4, START.plusMillis(500), drifted("c"));

        // Then
        assertThat(soon.changed()).isEmpty();
        assertThat(soon.waiting()).containsExactly(WEB);
        assertThat(soon.news(told)).isFalse();
        assertThat(later.changed()).extracting(DriftedObject::fingerprint).containsExactly("c");
        assertThat(later.after().objects().getFirst().detectedAt()).isEqualTo(START);
    }

    @Test
    void driftThatEndsWithoutAReleaseWasReverted() {
        // Given
        DriftState told = turn(DriftState.NONE, 4, START, drifted("a")).after();

        // When
        Page page = turn(told, 4, START.plusSeconds(1), new Verdict.Clean());

        // Then
        assertThat(page.resolved()).singleElement().satisfies(end -> {
            assertThat(end.cause()).isEqualTo(Cause.REVERTED);
            assertThat(end.fingerprint()).isEqualTo("a");
        });
        assertThat(page.after().objects()).isEmpty();
    }

    @Test
    void driftThatEndsWithAReleaseWasCorrectedOrAcceptedByANewCommit() {
        // Given
        DriftState told = turn(DriftState.NONE, 4, START, drifted("a")).after();

        // When
        Page corrected = turn(told, 6, START.plusSeconds(1), new Verdict.Clean());
        Page accepted = Book.turn(
                told,
                6,
                MANAGED,
                List.of(new Judgement(applied("another", 6), new Verdict.Clean())),
                List.of(),
                START.plusSeconds(1));

        // Then
        assertThat(corrected.resolved().getFirst().cause()).isEqualTo(Cause.CORRECTED);
        assertThat(accepted.resolved().getFirst().cause()).isEqualTo(Cause.ACCEPTED);
    }

    @Test
    void driftEndsWhenTheObjectIsHeldOrExcludedOrNoLongerManaged() {
        // Given
        DriftState told = turn(DriftState.NONE, 4, START, drifted("a")).after();

        // When
        Page held = turn(told, 4, START, new Verdict.Held(START.plusSeconds(60)));
        Page excluded = turn(told, 4, START, new Verdict.Excluded());
        Page removed = Book.turn(told, 5, Set.of(), List.of(), List.of(), START);

        // Then
        assertThat(held.resolved().getFirst().cause()).isEqualTo(Cause.HELD);
        assertThat(excluded.resolved().getFirst().cause()).isEqualTo(Cause.EXCLUDED);
        assertThat(removed.resolved().getFirst().cause()).isEqualTo(Cause.REMOVED);
    }

    @Test
    void whatWasNotJudgedOrCannotBeJudgedStands() {
        // Given
        DriftState told = turn(DriftState.NONE, 4, START, drifted("a")).after();

        // When
        Page untouched = Book.turn(told, 4, MANAGED, List.of(), List.of(), START);
        Page unsettled = turn(told, 4, START, new Verdict.Unsettled());

        // Then
        assertThat(untouched.after().objects()).isEqualTo(told.objects());
        assertThat(unsettled.after().objects()).isEqualTo(told.objects());
        assertThat(unsettled.news(told)).isFalse();
    }

    @Test
    void aFightIsContestedAfterThreeCorrectionsAndBacksOffLongerEachTime() {
        // Given
        DriftState state = DriftState.NONE;
        Instant now = START;
        long sequence = 4;
        for (int i = 0; i < 3; i++) {
            state = turn(state, sequence, now, drifted("a")).after();
            now = now.plusSeconds(1);
            sequence += 2;
            assertThat(state.objects().getFirst().contested()).isFalse();
            state = turn(state, sequence, now, new Verdict.Clean()).after();
        }

        // When
        Page fourth = turn(state, sequence, now, drifted("a"));
        DriftedObject contested = fourth.detected().getFirst();
        Instant tried = now.plusSeconds(61);
        Page fifth = turn(fourth.after(), sequence + 2, tried, drifted("a"));

        // Then
        assertThat(contested.contested()).isTrue();
        assertThat(contested.notBefore()).isEqualTo(now.plusSeconds(60));
        assertThat(fifth.changed()).singleElement().satisfies(object -> {
            assertThat(object.contested()).isTrue();
            assertThat(object.notBefore()).isEqualTo(tried.plusSeconds(120));
        });
    }

    @Test
    void aFighterThatIsFasterThanTheReportIsFoundToo() {
        // Given
        DriftState state = turn(DriftState.NONE, 4, START, drifted("a")).after();

        // When
        for (int release = 1; release <= 3; release++) {
            state = turn(state, 4 + 2 * release, START.plusSeconds(release), drifted("a"))
                    .after();
        }

        // Then
        assertThat(state.objects().getFirst().contested()).isTrue();
    }

    @Test
    void aReleaseThatDidNotApplyTheObjectCorrectedNothing() {
        // Given
        DriftState state = turn(DriftState.NONE, 4, START, drifted("a")).after();

        // When
        for (int release = 1; release <= 5; release++) {
            state = turn(state, 4 + 2 * release, 4, START.plusSeconds(release), drifted("a"))
                    .after();
        }
        Page reverted = turn(state, 16, 4, START.plusSeconds(9), new Verdict.Clean());

        // Then
        assertThat(state.objects().getFirst().contested()).isFalse();
        assertThat(state.corrections()).isEmpty();
        assertThat(reverted.resolved().getFirst().cause()).isEqualTo(Cause.REVERTED);
    }

    @Test
    void correctionsOfLongAgoDoNotCount() {
        // Given
        DriftState state = DriftState.NONE;
        Instant now = START;
        long sequence = 4;

        // When
        for (int i = 0; i < 6; i++) {
            state = turn(state, sequence, now, drifted("a")).after();
            sequence += 2;
            state = turn(state, sequence, now.plusSeconds(1), new Verdict.Clean())
                    .after();
            now = now.plusSeconds(200);
        }

        // Then
        assertThat(turn(state, sequence, now, drifted("a"))
                        .detected()
                        .getFirst()
                        .contested())
                .isFalse();
    }

    @Test
    void openDriftIsWrittenAgainForANewInventorySoThatItCanBeCorrected() {
        // Given
        DriftState told =
                turn(DriftState.NONE, 4, START, drifted("a", Drift.REPORT)).after();

        // When
        Page page = turn(told, 6, START.plusSeconds(1), drifted("a", Drift.REPORT));

        // Then
        assertThat(page.news(told)).isTrue();
        assertThat(page.after().inventorySequence()).isEqualTo(6);
        assertThat(page.changed()).isEmpty();
    }

    private static Page turn(DriftState before, long sequence, Instant now, Verdict verdict) {
        return turn(before, sequence, sequence, now, verdict);
    }

    private static Page turn(DriftState before, long sequence, long appliedSequence, Instant now, Verdict verdict) {
        Judgement judgement = new Judgement(applied("digest", appliedSequence), verdict);
        return Book.turn(before, sequence, MANAGED, List.of(judgement), List.of(), now);
    }

    private static InventoryObject applied(String digest, long appliedSequence) {
        return new InventoryObject(
                WEB, "apps/v1", "uid", digest, false, 0, false, Map.of(), START, appliedSequence, null);
    }

    private static Verdict drifted(String fingerprint) {
        return drifted(fingerprint, Drift.CORRECT);
    }

    private static Verdict drifted(String fingerprint, Drift policy) {
        DriftedField field = new DriftedField(
                "/spec/replicas", DriftedField.Change.CHANGED, "kubectl", "Update", null, START, "9", "3");
        return new Verdict.Drifted(DriftKind.MODIFIED, List.of(field), null, policy, fingerprint);
    }
}
