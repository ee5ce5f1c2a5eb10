package io.keelstream.contracts.access;

import io.keelstream.contracts.access.Right.Kind;
import io.keelstream.contracts.access.Right.Operation;
import io.keelstream.contracts.topic.Topic;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/** What people need on the broker, beside the services: each has a principal of their own. */
public final class People {

    private People() {}

    /** Who decides sees what a target is and what is planned for it, writes decisions, and reads what became of them. */
    public static List<Right> deciding() {
        return Stream.of(Topic.TARGET, Topic.PLAN, Topic.PLANNER_ANSWER, Topic.APPLIER_ANSWER, Topic.DECISION)
                .map(topic -> new Right(
                        Kind.TOPIC,
                        topic.topicName(),
                        false,
                        topic == Topic.DECISION
                                ? EnumSet.of(Operation.READ, Operation.WRITE, Operation.DESCRIBE)
                                : EnumSet.of(Operation.READ, Operation.DESCRIBE)))
                .toList();
    }
}
