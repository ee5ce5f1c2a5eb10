package io.keelstream.messaging.topic;

import io.keelstream.contracts.topic.Topic;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Which partition a key lives on: murmur2 over its UTF-8 bytes, as Kafka's own partitioner computes it. What belongs to a
 * target or a ref ({@code <target>#<kind>}, {@code repository@ref#application}) is on its partition: what follows the first
 * {@code #} does not count.
 */
public final class Partitions {

    private Partitions() {}

    /**
     * The partition of a key.
     *
     * @param key a target, {@code repository@ref} or a cluster, each with an optional {@code #<part>}
     * @param partitions how many there are; positive
     */
    public static int of(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(Topic.subject(key).getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
