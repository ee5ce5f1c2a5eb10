package io.keelstream.testing.partition;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.partition.FactWriter;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.PartitionLostException;
import io.keelstream.messaging.partition.Table;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One life of a service on a partition: it may write as long as it lives, and dies at one of the writes when it is asked to.
 * A service that is dead writes neither records nor to a cluster. Thread-safe.
 */
public final class MortalPartition implements OwnedPartition {

    /** Where in a service's life it ends. */
    @FunctionalInterface
    public interface Fate {

        /** It never ends. */
        Fate NONE = facts -> Death.NOT_YET;

        /** Asked once before each transition is written. */
        Death at(List<Fact> facts);
    }

    /** Whether a transition is the last, and what becomes of it. */
    public enum Death {
        NOT_YET,
        BEFORE_THE_COMMIT,
        AFTER_THE_COMMIT
    }

    private final MemoryPartition partition;
    private final Fate fate;
    private final Consumer<Fact> committed;
    private volatile boolean dead;

    /**
     * @param partition the records, which outlast it
     * @param fate when it dies
     * @param committed called with every fact that is committed
     */
    public MortalPartition(MemoryPartition partition, Fate fate, Consumer<Fact> committed) {
        this.partition = partition;
        this.fate = fate;
        this.committed = committed;
    }

    /** Ends the life now, as a process that is killed. */
    public void kill() {
        dead = true;
    }

    /** Whether the life has ended. */
    public boolean dead() {
        return dead;
    }

    @Override
    public FactWriter writer() {
        return this::write;
    }

    private synchronized CompletableFuture<Void> write(List<Fact> facts) {
        Death death = dead ? Death.BEFORE_THE_COMMIT : fate.at(facts);
        dead |= death != Death.NOT_YET;
        if (death != Death.BEFORE_THE_COMMIT) {
            partition.writer().writeAndWait(facts);
            facts.forEach(committed);
        }
        return dead
                ? CompletableFuture.failedFuture(new PartitionLostException("died at " + facts))
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean mayWriteToCluster() {
        return !dead;
    }

    @Override
    public int number() {
        return partition.number();
    }

    @Override
    public int partitions() {
        return partition.partitions();
    }

    @Override
    public String installation() {
        return partition.installation();
    }

    @Override
    public <T extends Record> Table<T> table(Topic topic, Class<T> type) {
        return partition.table(topic, type);
    }
}
