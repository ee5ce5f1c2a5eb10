package io.keelstream.canary.mannwhitney;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Values of the formulas of R's {@code wilcox.test(x, y, conf.int = TRUE, conf.level = 0.98, exact = FALSE, correct = TRUE)},
 * computed apart from this code by {@code src/test/resources/mann-whitney/oracle.py} (Python, standard library alone).
 */
class MannWhitneyOracleTest {

    private static final double[] SHIFTED_X = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
    private static final double[] SHIFTED_Y = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};
    private static final double[] TIED_X = {1, 2, 2, 3, 5, 5, 8, 9, 9, 12};
    private static final double[] TIED_Y = {1, 1, 2, 2, 3, 3, 4, 5, 5, 6};
    private static final double[] UNEQUAL_X = {10.5, 11.2, 9.8, 12.9, 13.3, 10.1};
    private static final double[] UNEQUAL_Y = {7.7, 8.1, 9.9, 6.5, 8.8, 9.1, 10.2, 7.3, 8.4, 9.6, 8.9};

    @Test
    void agreesOnShiftedSamples() {
        assertAgrees(SHIFTED_X, SHIFTED_Y, 58, 0.1329194582, 0.56, -0.56, 1.233);
    }

    @Test
    void agreesOnTies() {
        assertAgrees(TIED_X, TIED_Y, 68, 0.1810470195, 2, -1, 7);
    }

    @Test
    void agreesOnSamplesOfUnequalSize() {
        assertAgrees(UNEQUAL_X, UNEQUAL_Y, 63, 0.003028191732, 2.5, 0.9, 4.7);
    }

    @Test
    void theUnitDoesNotMatter() {
        // Given values in a tiny unit, where a root tolerance that is not relative to the data would hide the shift
        double[] x = Arrays.stream(UNEQUAL_X).map(value -> value * 1e-7).toArray();
        double[] y = Arrays.stream(UNEQUAL_Y).map(value -> value * 1e-7).toArray();

        MannWhitney test = MannWhitney.of(x, y, 0.98);

        assertThat(test.estimate()).isCloseTo(2.5e-7, within(1e-14));
        assertThat(test.low()).isCloseTo(0.9e-7, within(1e-14));
    }

    private static void assertAgrees(
            double[] x, double[] y, double statistic, double pValue, double estimate, double low, double high) {
        MannWhitney test = MannWhitney.of(x, y, 0.98);

        assertThat(test.statistic()).isEqualTo(statistic);
        assertThat(test.pValue()).isCloseTo(pValue, within(1e-9));
        assertThat(test.estimate()).isCloseTo(estimate, within(1e-8));
        assertThat(test.low()).isCloseTo(low, within(1e-8));
        assertThat(test.high()).isCloseTo(high, within(1e-8));
    }
}
