package io.keelstream.messaging.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.broker.EmbeddedBroker;
import io.keelstream.messaging.service.KafkaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvisioningTests {

    private EmbeddedBroker broker;

    @BeforeEach
    void start(@TempDir Path folder) {
        broker = EmbeddedBroker.start(folder, 0);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void topicsAreCreatedOnceTheBrokerIsNoLongerFenced() throws Exception {
        // Given
        try (FencedAtFirst admin = new FencedAtFirst(properties(), 2)) {

            // When
            Provisioning.Report report =
                    new Provisioning(admin).topics(1, (short) 1).report();

            // Then
            assertThat(report.problems()).isEmpty();
            assertThat(report.done())
                    .contains("topic " + Topic.DESIRED.topicName() + ": created")
                    .hasSize(Provisioning.wantedSettings().size());
            assertThat(new Provisioning(admin).topics(1, (short) 1).report().done())
                    .isEmpty();
        }
    }

    @Test
    void moreCopiesThanBrokersFailAtOnce() {
        // Given
        try (FencedAtFirst admin = new FencedAtFirst(properties(), 0)) {
            long start = System.nanoTime();

            // When, then
            assertThatThrownBy(() -> new Provisioning(admin).topics(1, (short) 3))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InvalidReplicationFactorException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        }
    }

    private Map<String, Object> properties() {
        return KafkaSettings.at(broker.bootstrapServers()).clientProperties();
    }

    /** Has the broker refuse the first requests as a fenced one does: by asking for more copies than there are brokers. */
    private static final class FencedAtFirst extends ForwardingAdmin {

        private int refusals;

        FencedAtFirst(Map<String, Object> properties, int refusals) {
            super(properties);
            this.refusals = refusals;
        }

        @Override
        public CreateTopicsResult createTopics(Collection<NewTopic> topics, CreateTopicsOptions options) {
            return refusals-- > 0
                    ? super.createTopics(
                            topics.stream()
                                    .map(topic -> new NewTopic(topic.name(), topic.numPartitions(), (short) 2))
                                    .toList(),
                            options)
                    : super.createTopics(topics, options);
        }
    }
}
