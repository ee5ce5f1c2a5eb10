package io.keelstream.canary.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BoundaryCheckValuesTest {

    @Test
    void twoSidedNormalMixtureHasItsPublishedValue() {
        double boundary = NormalMixture.tightAt(100, 0.05, false).boundary(100, 0.05);

        assertThat(boundary).isCloseTo(30.35209, within(1e-5));
    }

    @Test
    void oneSidedNormalMixtureHasItsPublishedValue() {
        double boundary = NormalMixture.tightAt(100, 0.05, true).boundary(100, 0.05);

        assertThat(boundary).isCloseTo(27.66071, within(1e-5));
    }

    @Test
    void polynomialStitchedBoundaryHasItsPublishedValue() {
        double boundary = new PolynomialStitching(10, 3).boundary(100, 0.05);

        assertThat(boundary).isCloseTo(64.48755, within(1e-5));
    }

    @Test
    void bernoulliSequenceHasItsPublishedValue() {
        BernoulliSequence interval = BernoulliSequence.of(700, 1_000, 0.05, 100);

        assertThat(interval.low()).isCloseTo(0.651629, within(1e-6));
        assertThat(interval.high()).isCloseTo(0.745949, within(1e-6));
    }

    @Test
    void oneSidedMixtureStaysFiniteFarOnTheWrongSide() {
        double logE = NormalMixture.tightAt(100, 0.01, true).logE(-1e6, 1e4);

        assertThat(logE).isFinite().isNegative();
    }
}
