package io.keelstream.contracts.topic;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every topic of Keelstream. The AsyncAPI document says the same; a test holds them together. */
public enum Topic {
    REVISION("keelstream.revision.v1", "git-watcher", Key.TARGET, Audience.PUBLIC, Duration.ofDays(30)),
    DESIRED("keelstream.desired.v1", "git-watcher", Key.TARGET, Audience.INTERNAL, null),
    HEAD("keelstream.head.v1", "git-watcher", Key.REF, Audience.INTERNAL, null),
    PLAN("keelstream.plan.v1", "planner", Key.TARGET, Audience.RESTRICTED, null),
    DEPLOYMENT("keelstream.deployment.v1", "applier", Key.TARGET, Audience.PUBLIC, Duration.ofDays(90)),
    TARGET("keelstream.target.v1", "applier", Key.TARGET, Audience.PUBLIC, null),
    INVENTORY("keelstream.inventory.v1", "applier", Key.TARGET, Audience.INTERNAL, null),
    EXECUTION("keelstream.execution.v1", "applier", Key.TARGET, Audience.INTERNAL, null),
    DRIFT("keelstream.drift.v1", "drift-detector", Key.TARGET, Audience.PUBLIC, Duration.ofDays(30)),
    DRIFTED("keelstream.drifted.v1", "drift-detector", Key.TARGET, Audience.PUBLIC, null),
    GATE("keelstream.gate.v1", "applier", Key.TARGET, Audience.INTERNAL, null),
    CANARY("keelstream.canary.v1", "canary-analyzer", Key.TARGET, Audience.PUBLIC, Duration.ofDays(90)),
    ANALYSIS("keelstream.analysis.v1", "canary-analyzer", Key.TARGET, Audience.INTERNAL, null);

    /** What a record's key means. */
    public enum Key {
        /** {@code <target name>/<application name>}. */
        TARGET,
        /** {@code repository@ref}, or {@code repository@ref#application} on the partition of {@code repository@ref}. */
        REF
    }

    /** Who may read. */
    public enum Audience {
        /** Anyone may build on it. */
        PUBLIC,
        /** People who may see what a deployment changes. */
        RESTRICTED,
        /** The services alone. */
        INTERNAL
    }

    private final String topicName;
    private final String writer;
    private final Key key;
    private final Audience audience;
    private final @Nullable Duration retention;

    Topic(String topicName, String writer, Key key, Audience audience, @Nullable Duration retention) {
        this.topicName = topicName;
        this.writer = writer;
        this.key = key;
        this.audience = audience;
        this.retention = retention;
    }

    /** The name on the broker. */
    public String topicName() {
        return topicName;
    }

    /** The one service that writes it. */
    public String writer() {
        return writer;
    }

    public Key key() {
        return key;
    }

    public Audience audience() {
        return audience;
    }

    /** Whether it is compacted: a table, not a stream. */
    public boolean compacted() {
        return retention == null;
    }

    /** How long a stream keeps its records; null for a compacted topic. */
    public @Nullable Duration retention() {
        return retention;
    }

    /** The topics that a service alone writes. */
    public static List<Topic> writtenBy(String service) {
        return Arrays.stream(values())
                .filter(topic -> topic.writer().equals(service))
                .toList();
    }

    /** The topic for what a consumer group could not read. */
    public static String deadLetters(String group) {
        return "keelstream.dlt." + group;
    }
}
