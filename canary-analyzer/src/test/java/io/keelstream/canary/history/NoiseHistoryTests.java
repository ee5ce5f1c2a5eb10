package io.keelstream.canary.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.canary.observations.ArmCounts;
import io.keelstream.canary.overdispersion.Noise;
import io.keelstream.canary.persistence.HistoryJson;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NoiseHistoryTests {

    private static final String DIGEST = "sha256:1";

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void nothingIsKnownBeforeTheFirstPass() {
        assertThat(NoiseHistory.none(DIGEST).noise("a").learned()).isEmpty();
    }

    @Test
    void trialIsNotJudgedByWhatItTaughtItself() {
        NoiseHistory history = NoiseHistory.none(DIGEST).passed("a", blocks(24));

        assertThat(history.noise("a").learned()).isEmpty();
        assertThat(history.noise("b").of("errors", Noise.unknown()).learned()).isTrue();
    }

    @Test
    void trialThatPassesAtEachStepCountsOnce() {
        Blocks first = blocks(4);
        Blocks all = blocks(24);
        NoiseHistory once = NoiseHistory.none(DIGEST).passed("a", all);

        assertThat(NoiseHistory.none(DIGEST).passed("a", first).passed("a", all))
                .isEqualTo(once);
    }

    @Test
    void trialThatFailsAfterAPassTeachesNothing() {
        NoiseHistory history = NoiseHistory.none(DIGEST).passed("a", blocks(24));

        assertThat(history.passed("b", blocks(24)).failed("b").noise("c"))
                .as("as if b had never been, but that a has faded")
                .isEqualTo(new NoiseHistory(
                                NoiseHistory.VERSION,
                                DIGEST,
                                history.passed("b", blocks(1)).earlier(),
                                "",
                                new java.util.TreeMap<>())
                        .noise("c"));
        assertThat(history.failed("a").noise("b").learned()).isEmpty();
        assertThat(history.failed("other")).isEqualTo(history);
    }

    @Test
    void quietTargetIsBelievedToBeQuieterWithEveryTrial() {
        NoiseHistory history = NoiseHistory.none(DIGEST);
        double before = Noise.PRIOR_DISPERSION;
        for (int trial = 0; trial < 5; trial++) {
            history = history.passed("trial-" + trial, blocks(24));
        }
        Noise noise = history.noise("next").of("errors", Noise.unknown());

        assertThat(noise.dispersion()).isLessThan(before);
        assertThat(noise.offsetVariance()).isLessThan(Noise.unknown().offsetVariance());
    }

    @Test
    void learnedCountsFadeSoThatTenTrialsBoundTheirWeight() {
        NoiseHistory history = NoiseHistory.none(DIGEST);
        for (int trial = 0; trial < 200; trial++) {
            history = history.passed("trial-" + trial, blocks(24));
        }

        assertThat(history.earlier().get("errors").freedom()).isBetween(200.0, 10 * 23.0);
    }

    @Test
    void writtenHistoryIsReadBackExactlyAndOnlyForTheSameConfiguration() {
        NoiseHistory history = NoiseHistory.none(DIGEST).passed("a", blocks(7)).passed("b", blocks(3));
        String json = HistoryJson.write(history);

        assertThat(HistoryJson.read(json, DIGEST)).isEqualTo(history);
        assertThat(HistoryJson.read(json, "sha256:2")).isEqualTo(NoiseHistory.none("sha256:2"));
        assertThat(HistoryJson.read(json.replace("\"version\":1", "\"version\":99"), DIGEST))
                .as("a layout of another version")
                .isEqualTo(NoiseHistory.none(DIGEST));
        assertThat(HistoryJson.read("no JSON", DIGEST)).isEqualTo(NoiseHistory.none(DIGEST));
    }

    @Test
    void blocksOfALongAnalysisAreBounded() {
        Blocks blocks = blocks(1_000);

        assertThat(blocks.counts().get("errors")).hasSize(96);
        assertThat(HistoryJson.readBlocks(HistoryJson.write(blocks)).counts()).isEqualTo(blocks.counts());
        assertThat(HistoryJson.readBlocks("[]").counts()).isEmpty();
    }

    /** Of two arms whose errors are a little random: 1,000 requests and about 10 errors per block and arm. */
    private Blocks blocks(int count) {
        Blocks blocks = new Blocks();
        ArmCounts sums = new ArmCounts(0, 0, 0, 0);
        for (int block = 0; block < count; block++) {
            ArmCounts after =
                    sums.plus(new ArmCounts(10 + random.nextInt(-2, 3), 1_000, 10 + random.nextInt(-2, 3), 1_000));
            blocks.add(block, Map.of("errors", sums), Map.of("errors", after));
            sums = after;
        }
        return blocks;
    }
}
