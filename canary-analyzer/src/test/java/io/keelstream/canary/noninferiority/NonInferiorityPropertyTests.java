package io.keelstream.canary.noninferiority;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.canary.observations.ArmCounts;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class NonInferiorityPropertyTests {

    private static final long SEED = 77;

    @Test
    void allLooksTogetherPassACanaryAtTheMarginWithAProbabilityOfBetaAtMost() {
        for (double beta : new double[] {0.005, 0.01, 0.0475, 0.2}) {
            // Given the standardised sums of canaries at the margin: a Brownian motion seen at growing information
            SplittableRandom random = new SplittableRandom(SEED);
            double[] needed = new double[120];
            for (int look = 0; look < needed.length; look++) {
                needed[look] = NormalDistribution.of(0, 1).inverseSurvivalProbability(Looks.level(beta, look));
            }
            int runs = 40_000;
            int passed = 0;
            for (int run = 0; run < runs; run++) {
                passed += everPasses(random, needed) ? 1 : 0;
            }

            // Then few ever pass, with three standard errors of slack, and not far fewer than are allowed to
            double error = Math.sqrt(beta * (1 - beta) / runs);
            assertThat(passed / (double) runs)
                    .as("beta %s", beta)
                    .isLessThan(beta + 3 * error)
                    .isGreaterThan(0.85 * beta - 3 * error);
        }
    }

    private static boolean everPasses(SplittableRandom random, double[] needed) {
        double sum = 0;
        double information = 0;
        for (int look = 0; look < needed.length; look++) {
            double next = Looks.informationAt(look);
            sum += Math.sqrt(next - information) * random.nextGaussian();
            information = next;
            if (sum / Math.sqrt(information) >= needed[look]) {
                return true;
            }
        }
        return false;
    }

    @Test
    void canaryAtTheMarginPassesNoMoreOftenThanBeta() {
        // Given canaries exactly twice as bad as their baseline, and beta 5 %
        MarginRule rule = new MarginRule(2, 0, 0.05);
        SplittableRandom random = new SplittableRandom(SEED);
        int passed = 0;
        int runs = 2_000;
        for (int run = 0; run < runs; run++) {
            NonInferiority evidence = NonInferiority.none();
            for (int event = 0; event < 400 && !evidence.rejected(); event++) {
                double canaryRequests = 10 + random.nextInt(80);
                double share = 2 * canaryRequests / (2 * canaryRequests + 50);
                boolean canary = random.nextDouble() < share;
                evidence = evidence.after(new ArmCounts(canary ? 0 : 1, 50, canary ? 1 : 0, canaryRequests), rule, 1);
            }
            passed += evidence.rejected() ? 1 : 0;
        }

        // Then the rate is at most beta, with three standard errors of slack
        assertThat(passed / (double) runs).as("seed %d", SEED).isLessThan(0.05 + 3 * Math.sqrt(0.05 * 0.95 / runs));
    }

    @Test
    void equalCanaryPassesSoonerOrLater() {
        MarginRule rule = new MarginRule(2, 0, 0.05);
        NonInferiority evidence = NonInferiority.none();
        for (int tick = 0; tick < 300; tick++) {
            evidence = evidence.after(new ArmCounts(1, 50, 1, 50), rule, 1.25);
        }

        assertThat(evidence.passes(1.25, 1.25)).isTrue();
    }

    @Test
    void silenceOfBothArmsPassesByTheAbsoluteMarginAlone() {
        NonInferiority relative = NonInferiority.none();
        NonInferiority absolute = NonInferiority.none();
        for (int tick = 0; tick < 1_000; tick++) {
            relative = relative.after(new ArmCounts(0, 50, 0, 50), new MarginRule(2, 0, 0.05), 1);
            absolute = absolute.after(new ArmCounts(0, 50, 0, 50), new MarginRule(2, 0.001, 0.05), 1);
        }

        assertThat(relative.rejected()).isFalse();
        assertThat(absolute.rejected()).isTrue();
    }
}
