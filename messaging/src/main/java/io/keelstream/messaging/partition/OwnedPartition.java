package io.keelstream.messaging.partition;

import io.keelstream.contracts.topic.Topic;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A partition that this process owns: its tables and the only writer that may write from it. Thread-safe. */
public interface OwnedPartition {

    /** The partition's number; of every topic in the subscription list. */
    int number();

    /** How many partitions the subscribed topics have. */
    int partitions();

    /** The installation's name. */
    String installation();

    /**
     * The partition's part of a subscribed topic, complete and kept up to date.
     *
     * @throws IllegalArgumentException when the topic is not subscribed or carries another record
     */
    <T extends Record> Table<T> table(Topic topic, Class<T> type);

    /**
     * The partition's part of a subscribed topic that {@link io.keelstream.messaging.topic.Topics#archived} names.
     *
     * @throws IllegalArgumentException when the topic is not subscribed, is kept in memory, or carries another record
     */
    default <T extends Record> Archive<T> archive(Topic topic, Class<T> type) {
        Table<T> table = table(topic, type);
        return new Archive<>() {
            @Override
            public Set<String> keys(String subject) {
                Set<String> keys = new TreeSet<>(table.keys());
                keys.removeIf(key -> !Topic.subject(key).equals(subject));
                return keys;
            }

            @Override
            public @Nullable T read(String key) {
                return table.get(key) instanceof Entry.Present<T> present
                        ? present.received().payload()
                        : null;
            }
        };
    }

    /** The partition's writer. */
    FactWriter writer();

    /**
     * Whether a call that changes a cluster may be sent now: the broker has answered within half the session timeout,
     * so no other process can own the partition yet, and the writer has not been fenced. Ask before every call.
     */
    boolean mayWriteToCluster();

    /**
     * Whether everything that the service reads besides its partitions is up to date. Ask before deciding by it; always true
     * where a service reads nothing else.
     */
    default boolean current() {
        return true;
    }
}
