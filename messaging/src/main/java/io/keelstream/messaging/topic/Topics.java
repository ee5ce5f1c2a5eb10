package io.keelstream.messaging.topic;

import io.keelstream.contracts.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * How Keelstream's topics are set up, and their making for one-machine installations and tests: in production the platform
 * makes them and no service may.
 */
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
        try (Admin admin = Admin.create(clientProperties)) {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing = new ArrayList<>();
            for (Topic topic : Topic.values()) {
                missing.add(new NewTopic(topic.topicName(), partitions, replication).configs(settings(topic)));
            }
            for (String group : groups) {
                missing.add(
                        new NewTopic(Topic.deadLetters(group), partitions, replication).configs(deadLetterSettings()));
            }
            missing.removeIf(topic -> existing.contains(topic.name()));
            admin.createTopics(missing).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new KafkaException("topics cannot be created: " + e.getMessage(), e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while topics were created", e);
        }
    }

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

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }
}
