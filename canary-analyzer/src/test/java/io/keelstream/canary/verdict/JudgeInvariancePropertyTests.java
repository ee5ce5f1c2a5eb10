package io.keelstream.canary.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keelstream.canary.intake.Intake;
import io.keelstream.canary.observations.MetricTick;
import io.keelstream.canary.observations.Tick;
import io.keelstream.canary.overdispersion.NoiseBook;
import io.keelstream.canary.persistence.StateJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JudgeInvariancePropertyTests {

    private static final long SEED = 4_711;
    private static final Judge JUDGE = new Judge(RandomTicks.CONFIG, NoiseBook.empty());

    @Test
    void restartBetweenAnyTwoTicksChangesNothing() {
        for (long run = 0; run < 60; run++) {
            List<Tick> ticks = RandomTicks.of(new SplittableRandom(SEED + run), 50);
            AnalysisState through = JUDGE.begin();
            AnalysisState restarted = JUDGE.begin();
            for (Tick tick : ticks) {
                through = JUDGE.observe(through, tick);
                restarted = JUDGE.observe(StateJson.read(StateJson.write(restarted)), tick);
                assertThat(restarted).as("seed %d", SEED + run).isEqualTo(through);
            }
            assertThat(StateJson.write(restarted)).isEqualTo(StateJson.write(through));
        }
    }

    @Test
    void lateReorderedAndRepeatedReadingsGiveTheSameStateBitForBit() {
        for (long run = 0; run < 1_500; run++) {
            // Given the readings of an analysis, metric by metric, shuffled within the lateness and some of them twice
            List<Tick> ticks = RandomTicks.of(new SplittableRandom(SEED + run), 24);
            List<Tick> parts = shuffledParts(ticks, run);

            // When they come in one order and in the other
            AnalysisState inOrder = fold(ticks, 8);
            AnalysisState outOfOrder = fold(parts, 8);

            // Then the result is the same
            assertThat(outOfOrder).as("seed %d", SEED + run).isEqualTo(inOrder);
            assertThat(StateJson.write(outOfOrder)).isEqualTo(StateJson.write(inOrder));
        }
    }

    @Test
    void verdictDoesNotDependOnTheUnits() {
        for (long run = 0; run < 1_500; run++) {
            double scale = Math.pow(10, run % 15 - 7.0);
            AnalysisState plain = observe(RandomTicks.of(new SplittableRandom(SEED + run), 40));
            AnalysisState scaled = observe(RandomTicks.of(new SplittableRandom(SEED + run), 40, scale, false));

            assertThat(JUDGE.rule(scaled))
                    .as("seed %d, scale %s", SEED + run, scale)
                    .isEqualTo(JUDGE.rule(plain));
            assertThat(JUDGE.assess(scaled).logE())
                    .isCloseTo(JUDGE.assess(plain).logE(), within(1e-6));
        }
    }

    @Test
    void equalPodsMayChangePlaces() {
        for (long run = 0; run < 1_500; run++) {
            AnalysisState plain = observe(RandomTicks.of(new SplittableRandom(SEED + run), 40));
            AnalysisState turned = observe(RandomTicks.of(new SplittableRandom(SEED + run), 40, 1, true));

            assertThat(JUDGE.rule(turned)).as("seed %d", SEED + run).isEqualTo(JUDGE.rule(plain));
            assertThat(JUDGE.assess(turned).logE())
                    .isCloseTo(JUDGE.assess(plain).logE(), within(1e-9));
        }
    }

    @Test
    void stateDoesNotGrowWithTime() {
        AnalysisState early = observe(RandomTicks.of(new SplittableRandom(SEED), 200));
        AnalysisState late = observe(RandomTicks.of(new SplittableRandom(SEED), 4_000));

        assertThat(StateJson.write(late).length())
                .isLessThan(StateJson.write(early).length() * 13 / 10);
    }

    private static AnalysisState observe(List<Tick> ticks) {
        AnalysisState state = JUDGE.begin();
        for (Tick tick : ticks) {
            state = JUDGE.observe(state, tick);
        }
        return state;
    }

    private static AnalysisState fold(List<Tick> readings, long lateness) {
        AnalysisState state = JUDGE.begin();
        Intake intake = Intake.empty();
        for (Tick reading : readings) {
            Intake.Accepted accepted = intake.accept(reading, lateness);
            intake = accepted.intake();
            for (Tick tick : accepted.complete()) {
                state = JUDGE.observe(state, tick);
            }
        }
        assertThat(intake.dropped()).isZero();
        for (Tick tick : intake.rest()) {
            state = JUDGE.observe(state, tick);
        }
        return state;
    }

    /** Blocks of four ticks, cut into metrics, shuffled, with repetitions. */
    private static List<Tick> shuffledParts(List<Tick> ticks, long seed) {
        Random random = new Random(seed);
        List<Tick> all = new ArrayList<>();
        for (int from = 0; from < ticks.size(); from += 4) {
            List<Tick> block = new ArrayList<>();
            for (Tick tick : ticks.subList(from, Math.min(from + 4, ticks.size()))) {
                tick.metrics().forEach((name, metric) -> {
                    Tick part = new Tick(
                            tick.number(), new TreeMap<String, MetricTick>(Collections.singletonMap(name, metric)));
                    block.add(part);
                    if (random.nextInt(5) == 0) {
                        block.add(part);
                    }
                });
            }
            Collections.shuffle(block, random);
            all.addAll(block);
        }
        return all;
    }
}
