package io.keelstream.benchmarks.scenario;

import io.keelstream.e2e.cluster.TestCluster;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Requests that the cluster's server counted, by name, see {@link TestCluster#requestCounts}.
 *
 * @param counts number by name
 */
public record Requests(Map<String, Long> counts) {

    /** A request may show up in the server's log a moment after its answer. */
    private static final int LAG_MILLISECONDS = 300;

    public static Requests now(TestCluster cluster) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(LAG_MILLISECONDS);
        return new Requests(cluster.requestCounts());
    }

    /** What came after an earlier count. */
    public Requests since(Requests earlier) {
        Map<String, Long> more = new TreeMap<>();
        counts.forEach((name, count) -> {
            long difference = count - earlier.counts.getOrDefault(name, 0L);
            if (difference != 0) {
                more.put(name, difference);
            }
        });
        return new Requests(more);
    }

    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    public long withoutWatches() {
        return sum("watch ", false);
    }

    /** What may have changed an object. */
    public long writes() {
        return counts.entrySet().stream()
                .filter(each -> !each.getKey().matches("(get|list|watch) .*|.* dry-run"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private long sum(String prefix, boolean with) {
        return counts.entrySet().stream()
                .filter(each -> each.getKey().startsWith(prefix) == with)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @Override
    public String toString() {
        return counts.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "));
    }
}
