package io.keelstream.kubernetes.demand;

import io.keelstream.contracts.plan.Assessment;
import io.keelstream.contracts.plan.Assessment.Demand;
import io.keelstream.contracts.plan.Assessment.DemandRange;
import io.keelstream.contracts.plan.Assessment.Prices;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * How what a target requests changes. Pure.
 *
 * @param before what is applied requests; null where that is not known
 * @param after what is planned requests
 */
public record DemandChange(@Nullable DemandRange before, DemandRange after) {

    private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);
    private static final BigDecimal MIB = BigDecimal.valueOf(1L << 20);
    private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);

    /** As a plan says it. */
    public static DemandChange of(Assessment assessment) {
        return new DemandChange(assessment.before(), assessment.after());
    }

    /** Whether something is requested, before or after. */
    public boolean isAnything() {
        return !after.equals(DemandRange.NONE) || (before != null && !before.equals(DemandRange.NONE));
    }

    /**
     * The greatest increase: of CPU or memory, with the fewest pods or the most; percent, rounded up. Empty where nothing grows, and
     * where nothing was requested before: there is no percent of nothing.
     */
    public OptionalLong increasePercent() {
        return LongStream.of(
                        percent(Demand::cpuMillis, DemandRange::least),
                        percent(Demand::cpuMillis, DemandRange::most),
                        percent(Demand::memoryBytes, DemandRange::least),
                        percent(Demand::memoryBytes, DemandRange::most))
                .filter(each -> each > 0)
                .max();
    }

    private long percent(Function<Demand, Long> resource, Function<DemandRange, Demand> end) {
        return before == null ? 0 : percent(resource.apply(end.apply(before)), resource.apply(end.apply(after)));
    }

    private static long percent(long before, long after) {
        return before <= 0
                ? 0
                : BigDecimal.valueOf(after)
                        .subtract(BigDecimal.valueOf(before))
                        .multiply(BigDecimal.valueOf(100))
                        .divide(BigDecimal.valueOf(before), 0, RoundingMode.UP)
                        .min(BigDecimal.valueOf(Long.MAX_VALUE))
                        .longValue();
    }

    /**
     * For people, e.g. {@code cpu 0.5 -> 0.6 cores (+20 %), memory 256 MiB; 10.25 -> 12.3 EUR a month}.
     *
     * @param prices what it costs; null where that is not known
     */
    public String text(@Nullable Prices prices) {
        return "cpu " + resource(Demand::cpuMillis, DemandChange::cores) + " cores" + grown(Demand::cpuMillis)
                + ", memory " + resource(Demand::memoryBytes, DemandChange::bytes) + grown(Demand::memoryBytes)
                + (prices == null
                        ? ""
                        : "; " + each(range -> range(range, demand -> money(demand, prices))) + " " + prices.currency()
                                + " a month");
    }

    private String resource(Function<Demand, Long> resource, Function<Long, String> written) {
        return each(range -> range(range, demand -> written.apply(resource.apply(demand))));
    }

    private String each(Function<DemandRange, String> written) {
        String now = written.apply(after);
        String earlier = before == null ? now : written.apply(before);
        return Objects.equals(earlier, now) ? now : earlier + " -> " + now;
    }

    private static String range(DemandRange range, Function<Demand, String> written) {
        String least = written.apply(range.least());
        String most = written.apply(range.most());
        return least.equals(most) ? least : least + " to " + most;
    }

    private String grown(Function<Demand, Long> resource) {
        long least = percent(resource, DemandRange::least);
        long most = percent(resource, DemandRange::most);
        long percent = Math.abs(most) > Math.abs(least) ? most : least;
        return percent == 0 ? "" : " (" + (percent > 0 ? "+" : "") + percent + " %)";
    }

    private static String cores(long millis) {
        return plain(BigDecimal.valueOf(millis).divide(MILLIS));
    }

    private static String bytes(long bytes) {
        BigDecimal number = BigDecimal.valueOf(bytes);
        return number.compareTo(GIB) < 0
                ? plain(number.divide(MIB, 0, RoundingMode.HALF_UP)) + " MiB"
                : plain(number.divide(GIB, 2, RoundingMode.HALF_UP)) + " GiB";
    }

    private static String money(Demand demand, Prices prices) {
        BigDecimal cpu =
                BigDecimal.valueOf(demand.cpuMillis()).divide(MILLIS).multiply(BigDecimal.valueOf(prices.cpu()));
        BigDecimal memory = BigDecimal.valueOf(demand.memoryBytes())
                .multiply(BigDecimal.valueOf(prices.memory()))
                .divide(GIB, 2, RoundingMode.HALF_UP);
        return cpu.add(memory).setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
