package io.keelstream.kubernetes.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.plan.Assessment.Demand;
import io.keelstream.contracts.plan.Assessment.DemandRange;
import io.keelstream.contracts.plan.Assessment.Prices;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How what a target requests changes, in percent and in money. */
class DemandChangeTests {

    private static final long MIB = 1L << 20;
    private static final Prices PRICES = new Prices("EUR", 20, 4);

    private static DemandRange range(long leastMillis, long leastMib, long mostMillis, long mostMib) {
        return new DemandRange(new Demand(leastMillis, leastMib * MIB), new Demand(mostMillis, mostMib * MIB));
    }

    private static DemandChange change(@Nullable DemandRange before, DemandRange after) {
        return new DemandChange(before, after);
    }

    @Test
    void greatestOfAllIncreasesCounts() {
        assertThat(change(range(100, 100, 100, 100), range(105, 100, 100, 100)).increasePercent())
                .hasValue(5);
        assertThat(change(range(100, 100, 100, 100), range(105, 110, 100, 133)).increasePercent())
                .hasValue(33);
        assertThat(change(range(1000, 100, 1000, 100), range(1001, 100, 1000, 100))
                        .increasePercent())
                .as("rounded up")
                .hasValue(1);
    }

    @Test
    void lessAndTheSameAreNoIncrease() {
        assertThat(change(range(100, 100, 100, 100), range(50, 100, 100, 100)).increasePercent())
                .isEmpty();
    }

    @Test
    void thereIsNoPercentOfNothing() {
        assertThat(change(null, range(100, 100, 100, 100)).increasePercent()).isEmpty();
        assertThat(change(range(0, 100, 0, 100), range(100, 110, 100, 110)).increasePercent())
                .hasValue(10);
    }

    @Test
    void textSaysBeforeAndAfterWithPercentAndMoney() {
        assertThat(change(range(500, 256, 2500, 1280), range(600, 256, 3000, 1280))
                        .text(PRICES))
                .isEqualTo("cpu 0.5 to 2.5 -> 0.6 to 3 cores (+20 %), memory 256 MiB to 1.25 GiB;"
                        + " 11.00 to 55.00 -> 13.00 to 65.00 EUR a month");
        assertThat(change(null, range(1500, 64, 1500, 64)).text(PRICES))
                .isEqualTo("cpu 1.5 cores, memory 64 MiB; 30.25 EUR a month");
        assertThat(change(range(1000, 2048, 1000, 2048), range(1000, 1024, 1000, 1024))
                        .text(null))
                .isEqualTo("cpu 1 cores, memory 2 GiB -> 1 GiB (-50 %)");
    }
}
