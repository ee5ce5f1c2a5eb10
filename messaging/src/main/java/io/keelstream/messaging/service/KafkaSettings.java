package io.keelstream.messaging.service;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How to reach Kafka.
 *
 * @param bootstrapServers {@code host:port}, comma-separated
 * @param properties client properties for security ({@code security.protocol}, {@code sasl.*}, {@code ssl.*}); they win over
 *     the engine's own, so nothing that the engine relies on belongs here
 * @param members consumers of this process in its group; at least one
 * @param principal as whom the broker knows this client, for messages; empty for nobody
 */
public record KafkaSettings(String bootstrapServers, Map<String, Object> properties, int members, String principal) {

    private static final Pattern USER = Pattern.compile("\\busername\\s*=\\s*\"([^\"]*)\"");

    public KafkaSettings {
        properties = Map.copyOf(properties);
        if (members < 1) {
            throw new IllegalArgumentException("kafka.members must be at least 1, not " + members);
        }
    }

    /** As the user of {@code sasl.jaas.config}, if there is one. */
    public KafkaSettings(String bootstrapServers, Map<String, Object> properties, int members) {
        this(bootstrapServers, properties, members, user(properties));
    }

    /** An open listener, one member. */
    public static KafkaSettings at(String bootstrapServers) {
        return new KafkaSettings(bootstrapServers, Map.of(), 1);
    }

    /** The same under another principal, e.g. the subject of a certificate. */
    public KafkaSettings as(String other) {
        return new KafkaSettings(bootstrapServers, properties, members, other);
    }

    /** What every client of the installation needs, admin clients included. */
    public Map<String, Object> clientProperties() {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("bootstrap.servers", bootstrapServers);
        return all;
    }

    /** {@code PLAINTEXT}, {@code SSL}, {@code SASL_PLAINTEXT} or {@code SASL_SSL}. */
    public String protocol() {
        return String.valueOf(properties.getOrDefault("security.protocol", "PLAINTEXT"));
    }

    /** Whether the client authenticates by SASL. */
    public boolean byPassword() {
        return protocol().startsWith("SASL");
    }

    private static String user(Map<String, Object> properties) {
        Matcher matcher = USER.matcher(String.valueOf(properties.getOrDefault("sasl.jaas.config", "")));
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Names the servers, no credentials. */
    @Override
    public String toString() {
        return "KafkaSettings[" + bootstrapServers + "]";
    }
}
