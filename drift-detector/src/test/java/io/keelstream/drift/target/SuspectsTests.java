package io.keelstream.drift.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.inventory.InventoryObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuspectsTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<InventoryObject> OBJECTS = List.of(object("a"), object("b"));

    private final Suspects suspects = new Suspects();

    @Test
    void anotherBasisMakesSuspectsOfAllAndAnEventOfOne() {
        // When
        List<InventoryObject> first = suspects.take("1", OBJECTS);
        List<InventoryObject> quiet = suspects.take("1", OBJECTS);
        suspects.add("b");
        List<InventoryObject> named = suspects.take("1", OBJECTS);
        List<InventoryObject> other = suspects.take("2", OBJECTS);

        // Then
        assertThat(first).isEqualTo(OBJECTS);
        assertThat(quiet).isEmpty();
        assertThat(named).extracting(InventoryObject::reference).containsExactly("b");
        assertThat(other).isEqualTo(OBJECTS);
    }

    @Test
    void whatCouldNotBeJudgedIsJudgedAsAWholeLater() {
        // Given
        suspects.take("1", OBJECTS);

        // When
        suspects.forget();

        // Then
        assertThat(suspects.take("1", OBJECTS)).isEqualTo(OBJECTS);
    }

    @Test
    void aDoubtStandsAfterItsPauseAndStaysASuspectUntilThen() {
        // Given
        suspects.take("1", OBJECTS);

        // When
        boolean atOnce = suspects.stands("a", NOW, Suspects.OWN_DOING);
        List<InventoryObject> again = suspects.take("1", OBJECTS);
        boolean later = suspects.stands("a", NOW.plus(Suspects.OWN_DOING), Suspects.OWN_DOING);

        // Then
        assertThat(atOnce).isFalse();
        assertThat(again).extracting(InventoryObject::reference).containsExactly("a");
        assertThat(later).isTrue();
    }

    @Test
    void aDoubtThatWasSettledBeginsAnew() {
        // Given
        suspects.stands("a", NOW, Suspects.OWN_DOING);
        suspects.settled("a");

        // Then
        assertThat(suspects.stands("a", NOW.plusSeconds(5), Suspects.OWN_DOING)).isFalse();
    }

    private static InventoryObject object(String reference) {
        return new InventoryObject(reference, "v1", "uid", "digest", false, 0, false, null, null, null, null);
    }
}
