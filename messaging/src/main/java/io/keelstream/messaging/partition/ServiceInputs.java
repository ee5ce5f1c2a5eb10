package io.keelstream.messaging.partition;

import io.keelstream.contracts.access.Account;
import io.keelstream.contracts.topic.Topic;
import java.util.List;

/**
 * What a service stands on: one subscription list of compacted topics, its own state tables among them. Every instance of
 * a service has the same list; another list is another consumer group.
 *
 * @param service the service's name as in {@link Topic#writer()}; also its consumer group
 * @param installation the installation's name
 * @param topics the tables it reads, all of one key kind, in any order
 */
public record ServiceInputs(String service, String installation, List<Topic> topics) {

    public ServiceInputs {
        topics = List.copyOf(topics);
        if (topics.isEmpty()) {
            throw new IllegalArgumentException(service + " subscribes to nothing");
        }
        Topic first = topics.getFirst();
        for (Topic topic : topics) {
            if (!topic.compacted() || topic.key() != first.key()) {
                throw new IllegalArgumentException(service + " cannot own partitions of " + topic.topicName()
                        + ": a subscription list holds compacted topics of one kind of key");
            }
        }
    }

    /** The consumer group. */
    public String group() {
        return service;
    }

    /** Stable for a partition of the service, whoever owns it: that is what fences. */
    public String transactionalId(int partition) {
        return Account.transactionalIds(installation, service) + partition;
    }

    /** The CloudEvents {@code source} of what the service writes. */
    public String source() {
        return "/keelstream/" + installation + "/" + service;
    }
}
