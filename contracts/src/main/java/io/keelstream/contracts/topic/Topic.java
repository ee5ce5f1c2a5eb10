package io.keelstream.contracts.topic;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every topic of Keelstream. The AsyncAPI document says the same; a test holds them together. */
public enum Topic {
    REVISION("revision", Writers.GIT_WATCHER, Key.TARGET, Audience.PUBLIC, Duration.ofDays(30)),
    DESIRED("desired", Writers.GIT_WATCHER, Key.TARGET, Audience.INTERNAL, null),
    LIMITS("limits", Writers.GIT_WATCHER, Key.TARGET, Audience.INTERNAL, null),
    HEAD("head", Writers.GIT_WATCHER, Key.REF, Audience.INTERNAL, null),
    WEBHOOK("webhook", Writers.GIT_WATCHER, Key.REF, Audience.INTERNAL, Duration.ofHours(1)),
    PLAN("plan", Writers.PLANNER, Key.TARGET, Audience.RESTRICTED, null),
    PLANNER_ANSWER("planner-answer", Writers.PLANNER, Key.DECISION, Audience.RESTRICTED, null),
    KNOWN_GOOD("known-good", Writers.PLANNER, Key.BUNDLE, Audience.INTERNAL, null),
    CLUSTER("cluster", Writers.PLANNER, Key.CLUSTER, Audience.PUBLIC, null),
    DEPLOYMENT("deployment", Writers.APPLIER, Key.TARGET, Audience.PUBLIC, Duration.ofDays(90)),
    TARGET("target", Writers.APPLIER, Key.TARGET, Audience.PUBLIC, null),
    INVENTORY("inventory", Writers.APPLIER, Key.TARGET, Audience.INTERNAL, null),
    EXECUTION("execution", Writers.APPLIER, Key.TARGET, Audience.INTERNAL, null),
    RUNNING("running", Writers.APPLIER, Key.TARGET, Audience.INTERNAL, null),
    APPLIER_ANSWER("applier-answer", Writers.APPLIER, Key.DECISION, Audience.RESTRICTED, null),
    DRIFT("drift", Writers.DRIFT_DETECTOR, Key.TARGET, Audience.PUBLIC, Duration.ofDays(30)),
    DRIFTED("drifted", Writers.DRIFT_DETECTOR, Key.TARGET, Audience.PUBLIC, null),
    GATE("gate", Writers.APPLIER, Key.TARGET, Audience.INTERNAL, null),
    CANARY("canary", Writers.CANARY_ANALYZER, Key.TARGET, Audience.PUBLIC, Duration.ofDays(90)),
    ANALYSIS("analysis", Writers.CANARY_ANALYZER, Key.TARGET, Audience.INTERNAL, null),
    DECISION("decision", Writers.PEOPLE, Key.DECISION, Audience.RESTRICTED, null),
    AUDIT("audit", Writers.JUDGES, Key.TARGET, Audience.AUDITORS, Duration.ofDays(400));

    /** What a record's key means. What follows a {@code #} does not count for the partition ({@link #subject}). */
    public enum Key {
        /** {@code <target name>/<application name>}; the analyzer keeps more of a target at {@code <target>#<what>}. */
        TARGET,
        /** {@code <target>#<kind of decision>}, for approvals {@code <target>#approval/<actor>}. */
        DECISION,
        /** {@code <target>#<bundle digest>}. */
        BUNDLE,
        /** {@code repository@ref}, or {@code repository@ref#application}. */
        REF,
        /** A cluster's name in the installation. */
        CLUSTER
    }

    /** Who may read. */
    public enum Audience {
        /** Anyone may build on it. */
        PUBLIC,
        /** People who may see what a deployment changes. */
        RESTRICTED,
        /** People who check who decided what. */
        AUDITORS,
        /** The services alone. */
        INTERNAL
    }

    /** Who writes: services by their names; people with a principal of their own each. */
    private static final class Writers {
        static final List<String> GIT_WATCHER = List.of("git-watcher");
        static final List<String> PLANNER = List.of("planner");
        static final List<String> APPLIER = List.of("applier");
        static final List<String> DRIFT_DETECTOR = List.of("drift-detector");
        static final List<String> CANARY_ANALYZER = List.of("canary-analyzer");
        static final List<String> PEOPLE = List.of("people");
        static final List<String> JUDGES = List.of("planner", "applier");
    }

    private final String topicName;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> writers;

    private final Key key;
    private final Audience audience;
    private final @Nullable Duration retention;

    Topic(String stream, List<String> writers, Key key, Audience audience, @Nullable Duration retention) {
        this.topicName = "keelstream." + stream + ".v1";
        this.writers = writers;
        this.key = key;
        this.audience = audience;
        this.retention = retention;
    }

    /** The name on the broker. */
    public String topicName() {
        return topicName;
    }

    /**
     * Who writes it: one service, except {@link #DECISION} (people, see {@code docs/topics.md}) and {@link #AUDIT} (every
     * service that judges decisions; its numbers grow per source and key).
     */
    public List<String> writers() {
        return writers;
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

    /** The topics that a service writes. */
    public static List<Topic> writtenBy(String service) {
        return Arrays.stream(values())
                .filter(topic -> topic.writers().contains(service))
                .toList();
    }

    /** The topic for what a service could not read. */
    public static String deadLetters(String service) {
        return "keelstream.dlt." + service;
    }

    /** What a key is about, which decides its partition: the target, ref or cluster before the first {@code #}. */
    public static String subject(String key) {
        int end = key.indexOf('#');
        return end < 0 ? key : key.substring(0, end);
    }
}
