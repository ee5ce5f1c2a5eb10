package io.keelstream.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTests {

    private static final List<String> KNOWN = List.of("namespace", "name", "path", "parameters", "policy");

    @ParameterizedTest
    @CsvSource({
        "nmae, name",
        "Name, name",
        "polcy, policy",
        "pth, path",
        "parametres, parameters",
        "namspaec, namespace"
    })
    void slipIsFound(String written, String meant) {
        assertThat(NearestName.of(written, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"replicas", "x", "foo"})
    void otherWordIsNoSlip(String written) {
        assertThat(NearestName.of(written, KNOWN)).isEmpty();
    }

    @Test
    void firstOfEquallyNearNamesIsChosen() {
        assertThat(NearestName.of("ab", List.of("aa", "bb"))).contains("aa");
    }

    @Test
    void nothingKnownIsNearNothing() {
        assertThat(NearestName.of("a", List.of())).isEmpty();
    }
}
