package io.keelstream.e2e.container;

import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.kafka.KafkaContainer;

/** Apache Kafka in a container, of the version of the clients. */
final class KafkaContainers {

    private KafkaContainers() {}

    /** One broker that has not been started; what its coordinators keep is replicated once. */
    static KafkaContainer one() {
        return new KafkaContainer("apache/kafka:" + AppInfoParser.getVersion())
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
    }
}
