package io.keelstream.contracts.access;

import io.keelstream.contracts.access.Right.Kind;
import io.keelstream.contracts.access.Right.Operation;
import io.keelstream.contracts.topic.Topic;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The account of each service on the broker. Every topic that services write has exactly one that may, but for the audit
 * stream; decisions are written by people, who have principals of their own.
 */
public enum Account {
    GIT_WATCHER("git-watcher", List.of("git-watcher")),
    PLANNER("planner", List.of("planner.v2", "planner")),
    APPLIER("applier", List.of("applier.v2", "applier")),
    DRIFT_DETECTOR("drift-detector", List.of("drift-detector")),
    CANARY_ANALYZER("canary-analyzer", List.of("canary-analyzer")),
    /** Writes nothing, and reads streams in a group per receiver, whose names begin with its own. */
    NOTIFIER("notifier", List.of("notifier."));

    private final String service;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> groups;

    Account(String service, List<String> groups) {
        this.service = service;
        this.groups = groups;
    }

    /** The service's name. */
    public String service() {
        return service;
    }

    /**
     * Its consumer group, or what the names of its groups begin with, and after it the groups of older versions, which had other {@link #inputs}. Members with different
     * lists would hold different partitions of topics that belong together, so another list is another group; and as both
     * would write with the same transactional ids, the old group must be empty before the new one starts.
     */
    public List<String> groups() {
        return groups;
    }

    /** The topics whose partitions it owns through its group, all of them compacted. */
    public List<Topic> inputs() {
        return switch (this) {
            case GIT_WATCHER -> List.of(Topic.HEAD);
            case PLANNER ->
                List.of(
                        Topic.DESIRED,
                        Topic.LIMITS,
                        Topic.INVENTORY,
                        Topic.PLAN,
                        Topic.DRIFTED,
                        Topic.DECISION,
                        Topic.PLANNER_ANSWER,
                        Topic.KNOWN_GOOD,
                        Topic.CLUSTER);
            case APPLIER ->
                List.of(
                        Topic.DESIRED,
                        Topic.PLAN,
                        Topic.INVENTORY,
                        Topic.EXECUTION,
                        Topic.TARGET,
                        Topic.RUNNING,
                        Topic.GATE,
                        Topic.ANALYSIS,
                        Topic.DECISION,
                        Topic.APPLIER_ANSWER);
            case DRIFT_DETECTOR -> List.of(Topic.DESIRED, Topic.INVENTORY, Topic.DRIFTED);
            case CANARY_ANALYZER -> List.of(Topic.GATE, Topic.ANALYSIS);
            case NOTIFIER -> List.of();
        };
    }

    /** The topics that every instance reads as a whole, without a group: facts of other partitions, and what wakes a ref. */
    public List<Topic> tails() {
        return switch (this) {
            case GIT_WATCHER -> List.of(Topic.HEAD, Topic.WEBHOOK, Topic.CLUSTER);
            case PLANNER -> List.of(Topic.TARGET);
            case APPLIER, DRIFT_DETECTOR, CANARY_ANALYZER, NOTIFIER -> List.of();
        };
    }

    /** The streams that it passes on, one event after the other. */
    public List<Topic> streams() {
        return switch (this) {
            case GIT_WATCHER, PLANNER, APPLIER, DRIFT_DETECTOR, CANARY_ANALYZER -> List.of();
            case NOTIFIER -> List.of(Topic.REVISION, Topic.DEPLOYMENT, Topic.DRIFT);
        };
    }

    /** Everything that it reads. */
    public Set<Topic> reads() {
        Set<Topic> all = EnumSet.noneOf(Topic.class);
        all.addAll(inputs());
        all.addAll(tails());
        all.addAll(streams());
        return all;
    }

    /** Whether it owns partitions of tables: writes in transactions, and puts aside what it cannot read. */
    public boolean owns() {
        return !inputs().isEmpty();
    }

    /** The topics that it writes. */
    public List<Topic> outputs() {
        return Topic.writtenBy(service);
    }

    /**
     * Everything that it needs.
     *
     * @param installation the installation's name, part of the transactional ids
     */
    public List<Right> rights(String installation) {
        List<Right> rights = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            Set<Operation> operations = EnumSet.of(Operation.DESCRIBE, Operation.DESCRIBE_CONFIGS);
            if (reads().contains(topic)) {
                operations.add(Operation.READ);
            }
            if (outputs().contains(topic)) {
                operations.add(Operation.WRITE);
            }
            if (operations.size() > 2) {
                rights.add(new Right(Kind.TOPIC, topic.topicName(), false, operations));
            }
        }
        rights.addAll(owns() ? ofOwners(installation) : List.of(group(groups.getFirst(), true)));
        return List.copyOf(rights);
    }

    private List<Right> ofOwners(String installation) {
        List<Right> rights = new ArrayList<>();
        rights.add(new Right(
                Kind.TOPIC,
                Topic.deadLetters(service),
                false,
                EnumSet.of(Operation.DESCRIBE, Operation.DESCRIBE_CONFIGS, Operation.WRITE)));
        rights.add(group(groups.getFirst(), false));
        groups.stream()
                .skip(1)
                .forEach(former -> rights.add(new Right(Kind.GROUP, former, false, EnumSet.of(Operation.DESCRIBE))));
        rights.add(new Right(
                Kind.TRANSACTIONAL_ID,
                transactionalIds(installation, service),
                true,
                EnumSet.of(Operation.WRITE, Operation.DESCRIBE)));
        return rights;
    }

    private static Right group(String name, boolean prefix) {
        return new Right(
                Kind.GROUP, name, prefix, EnumSet.of(Operation.READ, Operation.DESCRIBE, Operation.DESCRIBE_CONFIGS));
    }

    /** How the transactional ids of a service's writers begin; the number of the partition follows. */
    public static String transactionalIds(String installation, String service) {
        return "keelstream-" + installation + "-" + service + "-";
    }
}
