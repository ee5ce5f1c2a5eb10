package io.keelstream.drift.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.ApplyState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<InventoryObject> OBJECTS = List.of(object("a"), object("b"));

    private final Candidates candidates = new Candidates();

    @Test
    void newBasisMakesEveryObjectACandidateAndAnEventMakesOne() {
        // When
        List<InventoryObject> first = candidates.take("1", OBJECTS);
        List<InventoryObject> quiet = candidates.take("1", OBJECTS);
        candidates.add("b");
        List<InventoryObject> named = candidates.take("1", OBJECTS);
        List<InventoryObject> other = candidates.take("2", OBJECTS);

        // Then
        assertThat(first).isEqualTo(OBJECTS);
        assertThat(quiet).isEmpty();
        assertThat(named).extracting(InventoryObject::reference).containsExactly("b");
        assertThat(other).isEqualTo(OBJECTS);
    }

    @Test
    void objectsThatCouldNotBeAssessedAreAssessedTogetherLater() {
        // Given
        candidates.take("1", OBJECTS);

        // When
        candidates.forget();

        // Then
        assertThat(candidates.take("1", OBJECTS)).isEqualTo(OBJECTS);
    }

    @Test
    void doubtIsConfirmedAfterItsPauseAndStaysACandidateUntilThen() {
        // Given
        candidates.take("1", OBJECTS);

        // When
        boolean atOnce = candidates.stands("a", NOW, OwnWrites.RELEASE_RECORD);
        List<InventoryObject> again = candidates.take("1", OBJECTS);
        boolean later = candidates.stands("a", NOW.plus(OwnWrites.RELEASE_RECORD), OwnWrites.RELEASE_RECORD);

        // Then
        assertThat(atOnce).isFalse();
        assertThat(again).extracting(InventoryObject::reference).containsExactly("a");
        assertThat(later).isTrue();
    }

    @Test
    void resolvedDoubtStartsAnew() {
        // Given
        candidates.stands("a", NOW, OwnWrites.RELEASE_RECORD);
        candidates.settled("a");

        // Then
        assertThat(candidates.stands("a", NOW.plusSeconds(5), OwnWrites.RELEASE_RECORD))
                .isFalse();
    }

    private static InventoryObject object(String reference) {
        return new InventoryObject(reference, "v1", 0, null, new ApplyState("uid", "digest", false, false, null), null);
    }
}
