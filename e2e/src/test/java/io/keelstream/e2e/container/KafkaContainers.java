package io.keelstream.e2e.container;

import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Apache Kafka in a container, of the version of the clients. */
final class KafkaContainers {

    private static final String PUBLIC_IMAGE = "apache/kafka";

    /** The property names another image that does what Apache Kafka's does. */
    private static final DockerImageName IMAGE = DockerImageName.parse(
                    System.getProperty("keelstream.e2e.kafka-image", PUBLIC_IMAGE + ":" + AppInfoParser.getVersion()))
            .asCompatibleSubstituteFor(PUBLIC_IMAGE);

    private KafkaContainers() {}

    /** One broker that has not been started; what its coordinators keep is replicated once. */
    static KafkaContainer one() {
        return new KafkaContainer(IMAGE).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
    }
}
