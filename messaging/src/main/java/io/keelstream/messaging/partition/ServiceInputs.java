package io.keelstream.messaging.partition;

import io.keelstream.contracts.access.Account;
import io.keelstream.contracts.topic.Topic;
import java.util.List;

/**
 * What a service reads: one subscription list of compacted topics, its own state tables among them. Every instance of
 * a service has the same list; another list is another consumer group.
 *
 * @param service the service's name as in {@link Topic#writers()}
 * @param installation the installation's name
 * @param topics the tables whose partitions it owns, in any order: keyed by refs, or by targets and clusters
 * @param tails the tables that it reads as a whole, without a group
 * @param groups its consumer group, and after it the groups of older versions, which must be empty
 */
public record ServiceInputs(
        String service, String installation, List<Topic> topics, List<Topic> tails, List<String> groups) {

    /** How the {@code source} of everything begins that a service writes. */
    private static final String SOURCE = "/keelstream/";

    public ServiceInputs {
        topics = List.copyOf(topics);
        tails = List.copyOf(tails);
        groups = List.copyOf(groups);
        if (topics.isEmpty() || groups.isEmpty()) {
            throw new IllegalArgumentException(service + " subscribes to nothing");
        }
        boolean refs = topics.getFirst().key() == Topic.Key.REF;
        for (Topic topic : topics) {
            if (!topic.compacted() || (topic.key() == Topic.Key.REF) != refs) {
                throw new IllegalArgumentException(
                        service + " cannot own partitions of " + topic.topicName()
                                + ": a subscription list holds compacted topics, keyed either by refs or by targets and clusters");
            }
        }
    }

    /** What the contract says of a service. */
    public static ServiceInputs of(Account account, String installation) {
        return new ServiceInputs(account.service(), installation, account.inputs(), account.tails(), account.groups());
    }

    /** The consumer group. */
    public String group() {
        return groups.getFirst();
    }

    /** The groups of older versions, which had other lists. */
    public List<String> formerGroups() {
        return groups.subList(1, groups.size());
    }

    /** Stable for a partition of the service, whoever owns it: that is what fences. */
    public String transactionalId(int partition) {
        return Account.transactionalIds(installation, service) + partition;
    }

    /** The CloudEvents {@code source} of what the service writes. */
    public String source() {
        return SOURCE + installation + "/" + service;
    }

    /** The installation in the {@code source} of what a service writes; empty for any other source. */
    public static String installationOf(String source) {
        int end = source.lastIndexOf('/');
        return source.startsWith(SOURCE) && end > SOURCE.length() ? source.substring(SOURCE.length(), end) : "";
    }
}
