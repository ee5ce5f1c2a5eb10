package io.keelstream.canary.mannwhitney;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values computed apart from this code with SciPy and R's formulas by {@code mann-whitney/oracle.py}. */
class MannWhitneyOracleTest {

    @ParameterizedTest
    @MethodSource("oracle")
    void agreesWithSciPyAndTheFormulasOfR(String line) {
        // Given two samples and what the oracle says of them
        List<String> fields = List.of(line.split(",", -1));
        double[] x = numbers(fields.get(1));
        double[] y = numbers(fields.get(2));
        double[] expected =
                fields.subList(3, 9).stream().mapToDouble(Double::parseDouble).toArray();

        // When they are compared
        MannWhitney test = MannWhitney.of(x, y, 0.98);

        // Then every number agrees, relative to the spread of the data
        double spread =
                Arrays.stream(x).max().orElseThrow() - Arrays.stream(x).min().orElseThrow();
        assertThat(test.statistic()).isEqualTo(expected[0]);
        assertThat(test.pValue()).isCloseTo(expected[1], within(1e-12 + 1e-9 * expected[1]));
        assertThat(test.estimate()).isCloseTo(expected[2], within(1e-9 * spread));
        assertThat(test.low()).isCloseTo(expected[3], within(1e-9 * spread));
        assertThat(test.high()).isCloseTo(expected[4], within(1e-9 * spread));
        assertThat(EffectSizes.commonLanguage(x, y)).isCloseTo(expected[5], within(1e-12));
    }

    @Test
    void oracleHasCasesOfEveryScale() throws IOException {
        assertThat(oracle()).hasSizeGreaterThanOrEqualTo(12).anyMatch(line -> line.contains("1e-07"));
    }

    static List<String> oracle() throws IOException {
        try (var stream = Objects.requireNonNull(
                MannWhitneyOracleTest.class.getResourceAsStream("/mann-whitney/oracle.csv"), "oracle.csv")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .toList();
        }
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }
}
