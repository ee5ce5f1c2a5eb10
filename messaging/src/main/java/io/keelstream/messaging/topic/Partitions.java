package io.keelstream.messaging.topic;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Which partition a key lives on: murmur2 over its UTF-8 bytes, as Kafka's own partitioner computes it. What belongs to a
 * ref ({@code repository@ref#application}) lives with the ref.
 */
public final class Partitions {

    private Partitions() {}

    /**
     * The partition of a key.
     *
     * @param key a target or {@code repository@ref} with an optional {@code #application}
     * @param partitions how many there are; positive
     */
    public static int of(String key, int partitions) {
        int hash = key.indexOf('#');
        String placed = hash < 0 ? key : key.substring(0, hash);
        return Utils.toPositive(Utils.murmur2(placed.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
