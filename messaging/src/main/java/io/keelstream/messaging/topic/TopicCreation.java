package io.keelstream.messaging.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates topics. A broker that has just started answers while it is still fenced, which means that it gets no partitions yet: as
 * long as enough brokers are registered, creation is tried again until they may get some. Used once.
 */
final class TopicCreation {

    private static final Duration UNFENCED = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Admin admin;
    private final List<String> created = new ArrayList<>();

    TopicCreation(Admin admin) {
        this.admin = admin;
    }

    /**
     * Creates the topics that do not exist yet; others may create the same ones at the same time.
     *
     * @return the names of those that this call created
     * @throws ExecutionException where the broker refuses; with {@link InvalidReplicationFactorException} at once where fewer
     *     brokers are registered than copies are asked for, else after 30 s
     */
    List<String> create(List<NewTopic> topics) throws ExecutionException, InterruptedException {
        long end = System.nanoTime() + UNFENCED.toNanos();
        List<NewTopic> missing = topics;
        while (true) {
            try {
                createEach(missing);
                return created;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof InvalidReplicationFactorException)
                        || System.nanoTime() > end
                        || !enoughRegistered(topics)) {
                    throw e;
                }
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            missing = topics.stream()
                    .filter(topic -> !created.contains(topic.name()))
                    .toList();
        }
    }

    private void createEach(List<NewTopic> topics) throws ExecutionException, InterruptedException {
        for (Map.Entry<String, KafkaFuture<Void>> each :
                admin.createTopics(topics).values().entrySet()) {
            try {
                each.getValue().get();
                created.add(each.getKey());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private boolean enoughRegistered(List<NewTopic> topics) throws ExecutionException, InterruptedException {
        int copies = topics.stream().mapToInt(NewTopic::replicationFactor).max().orElse(0);
        return admin.describeCluster(new DescribeClusterOptions().includeFencedBrokers(true))
                        .nodes()
                        .get()
                        .size()
                >= copies;
    }
}
