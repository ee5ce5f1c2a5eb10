package io.keelstream.messaging.topic;

import io.keelstream.contracts.topic.Topic;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** How Keelstream's topics are set up. {@link Provisioning} makes them; no service may. Pure. */
public final class Topics {

    /** Partitions of a topic unless an installation chooses otherwise when it is created. */
    public static final int DEFAULT_PARTITIONS = 12;

    /** Largest record batch that topics with bundles take: 5 MiB after compression. */
    public static final int LARGE_MESSAGE_BYTES = 5 << 20;

    /** The setting of {@link #durability}. */
    public static final String MIN_IN_SYNC = "min.insync.replicas";

    private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);
    private static final Set<Topic> LARGE = Set.of(
            Topic.DESIRED,
            Topic.PLAN,
            Topic.INVENTORY,
            Topic.EXECUTION,
            Topic.DRIFTED,
            Topic.RUNNING,
            Topic.KNOWN_GOOD);

    private Topics() {}

    /** The settings that a topic must have; the broker's defaults serve for the rest. */
    public static Map<String, String> settings(Topic topic) {
        Map<String, String> settings = new LinkedHashMap<>();
        Duration retention = topic.retention();
        if (retention == null) {
            settings.put("cleanup.policy", "compact");
            settings.put("min.compaction.lag.ms", millis(Duration.ofHours(1)));
            settings.put("delete.retention.ms", millis(Duration.ofDays(7)));
        } else {
            settings.put("cleanup.policy", "delete");
            settings.put("retention.ms", millis(retention));
        }
        if (topic == Topic.DECISION) {
            // How long a decision counts is not for the clock of whoever decides to say.
            settings.put("message.timestamp.type", "LogAppendTime");
        }
        if (LARGE.contains(topic)) {
            settings.put("max.message.bytes", String.valueOf(LARGE_MESSAGE_BYTES));
        }
        return settings;
    }

    /** The settings of a dead-letter topic: it takes the largest record of any topic, and headers on top. */
    public static Map<String, String> deadLetterSettings() {
        return Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                millis(DEAD_LETTER_RETENTION),
                "max.message.bytes",
                String.valueOf(LARGE_MESSAGE_BYTES + (1 << 20)));
    }

    /**
     * How many copies must hold a record before it counts, as a setting of the topic. With three copies two must, so that
     * no record is lost with one broker and one may be away; with fewer there is none to spare.
     *
     * @param copies of each partition
     */
    public static Map<String, String> durability(int copies) {
        return Map.of(MIN_IN_SYNC, copies >= 3 ? "2" : "1");
    }

    /** Whether a topic takes records of several MiB. */
    public static boolean large(Topic topic) {
        return LARGE.contains(topic);
    }

    /** Whether an owner keeps the keys of a topic in memory and leaves the records with the broker. */
    public static boolean archived(Topic topic) {
        return topic == Topic.KNOWN_GOOD;
    }

    /** The most bytes that a record of a large topic may have after compression. */
    public static int compressedLimit(Topic topic) {
        return topic == Topic.KNOWN_GOOD ? 1 << 20 : 4 << 20;
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }
}
