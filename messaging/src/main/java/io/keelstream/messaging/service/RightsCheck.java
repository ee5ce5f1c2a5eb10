package io.keelstream.messaging.service;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.partition.ServiceInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the account may do all that the service will do: a right that is missing would show when the first record is
 * written, in the middle of a deployment. A broker without an authorizer grants everything.
 */
final class RightsCheck {

    private static final long LIMIT_SECONDS = 60;

    private final ServiceInputs inputs;
    private final KafkaSettings settings;
    private final List<String> findings = new ArrayList<>();

    RightsCheck(ServiceInputs inputs, KafkaSettings settings) {
        this.inputs = inputs;
        this.settings = settings;
    }

    /**
     * What is missing, one line each.
     *
     * @param described the topics as the broker describes them, authorized operations included
     */
    List<String> findings(Admin admin, Map<String, TopicDescription> described)
            throws ExecutionException, InterruptedException, TimeoutException {
        Stream.of(inputs.topics(), inputs.tails())
                .flatMap(List::stream)
                .distinct()
                .forEach(topic -> topic(described, topic.topicName(), AclOperation.READ));
        Topic.writtenBy(inputs.service()).forEach(topic -> topic(described, topic.topicName(), AclOperation.WRITE));
        topic(described, Topic.deadLetters(inputs.service()), AclOperation.WRITE);
        group(admin, inputs.group(), AclOperation.READ);
        for (String former : inputs.formerGroups()) {
            group(admin, former, AclOperation.DESCRIBE);
        }
        transactions(admin);
        return findings;
    }

    private void topic(Map<String, TopicDescription> described, String name, AclOperation needed) {
        TopicDescription description = described.get(name);
        Set<AclOperation> granted = description == null ? null : description.authorizedOperations();
        if (granted != null && !granted.contains(needed)) {
            findings.add(Refusals.missing(settings, needed.name(), "topic " + name));
        }
    }

    private void group(Admin admin, String group, AclOperation needed)
            throws ExecutionException, InterruptedException, TimeoutException {
        Throwable refusal = failure(admin.describeConsumerGroups(List.of(group)).all());
        switch (refusal) {
            case null -> {}
            case GroupIdNotFoundException _ -> {}
            case GroupAuthorizationException _ ->
                findings.add(Refusals.missing(settings, needed.name(), "group " + group));
            default -> throw new ExecutionException(refusal);
        }
    }

    private void transactions(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        String id = inputs.transactionalId(0);
        Throwable refusal = failure(admin.describeTransactions(List.of(id)).all());
        switch (refusal) {
            case null -> {}
            case TransactionalIdNotFoundException _ -> {}
            case TransactionalIdAuthorizationException _ ->
                findings.add(Refusals.missing(settings, AclOperation.WRITE.name(), "transactional id " + id));
            default -> throw new ExecutionException(refusal);
        }
    }

    private static @Nullable Throwable failure(KafkaFuture<?> future) throws InterruptedException, TimeoutException {
        try {
            future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }
}
