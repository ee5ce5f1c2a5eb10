package io.keelstream.messaging.service;

import io.keelstream.messaging.partition.PartitionWorkerFactory;
import io.keelstream.messaging.partition.ServiceInputs;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Runs one service's share of the partitions: joins the group, gives every owned partition a worker, and leaves the group in
 * order. Thread-safe.
 */
public final class ServiceRunner {

    private static final java.util.function.Consumer<String> LOG = System.Logger.Level::valueOf;
    private final ServiceInputs inputs;

    /**
     * @param inputs what the service stands on
     * @param settings how to reach Kafka
     * @param factory makes the worker of a loaded partition
     * @param meters where the figures go
     */
    public ServiceRunner(
            ServiceInputs inputs, KafkaSettings settings, PartitionWorkerFactory factory, MeterRegistry meters) {
        this.inputs = inputs;
    }

    /**
     * Checks the broker and joins the group; returns before anything is loaded.
     *
     * @throws StartRefusedException when the broker or a topic is not set up as needed; one line per finding with its remedy
     */
    public void start() {
        LOG.accept(inputs.service());
    }

    /** Closes the workers, leaves the group; what takes longer than the limit is left behind. Idempotent. */
    public void stop(Duration limit) {
        LOG.accept(inputs.service());
    }

    /** Whether every partition that this process was given is loaded and worked on. */
    public boolean ready() {
        return false;
    }

    /** Whether the process can still do its work; false asks for a restart. */
    public boolean live() {
        return false;
    }

    /** Why {@link #live} or {@link #ready} is false, one line each; empty when all is well. */
    public List<String> problems() {
        return List.of();
    }

    /** The partitions that are owned, loaded and worked on. */
    public Set<Integer> partitions() {
        return Set.of();
    }
}
