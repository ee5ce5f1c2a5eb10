package io.keelstream.contracts.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsTests {

    @Test
    void fewShortProblemsStayAsTheyAre() {
        // Given
        List<Problem> few = List.of(new Problem("YamlSyntax", "not YAML", "a.yaml"), new Problem("Held", "held", null));

        // Then
        assertThat(Problems.cut(few)).isEqualTo(few);
    }

    @Test
    void ofManyTheFirstAreKeptAndTheRestIsCounted() {
        // Given
        List<Problem> many = Collections.nCopies(2_000, new Problem("Refused", "x".repeat(3_000), "y".repeat(3_000)));

        // When
        List<Problem> cut = Problems.cut(many);

        // Then
        assertThat(cut).hasSize(101);
        assertThat(cut.getLast()).isEqualTo(new Problem("AndMore", "and 1900 more problems", null));
        assertThat(cut.getFirst().message()).isEqualTo("x".repeat(500) + " ...");
        assertThat(cut.getFirst().where()).hasSize(504);
    }
}
