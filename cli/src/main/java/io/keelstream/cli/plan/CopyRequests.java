package io.keelstream.cli.plan;

import io.keelstream.contracts.canary.Trial;
import io.keelstream.kubernetes.diff.Quantity;
import io.keelstream.kubernetes.object.Manifest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the copies of a trial request beside the workload: a cluster without that room keeps the canary waiting. Pure.
 *
 * @param cpu cores
 * @param memory bytes
 */
record CopyRequests(BigDecimal cpu, BigDecimal memory) {

    static final CopyRequests NONE = new CopyRequests(BigDecimal.ZERO, BigDecimal.ZERO);

    private static final BigDecimal MEBIBYTE = BigDecimal.TWO.pow(20);

    /** Of so many pods of a copy; containers without a request count nothing. */
    static CopyRequests of(Trial.Copy copy, int pods) {
        CopyRequests sum = NONE;
        Object containers = new Manifest(copy.deployment().body()).at("spec", "template", "spec", "containers");
        for (Object container : Manifest.list(containers)) {
            Map<String, @Nullable Object> requests = Manifest.map(
                    Manifest.map(Manifest.map(container).get("resources")).get("requests"));
            sum = sum.plus(new CopyRequests(quantity(requests.get("cpu")), quantity(requests.get("memory"))));
        }
        BigDecimal times = BigDecimal.valueOf(pods);
        return new CopyRequests(sum.cpu().multiply(times), sum.memory().multiply(times));
    }

    CopyRequests plus(CopyRequests other) {
        return new CopyRequests(cpu.add(other.cpu), memory.add(other.memory));
    }

    boolean any() {
        return cpu.signum() > 0 || memory.signum() > 0;
    }

    /** E.g. {@code 0.4 CPU and 512 MiB of memory}. */
    @Override
    public String toString() {
        return cpu.stripTrailingZeros().toPlainString() + " CPU and "
                + memory.divide(MEBIBYTE, 0, RoundingMode.UP).toPlainString() + " MiB of memory";
    }

    private static BigDecimal quantity(@Nullable Object text) {
        return text == null
                ? BigDecimal.ZERO
                : Quantity.parse(String.valueOf(text)).orElse(BigDecimal.ZERO);
    }
}
