package io.keelstream.cli.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.cli.KeelstreamCommand;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.broker.EmbeddedBroker;
import io.keelstream.messaging.codec.PayloadJson;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.Table;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.TableReader;
import io.keelstream.messaging.table.TableWriter;
import io.keelstream.messaging.topic.Partitions;
import io.keelstream.messaging.topic.Provisioning;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a verb says of its decision, and with which code it ends. The tests play the planner, on a broker of their own. */
class DecideVerbTests {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String COMMIT = "8c1f0e5b7a3d4c2e9f60b1a2c3d4e5f601234567";

    private static EmbeddedBroker broker;
    private static KafkaSettings kafka;
    private static TableReader<Decision> reader;
    private static Table<Decision> decisions;
    private static TableWriter writer;
    private static ExecutorService people;

    @BeforeAll
    static void start(@TempDir Path folder) {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        kafka = KafkaSettings.at(broker.bootstrapServers());
        Provisioning.install(kafka.clientProperties(), 3, (short) 1);
        reader = new TableReader<>(kafka, Topic.DECISION, Decision.class);
        decisions = reader.load(LIMIT);
        reader.follow(changed -> {});
        writer = new TableWriter(kafka, "/keelstream/test/planner");
        people = Executors.newVirtualThreadPerTaskExecutor();
    }

    @AfterAll
    static void stop() {
        people.close();
        writer.close();
        reader.close();
        broker.close();
    }

    @Test
    void decisionThatIsHonouredEndsWith0AndSaysWhatWasDone() throws Exception {
        // Given
        String target = target("honoured");
        Future<Ended> rollback = rollback(target);

        // When
        answer(target, Outcome.HONOURED, "it returns");

        // Then
        assertThat(rollback.get().code()).isZero();
        assertThat(rollback.get().lines().getFirst()).startsWith(target + ": returns to " + COMMIT.substring(0, 12));
        assertThat(rollback.get().lines().getLast()).isEqualTo("done: it returns");
    }

    @Test
    void decisionThatIsRefusedEndsWith1AndSaysWhy() throws Exception {
        // Given
        String target = target("refused");
        Future<Ended> rollback = rollback(target);

        // When
        answer(target, Outcome.REFUSED, "it was not healthy there");

        // Then
        assertThat(rollback.get().code()).isEqualTo(1);
        assertThat(rollback.get().error()).contains("refused: it was not healthy there");
    }

    @Test
    void decisionThatSomebodyOverwritesEndsWith1AndSaysWho() throws Exception {
        // Given
        String target = target("overwritten");
        Future<Ended> rollback = rollback(target);
        made(target, "ada");

        // When
        writer.write(Fact.of(
                EventType.DECISION_MADE,
                Kind.PIN.key(target),
                new Decision("another", Kind.PIN, "bob", "the audit comes", Named.commit(COMMIT), null, null),
                EventContext.at(Instant.now())));

        // Then
        assertThat(rollback.get().code()).isEqualTo(1);
        assertThat(rollback.get().error())
                .contains("the decision does not count: bob decided otherwise meanwhile (the audit comes)");
    }

    @Test
    void decisionThatNobodyAnswersInTimeEndsWith3AndStands() throws Exception {
        String target = target("silent");

        Ended ended = rollback(target, "--timeout", "1s").get();

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.error()).contains("no answer within 1s; the decision stands", "keelstream status " + target);
        assertThat(made(target, "ada").kind()).isEqualTo(Kind.ROLLBACK);
    }

    @Test
    void noWaitEndsWith0BeforeAnybodyAnswers() throws Exception {
        String target = target("unanswered");

        Ended ended = rollback(target, "--no-wait").get();

        assertThat(ended.code()).isZero();
        assertThat(ended.lines()).singleElement().asString().startsWith(target + ": returns to ");
        assertThat(made(target, "ada").named().commit()).isEqualTo(COMMIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "promote production/shop --full --now",
                "promote production/shop --full --commit 8c1f0e5",
                "pin production/shop --key id --no-sign",
                "approve production/shop 3f2a9c --no-wait --timeout 5s",
                "canary production/shop --rehearse --no-wait --timeout 5s"
            })
    void optionsOfWhichOneWouldBeIgnoredAreWrongUse(String line) throws Exception {
        target("shop");

        Ended ended = run(Stream.concat(Stream.of(line.split(" ")), Stream.of("--kafka", broker.bootstrapServers())))
                .get();

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.error()).contains("exclude each other");
    }

    @Test
    void whatIsNotPinnedIsLeftOutAndNamed() throws Exception {
        target("followed");
        writer.write(Fact.of(
                EventType.PLANNER_ANSWERED,
                Kind.PIN.inForceKey("production/elsewhere"),
                new DecisionAnswer(
                        new Decision("pin", Kind.PIN, "ada", "", Named.commit(COMMIT), null, null),
                        Outcome.HONOURED,
                        "Honoured",
                        "it stays"),
                EventContext.at(Instant.now())));

        Ended ended = run(Stream.of("unpin", "*/followed", "--no-sign", "--kafka", broker.bootstrapServers()))
                .get();

        assertThat(ended.code()).isZero();
        assertThat(ended.lines()).first().isEqualTo("production/followed: left out, it is not pinned by a person");
    }

    @Test
    void targetThatIsHeldByADecisionThatCannotBeReadIsNotLeftOut() throws Exception {
        // Given
        String target = target("unread");
        poison(Kind.PIN.key(target));

        // When
        Ended ended = run(Stream.of(
                        "unpin", "*/unread", "--no-sign", "--no-wait", "--kafka", broker.bootstrapServers()))
                .get();

        // Then
        assertThat(ended.code()).isZero();
        await().atMost(LIMIT)
                .until(() -> decisions.get(Kind.PIN.key(target))
                                instanceof Entry.Present<Decision>(Received<Decision> received)
                        && received.payload().kind() == Kind.UNPIN);
    }

    @Test
    void selectorTakesTheTargetsWhoseApplicationsHaveAllOfItsLabels() throws Exception {
        // Given
        labelled("ledger", Map.of("team", "payments", "tier", "1"));
        labelled("refunds", Map.of("team", "payments"));
        labelled("stock", Map.of("team", "goods", "tier", "1"));
        target("unplanned");

        // When
        Ended one = pause("--selector", "team=payments");
        Ended both = pause("*/*", "--selector", "team=payments,tier=1");
        Ended none = pause("--selector", "team=nobody");

        // Then
        assertThat(one.lines())
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactly("production/ledger", "production/refunds");
        assertThat(both.lines())
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactly("production/ledger");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.error()).contains("no target matches * with team=nobody. keelstream status lists all");
    }

    /** Puts a record that cannot be read in the place of a decision. */
    private static void poison(String key) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        byte[] record = key.getBytes(StandardCharsets.UTF_8);
        String topic = Topic.DECISION.topicName();
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            int partition = Partitions.of(key, producer.partitionsFor(topic).size());
            producer.send(new ProducerRecord<>(topic, partition, record, record))
                    .get();
        }
    }

    private static Ended pause(String... about) throws Exception {
        return run(Stream.of(
                                List.of("pause"),
                                List.of(about),
                                List.of(
                                        "--actor",
                                        "ada",
                                        "--no-sign",
                                        "--no-wait",
                                        "--kafka",
                                        broker.bootstrapServers()))
                        .flatMap(List::stream))
                .get();
    }

    /** A target whose plan is of an application with labels. */
    private static void labelled(String application, Map<String, String> labels) throws IOException {
        String target = target(application);
        Plan plan = PayloadJson.read(
                Files.readAllBytes(
                        Path.of("../contracts/src/test/resources/golden/io.keelstream.plan.changed/1/full.json")),
                Plan.class);
        Plan.Bundle bundle = plan.bundle();
        writer.write(Fact.of(
                EventType.PLAN_CHANGED,
                target,
                new Plan(
                        plan.id(),
                        plan.origin(),
                        new Plan.Bundle(bundle.digest(), bundle.revision(), bundle.policy(), labels, Map.of()),
                        plan.placement(),
                        plan.readiness(),
                        plan.work(),
                        plan.timing()),
                EventContext.at(Instant.now())));
    }

    /** How a verb ended. */
    private record Ended(int code, List<String> lines, String error) {}

    private static Future<Ended> rollback(String target, String... more) {
        return run(Stream.concat(
                Stream.of(
                        "rollback",
                        target,
                        "--to",
                        COMMIT.substring(0, 7),
                        "--actor",
                        "ada",
                        "--no-sign",
                        "--kafka",
                        broker.bootstrapServers()),
                Stream.of(more)));
    }

    private static Future<Ended> run(Stream<String> arguments) {
        return people.submit(() -> {
            StringWriter out = new StringWriter();
            StringWriter error = new StringWriter();
            CommandLine line = KeelstreamCommand.commandLine()
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(error, true));
            int code = line.execute(arguments.toArray(String[]::new));
            return new Ended(code, out.toString().lines().toList(), error.toString());
        });
    }

    /** A target that was healthy at the commit. */
    private static String target(String application) throws IOException {
        String json = Files.readString(
                        Path.of("../contracts/src/test/resources/golden/io.keelstream.target.changed/1/full.json"))
                .replace("\"checkout\"", "\"" + application + "\"");
        String target = "production/" + application;
        writer.write(Fact.of(
                EventType.TARGET_CHANGED,
                target,
                PayloadJson.read(json.getBytes(StandardCharsets.UTF_8), TargetState.class),
                EventContext.at(Instant.now())));
        return target;
    }

    /** The planner answers what ada decided. */
    private static void answer(String target, Outcome outcome, String message) {
        Decision decision = made(target, "ada");
        writer.write(Fact.of(
                EventType.PLANNER_ANSWERED,
                decision.key(target),
                new DecisionAnswer(decision, outcome, "Reason", message),
                EventContext.at(Instant.now())));
    }

    private static Decision made(String target, String actor) {
        String key = Kind.ROLLBACK.key(target);
        await().atMost(LIMIT)
                .until(() -> decisions.get(key) instanceof Entry.Present<Decision>(Received<Decision> received)
                        && received.payload().actor().equals(actor));
        return ((Entry.Present<Decision>) decisions.get(key)).received().payload();
    }
}
