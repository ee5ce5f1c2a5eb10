package io.keelstream.messaging.partition;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * When a consumer last heard from the coordinator of its group. A poll also returns when the broker is away, so the proof
 * is that bytes arrived on the coordinator's own connection, where nothing but heartbeats, joins and commits travel. The
 * time taken is that of the look before: an answer that waited in a socket while this process was paused proves nothing
 * about now. Monotonic clock; written by the polling thread, read by any.
 */
final class BrokerContact {

    /** The client gives the coordinator's connection a node number of its own, counted down from the largest. */
    private static final int COORDINATOR_NODES = 1 << 30;

    /** Looking costs a walk over the client's metrics. */
    private static final long LOOK_NANOS = 50_000_000;

    private final long windowNanos;
    private volatile long heardNanos;
    private long lookedNanos;
    private double bytes;

    /** @param sessionTimeout after which the broker gives the member's partitions to others */
    BrokerContact(Duration sessionTimeout) {
        this.windowNanos = sessionTimeout.toNanos() / 2;
        this.lookedNanos = System.nanoTime();
        this.heardNanos = lookedNanos - windowNanos - 1;
    }

    /** Looks whether anything has arrived; called after every poll. */
    void look(Consumer<?, ?> consumer) {
        long now = System.nanoTime();
        if (now - lookedNanos < LOOK_NANOS) {
            return;
        }
        double arrived = coordinatorBytes(consumer.metrics());
        if (arrived != bytes) {
            bytes = arrived;
            heardNanos = lookedNanos;
        }
        lookedNanos = now;
    }

    /** Whether the last proof is younger than half the session timeout. */
    boolean recent() {
        return System.nanoTime() - heardNanos < windowNanos;
    }

    /** How long ago the last proof was; any thread. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heardNanos);
    }

    private static double coordinatorBytes(Map<MetricName, ? extends Metric> metrics) {
        double sum = 0;
        for (Map.Entry<MetricName, ? extends Metric> each : metrics.entrySet()) {
            MetricName name = each.getKey();
            if (name.name().equals("incoming-byte-total")
                    && isCoordinator(name.tags().get("node-id"))
                    && each.getValue().metricValue() instanceof Double value) {
                sum += value;
            }
        }
        return sum;
    }

    private static boolean isCoordinator(@Nullable String node) {
        if (node == null || !node.startsWith("node-")) {
            return false;
        }
        String number = node.substring("node-".length());
        return !number.startsWith("-") && number.length() >= 10 && Long.parseLong(number) > COORDINATOR_NODES;
    }
}
