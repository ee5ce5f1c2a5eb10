package io.keelstream.canary.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keelstream.canary.observations.ArmCounts;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class HarmEvidencePropertyTests {

    private static final long SEED = 20_260_101;

    @Test
    void expectedWealthAtTheToleratedRatioNeverRises() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 2_000; round++) {
            // Given any evidence so far, exposures of both arms, a number of events and a ratio within the tolerance
            HarmEvidence before = anyEvidence(random);
            double baseline = 1 + random.nextInt(200);
            double canary = 1 + random.nextInt(200);
            int events = random.nextInt(12);
            double tolerated = 1 + random.nextDouble();
            double truth = tolerated * (round % 3 == 0 ? 1 : random.nextDouble(0.3, 1));
            double dispersion = round % 2 == 0 ? 1 : random.nextDouble(1, 4);

            // When averaged over what the tick may bring
            double share = truth * canary / (truth * canary + baseline);
            double expected = 0;
            for (int x = 0; x <= events; x++) {
                ArmCounts tick = new ArmCounts(events - x, baseline, x, canary);
                expected += BinomialDistribution.of(events, share).probability(x)
                        * Math.exp(before.after(tick, tolerated, dispersion).logE());
            }

            // Then it is at most what it was
            assertThat(expected)
                    .as("seed %d, round %d", SEED, round)
                    .isLessThanOrEqualTo(Math.exp(before.logE()) * (1 + 1e-9));
        }
    }

    @Test
    void stakeIsNeverSpentTwice() {
        HarmEvidence evidence = HarmEvidence.none();
        ArmCounts quiet = new ArmCounts(0, 50, 0, 50);
        for (int tick = 0; tick < 20_000; tick++) {
            evidence = evidence.after(quiet, 1.2, 1);
            if (tick % 500 == 0) {
                evidence = evidence.atStep();
            }
        }

        assertThat(evidence.unstaked()).isBetween(0.0, 0.2);
        assertThat(evidence.logE()).isCloseTo(0, within(1e-9));
    }

    @Test
    void mixtureOverStartTimesEqualsTheSumOverThem() {
        // Given one alternative observed alone: harm that begins at tick s earns the product of the gains from s on
        SplittableRandom random = new SplittableRandom(SEED + 1);
        HarmEvidence evidence = HarmEvidence.none();
        double[] wealth = new double[60];
        double[] stakes = new double[60];
        for (int tick = 0; tick < 60; tick++) {
            ArmCounts counts = new ArmCounts(random.nextInt(3), 40, random.nextInt(4), 60);
            double unstaked = evidence.unstaked();
            evidence = evidence.after(counts, 1.2, 1.5);
            stakes[tick] = unstaked - evidence.unstaked();
            wealth[tick] = 1;
            double expected = 1.2 * 60;
            double gain = (counts.canaryEvents() * Math.log(2)
                            - counts.events() * Math.log((2 * expected + 40) / (expected + 40)))
                    / 1.5;
            for (int start = 0; start <= tick; start++) {
                wealth[start] *= Math.exp(gain);
            }
        }

        double sum = 0;
        for (int start = 0; start < 60; start++) {
            sum += stakes[start] * wealth[start];
        }
        assertThat(evidence.wealth().get(2)).isCloseTo(sum, within(1e-9 * sum));
    }

    @Test
    void wealthStaysFiniteHoweverLongTheHarmLasts() {
        HarmEvidence evidence = HarmEvidence.none();
        for (int tick = 0; tick < 2_000; tick++) {
            evidence = evidence.after(new ArmCounts(0, 500, tick < 1_000 ? 500 : 0, 500), 1.2, 1);
        }

        assertThat(evidence.logE()).isFinite().isPositive();
        assertThat(evidence.wealth()).allMatch(Double::isFinite);
    }

    private static HarmEvidence anyEvidence(SplittableRandom random) {
        HarmEvidence evidence = HarmEvidence.none();
        int ticks = random.nextInt(6);
        for (int tick = 0; tick < ticks; tick++) {
            evidence = evidence.after(
                    new ArmCounts(random.nextInt(5), 1 + random.nextInt(90), random.nextInt(9), 1 + random.nextInt(90)),
                    1.2,
                    1);
        }
        return evidence;
    }
}
