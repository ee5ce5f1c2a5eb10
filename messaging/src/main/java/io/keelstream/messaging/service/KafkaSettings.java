package io.keelstream.messaging.service;

import java.util.HashMap;
import java.util.Map;

/**
 * How to reach Kafka.
 *
 * @param bootstrapServers {@code host:port}, comma-separated
 * @param properties client properties for security ({@code security.protocol}, {@code sasl.*}, {@code ssl.*}); they win over
 *     the engine's own, so nothing that the engine relies on belongs here
 * @param members consumers of this process in its group; at least one
 */
public record KafkaSettings(String bootstrapServers, Map<String, String> properties, int members) {

    public KafkaSettings {
        properties = Map.copyOf(properties);
        if (members < 1) {
            throw new IllegalArgumentException("kafka.members must be at least 1, not " + members);
        }
    }

    /** An open listener, one member. */
    public static KafkaSettings at(String bootstrapServers) {
        return new KafkaSettings(bootstrapServers, Map.of(), 1);
    }

    /** What every client of the installation needs, admin clients included. */
    public Map<String, Object> clientProperties() {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("bootstrap.servers", bootstrapServers);
        return all;
    }

    /** Names the servers, no credentials. */
    @Override
    public String toString() {
        return "KafkaSettings[" + bootstrapServers + "]";
    }
}
