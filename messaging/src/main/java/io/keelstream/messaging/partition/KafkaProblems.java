package io.keelstream.messaging.partition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What makes Kafka unusable for one member, and one log line when that changes. {@link #lines} may be asked by any thread. */
final class KafkaProblems {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaProblems.class);

    /** Leaders and coordinators move within this time; what takes longer is worth a person's notice. */
    private static final Duration NOTICE_AFTER = Duration.ofSeconds(15);

    private final String service;
    private final BrokerContact contact;
    private List<String> logged = List.of();

    KafkaProblems(String service, BrokerContact contact) {
        this.service = service;
        this.contact = contact;
    }

    /**
     * One line per problem.
     *
     * @param joined whether the consumer has been a member of the group
     * @param tenures the partitions that it holds
     */
    List<String> lines(boolean joined, Collection<Ownership> tenures) {
        List<String> problems = new ArrayList<>();
        if (joined && contact.silence().compareTo(NOTICE_AFTER) > 0) {
            problems.add("gets no answer from Kafka: it writes nothing to a cluster until it does");
        }
        List<Integer> stuck = tenures.stream()
                .filter(tenure -> tenure.committing().compareTo(NOTICE_AFTER) > 0)
                .map(Ownership::number)
                .toList();
        if (!stuck.isEmpty()) {
            problems.add("waits for Kafka to commit records of partitions " + stuck
                    + ": too few brokers are up, or they are slow; their targets wait");
        }
        return problems;
    }

    /** Logs what is new; called from the polling thread. */
    void log(List<String> problems) {
        if (problems.equals(logged)) {
            return;
        }
        logged = problems;
        if (problems.isEmpty()) {
            LOG.atInfo().addKeyValue("service", service).log("Kafka is usable again");
        } else {
            LOG.atWarn()
                    .addKeyValue("service", service)
                    .addKeyValue("problems", problems)
                    .log("Kafka is not usable");
        }
    }
}
