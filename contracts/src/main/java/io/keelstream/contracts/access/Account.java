package io.keelstream.contracts.access;

import io.keelstream.contracts.access.Right.Kind;
import io.keelstream.contracts.access.Right.Operation;
import io.keelstream.contracts.topic.Topic;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The account of each service on the broker. Every topic has exactly one that may write it. */
public enum Account {
    GIT_WATCHER("git-watcher"),
    PLANNER("planner"),
    APPLIER("applier"),
    DRIFT_DETECTOR("drift-detector"),
    CANARY_ANALYZER("canary-analyzer");

    private final String service;

    Account(String service) {
        this.service = service;
    }

    /** The service's name, which is also that of its consumer group. */
    public String service() {
        return service;
    }

    /** The topics that it reads, all of them compacted and of one kind of key. */
    public List<Topic> inputs() {
        return switch (this) {
            case GIT_WATCHER -> List.of(Topic.HEAD);
            case PLANNER -> List.of(Topic.DESIRED, Topic.INVENTORY, Topic.PLAN, Topic.DRIFTED);
            case APPLIER -> List.of(Topic.DESIRED, Topic.PLAN, Topic.INVENTORY, Topic.EXECUTION, Topic.TARGET);
            case DRIFT_DETECTOR -> List.of(Topic.DESIRED, Topic.INVENTORY, Topic.DRIFTED);
            case CANARY_ANALYZER -> List.of(Topic.GATE, Topic.ANALYSIS);
        };
    }

    /** The topics that it alone writes. */
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
            if (inputs().contains(topic)) {
                operations.add(Operation.READ);
            }
            if (outputs().contains(topic)) {
                operations.add(Operation.WRITE);
            }
            if (operations.size() > 2) {
                rights.add(new Right(Kind.TOPIC, topic.topicName(), false, operations));
            }
        }
        rights.add(new Right(
                Kind.TOPIC,
                Topic.deadLetters(service),
                false,
                EnumSet.of(Operation.DESCRIBE, Operation.DESCRIBE_CONFIGS, Operation.WRITE)));
        rights.add(new Right(
                Kind.GROUP,
                service,
                false,
                EnumSet.of(Operation.READ, Operation.DESCRIBE, Operation.DESCRIBE_CONFIGS)));
        rights.add(new Right(
                Kind.TRANSACTIONAL_ID,
                transactionalIds(installation, service),
                true,
                EnumSet.of(Operation.WRITE, Operation.DESCRIBE)));
        return List.copyOf(rights);
    }

    /** How the transactional ids of a service's writers begin; the number of the partition follows. */
    public static String transactionalIds(String installation, String service) {
        return "keelstream-" + installation + "-" + service + "-";
    }
}
