package io.keelstream.messaging.partition;

import io.keelstream.contracts.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What all partitions of a service in this process share.
 *
 * @param inputs the service
 * @param factory makes workers
 * @param partitionCounts partitions of every topic that the service reads or writes
 * @param sessionTimeout the group's session timeout as the broker has it
 * @param clients of the broker
 * @param prerequisites what must be complete before a partition is worked on
 * @param metrics where the figures go
 */
record Engine(
        ServiceInputs inputs,
        PartitionWorkerFactory factory,
        Map<Topic, Integer> partitionCounts,
        Duration sessionTimeout,
        BrokerClients clients,
        List<Prerequisite> prerequisites,
        EngineMetrics metrics) {

    Engine {
        partitionCounts = Map.copyOf(partitionCounts);
        prerequisites = List.copyOf(prerequisites);
    }

    /** Whether partitions may be worked on. */
    boolean prerequisitesComplete() {
        return prerequisites.stream().allMatch(Prerequisite::complete);
    }

    /** Partitions of each subscribed topic. */
    int partitions() {
        return partitions(inputs.topics().getFirst());
    }

    /** Partitions of a topic. */
    int partitions(Topic topic) {
        Integer count = partitionCounts.get(topic);
        if (count == null) {
            throw new IllegalStateException("partition counts lack " + topic);
        }
        return count;
    }
}
