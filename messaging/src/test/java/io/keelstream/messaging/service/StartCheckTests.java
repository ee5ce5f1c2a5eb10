package io.keelstream.messaging.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.contracts.access.Account;
import io.keelstream.contracts.access.Right;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.broker.EmbeddedBroker;
import io.keelstream.messaging.codec.CloudEventCodec;
import io.keelstream.messaging.partition.ServiceInputs;
import io.keelstream.messaging.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCheckTests {

    @TempDir
    static Path folder;

    static EmbeddedBroker broker;
    static KafkaSettings kafka;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = EmbeddedBroker.start(folder, 0);
        kafka = KafkaSettings.at(broker.bootstrapServers());
        try (Admin admin = Admin.create(kafka.clientProperties())) {
            admin.createTopics(List.of(
                            topic(Topic.DESIRED, 3, Topics.settings(Topic.DESIRED)),
                            topic(Topic.PLAN, 3, Topics.settings(Topic.PLAN)),
                            topic(Topic.PLANNER_ANSWER, 3, Topics.settings(Topic.PLANNER_ANSWER)),
                            topic(Topic.KNOWN_GOOD, 3, Topics.settings(Topic.KNOWN_GOOD)),
                            topic(Topic.CLUSTER, 3, Topics.settings(Topic.CLUSTER)),
                            topic(Topic.AUDIT, 3, Topics.settings(Topic.AUDIT)),
                            topic(Topic.INVENTORY, 5, Topics.settings(Topic.INVENTORY)),
                            topic(Topic.EXECUTION, 3, Map.of("cleanup.policy", "delete")),
                            new NewTopic(Topic.deadLetters("planner"), 3, (short) 1)
                                    .configs(Topics.deadLetterSettings()),
                            new NewTopic(Topic.deadLetters("applier"), 3, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void brokerThatIsSetUpIsTakenWithItsSessionTimeout() {
        // When
        StartCheck.Setup setup = StartCheck.run(planner(Topic.DESIRED, Topic.PLAN), kafka);

        // Then
        assertThat(setup.partitionCounts())
                .containsOnlyKeys(
                        Topic.DESIRED, Topic.PLAN, Topic.PLANNER_ANSWER, Topic.KNOWN_GOOD, Topic.CLUSTER, Topic.AUDIT)
                .containsValues(3);
        assertThat(setup.sessionTimeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void everyMissingTopicIsNamed() {
        assertThatThrownBy(() -> StartCheck.run(
                        new ServiceInputs(
                                "git-watcher", "test", List.of(Topic.HEAD), List.of(), List.of("git-watcher")),
                        kafka))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("topic keelstream.head.v1 does not exist: create it")
                .hasMessageContaining("topic keelstream.revision.v1 does not exist")
                .hasMessageContaining("topic keelstream.dlt.git-watcher does not exist");
    }

    @Test
    void topicsOfUnequalPartitionsAreRefused() {
        assertThatThrownBy(() -> StartCheck.run(planner(Topic.DESIRED, Topic.INVENTORY, Topic.PLAN), kafka))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("topic keelstream.inventory.v1 has 5 partitions and keelstream.desired.v1 has 3");
    }

    @Test
    void wrongSettingIsNamedWithTheCommandThatCorrectsIt() {
        assertThatThrownBy(() -> StartCheck.run(planner(Topic.EXECUTION, Topic.PLAN), kafka))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("topic keelstream.execution.v1 has cleanup.policy=delete, needed is compact: run"
                        + " kafka-configs.sh --alter --entity-type topics --entity-name keelstream.execution.v1"
                        + " --add-config cleanup.policy=compact")
                .hasMessageContaining("--add-config max.message.bytes=" + Topics.LARGE_MESSAGE_BYTES);
    }

    @Test
    void deadLetterTopicThatTakesNoLargeRecordIsNamed() {
        assertThatThrownBy(() -> StartCheck.run(
                        new ServiceInputs("applier", "test", List.of(Topic.DESIRED), List.of(), List.of("applier")),
                        kafka))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("topic keelstream.dlt.applier has max.message.bytes=1048588, needed is 6291456");
    }

    @Test
    void brokerThatDoesNotAnswerIsNamed() {
        // Given
        KafkaSettings nobody = new KafkaSettings(
                "127.0.0.1:1", Map.of("default.api.timeout.ms", "500", "request.timeout.ms", "500"), 1);

        // Then
        assertThatThrownBy(() -> StartCheck.run(planner(Topic.PLAN), nobody))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("Kafka at 127.0.0.1:1 does not answer")
                .hasMessageContaining("check the bootstrap servers");
    }

    @Test
    void recordsOfAnOlderLayoutAreRefusedWithWhatToDo() throws Exception {
        // Given
        try (Admin admin = Admin.create(kafka.clientProperties())) {
            admin.createTopics(List.of(
                            topic(Topic.GATE, 3, Topics.settings(Topic.GATE)),
                            topic(Topic.CANARY, 3, Topics.settings(Topic.CANARY)),
                            topic(Topic.ANALYSIS, 3, Topics.settings(Topic.ANALYSIS)),
                            new NewTopic(Topic.deadLetters("canary-analyzer"), 3, (short) 1)
                                    .configs(Topics.deadLetterSettings())))
                    .all()
                    .get();
        }
        ServiceInputs analyzer = ServiceInputs.of(Account.CANARY_ANALYZER, "test");
        write(Topic.GATE, Map.of());
        write(
                Topic.GATE,
                Map.of("ce_type", "io.keelstream.analysis.requested.v1", "keelstream-layout", CloudEventCodec.LAYOUT));
        assertThat(StartCheck.run(analyzer, kafka).partitionCounts()).containsKey(Topic.GATE);

        // When
        write(Topic.ANALYSIS, Map.of("ce_type", "io.keelstream.analysis.changed.v1"));

        // Then
        assertThatThrownBy(() -> StartCheck.run(analyzer, kafka))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("topic keelstream.analysis.v1 holds records of an older version's layout")
                .hasMessageContaining("stop all services, delete the topics keelstream.*, provision again and start");
    }

    private static void write(Topic topic, Map<String, String> headers) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka.clientProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(topic.topicName(), 0, new byte[] {'k'}, new byte[] {'{', '}'});
            headers.forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(record).get();
        }
    }

    @Test
    void rightsOfAnAccountCoverItsTransactionalIds() {
        // Given
        String id = new ServiceInputs("planner", "test", Account.PLANNER.inputs(), List.of(), List.of("planner"))
                .transactionalId(11);

        // Then
        assertThat(Account.PLANNER.rights("test"))
                .anyMatch(right -> right.kind() == Right.Kind.TRANSACTIONAL_ID && id.startsWith(right.name()));
    }

    private static ServiceInputs planner(Topic... topics) {
        return new ServiceInputs("planner", "test", List.of(topics), List.of(), List.of("planner"));
    }

    private static NewTopic topic(Topic topic, int partitions, Map<String, String> settings) {
        return new NewTopic(topic.topicName(), partitions, (short) 1).configs(settings);
    }
}
