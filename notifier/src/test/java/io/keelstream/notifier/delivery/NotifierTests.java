package io.keelstream.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.messaging.broker.EmbeddedBroker;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.TableWriter;
import io.keelstream.messaging.topic.Provisioning;
import io.keelstream.notifier.notice.Notice;
import io.keelstream.notifier.notice.NoticeTemplate;
import io.keelstream.notifier.sink.CommitStatuses;
import io.keelstream.notifier.sink.GitHost;
import io.keelstream.notifier.sink.SecretFile;
import io.keelstream.notifier.sink.Webhook;
import io.keelstream.testing.process.ChildProcess;
import io.keelstream.testing.process.JavaCommand;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** From Kafka to the sinks, on a broker in this process. */
class NotifierTests {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private final Receiver good = new Receiver();
    private final Receiver bad = new Receiver();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MovableClock clock = new MovableClock(InstantSource.system());
    private Instant last = Instant.EPOCH;
    private EmbeddedBroker broker;
    private KafkaSettings kafka;
    private TableWriter writer;
    private Notifier notifier;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(folder, 0);
        kafka = KafkaSettings.at(broker.bootstrapServers());
        Provisioning.install(kafka.clientProperties(), 3, (short) 1);
        writer = new TableWriter(kafka, "/keelstream/acme/applier");
        notifier = notifier(Duration.ofHours(1));
        await().until(notifier::ownsAll);
        try (Admin admin = Admin.create(kafka.clientProperties())) {
            await().until(() -> begun(admin, "notifier.good") && begun(admin, "notifier.bad"));
        }
    }

    /** Whether a group has a position in every partition: what comes from now on is for it. */
    private static boolean begun(Admin admin, String group) throws Exception {
        return admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .size()
                == SinkRunner.topics().size() * 3;
    }

    @AfterEach
    void stop() {
        notifier.stop(Duration.ofSeconds(10));
        writer.close();
        broker.close();
        good.close();
        bad.close();
    }

    private Notifier notifier(Duration keepTrying) {
        Notifier made = new Notifier(
                List.of(sink("good", good, keepTrying), sink("bad", bad, keepTrying)), kafka, meters, clock);
        made.start();
        return made;
    }

    private static SinkSettings sink(String name, Receiver receiver, Duration keepTrying) {
        return sink(name, receiver.address(), keepTrying);
    }

    /** A webhook that is told of everything. */
    static SinkSettings sink(String name, URI address, Duration keepTrying) {
        SinkSettings settings = EverySinkTests.settings(name, new Webhook(address, null));
        return new SinkSettings(
                name,
                settings.filter(),
                settings.sink(),
                new SinkSettings.Limits(6_000, Duration.ofSeconds(2), keepTrying),
                null);
    }

    @Test
    void sinkThatIsDownHoldsNoOtherAndGetsEverythingLater() {
        // Given
        bad.answers(new Receiver.Answer(503));

        // When
        Outcome[] outcomes = Outcome.values();
        for (Outcome outcome : outcomes) {
            publish(outcome);
        }

        // Then
        await().until(() -> outcomes(good).size() == outcomes.length);
        await().until(() -> failures("bad") > 0);
        assertThat(meters.get("keelstream.notifier.waiting.seconds")
                        .tag("sink", "bad")
                        .gauge()
                        .value())
                .isPositive();

        // When
        bad.answers(new Receiver.Answer(200));

        // Then
        await().until(() -> outcomes(bad).containsAll(outcomes(good)));
        await().until(() -> meters.get("keelstream.notifier.deliveries")
                        .tag("sink", "bad")
                        .timer()
                        .count()
                == outcomes.length);
        assertThat(meters.get("keelstream.notifier.waiting.seconds")
                        .tag("sink", "bad")
                        .gauge()
                        .value())
                .isZero();
    }

    @Test
    void whatASinkHasNotTakenWhenTheProcessDiesComesAgain() {
        // Given
        bad.answers(new Receiver.Answer(503));
        publish(Outcome.FAILED);
        await().until(() -> !bad.requests().isEmpty() && outcomes(good).size() == 1);

        // When
        notifier.stop(Duration.ofSeconds(10));
        bad.answers(new Receiver.Answer(200));
        publish(Outcome.HEALTHY);
        int before = bad.requests().size();
        notifier = notifier(Duration.ofHours(1));

        // Then
        await().until(() -> bad.requests().size() == before + 2);
        assertThat(outcomes(bad).subList(before, before + 2)).containsExactly("FAILED", "HEALTHY");
        await().until(() -> outcomes(good).equals(List.of("FAILED", "HEALTHY")));
    }

    @Test
    void whatASinkHasWhenTheProcessIsKilledBeforeItsOffsetIsCommittedComesAgainUnderTheSameId() throws IOException {
        // Given
        notifier.stop(Duration.ofSeconds(10));
        good.isSilent();
        publish(Outcome.HEALTHY);
        List<String> command = JavaCommand.small(
                NotifierProcess.class,
                broker.bootstrapServers(),
                "good",
                good.address().toString());
        try (ChildProcess process = ChildProcess.start("notifier", folder, command)) {
            process.await("sends", Duration.ofSeconds(60), () -> good.requests().size() == 1);

            // When
            process.kill();
        }
        good.answers(new Receiver.Answer(200));
        notifier = notifier(Duration.ofHours(1));

        // Then
        await().until(() -> ended("good", "delivered") == 1);
        assertThat(good.requests())
                .hasSize(2)
                .extracting(request -> request.headers().getFirst("webhook-id"))
                .doesNotContainNull()
                .containsOnly(good.requests().getFirst().headers().getFirst("webhook-id"));
        assertThat(good.requests()).extracting(Receiver.Request::body).containsOnly(body(good));

        // When
        publish(Outcome.FAILED);

        // Then
        await().until(() -> ended("good", "delivered") == 2);
        assertThat(outcomes(good)).containsExactly("HEALTHY", "HEALTHY", "FAILED");
    }

    private static String body(Receiver receiver) {
        return receiver.requests().getFirst().body();
    }

    @Test
    void whatASinkRefusesHoldsNothingBehindItAndIsCounted() {
        // Given
        bad.answers(new Receiver.Answer(422));
        publish(Outcome.FAILED);
        await().until(() -> ended("bad", "refused") == 1);

        // When
        bad.answers(new Receiver.Answer(200));
        publish(Outcome.HEALTHY);

        // Then
        await().until(() -> ended("bad", "delivered") == 1);
        assertThat(outcomes(bad)).containsExactly("FAILED", "HEALTHY");
    }

    @Test
    void whatASinkRefusesAfterAnOutageIsNotTriedAgain() {
        // Given
        bad.answers(new Receiver.Answer(503));
        publish(Outcome.FAILED);
        await().until(() -> !bad.requests().isEmpty());

        // When
        bad.answers(new Receiver.Answer(422));

        // Then
        await().until(() -> ended("bad", "refused") == 1);
        assertThat(ended("bad", "given-up")).isZero();
    }

    @Test
    void whatBecomesTooOldIsGivenUpAndCounted() {
        // Given
        notifier.stop(Duration.ofSeconds(10));
        bad.answers(new Receiver.Answer(503));
        publish(Outcome.FAILED);

        // When
        notifier = notifier(Duration.ofMillis(1));

        // Then
        await().until(() -> ended("bad", "given-up") == 1);
        bad.answers(new Receiver.Answer(200));
        publish(Outcome.HEALTHY);
        await().until(() -> outcomes(bad).getLast().equals("HEALTHY"));
        await().until(() -> ended("good", "delivered") == 2);
    }

    @Test
    void brokerThatIsAwayLosesNothingAndRepeatsNothing() {
        // Given
        publish(Outcome.FAILED);
        await().until(() -> ended("good", "delivered") == 1);
        int port = Integer.parseInt(
                broker.bootstrapServers().substring(broker.bootstrapServers().lastIndexOf(':') + 1));

        // When
        broker.close();
        broker = EmbeddedBroker.start(folder, port);
        publish(Outcome.HEALTHY);

        // Then
        await().until(() -> ended("good", "delivered") == 2);
        assertThat(outcomes(good)).containsExactly("FAILED", "HEALTHY");
        assertThat(notifier.problems()).isEmpty();
    }

    @Test
    void eventIsGivenUpByItsAgeHoweverOftenItWasTried() {
        // Given
        bad.answers(new Receiver.Answer(503));
        publish(Outcome.FAILED);
        await().until(() -> !bad.requests().isEmpty());

        // When
        clock.advance(Duration.ofHours(2));

        // Then
        await().until(() -> ended("bad", "given-up") == 1);
    }

    @Test
    void commitThatAGitHostDoesNotKnowIsGivenUpAfterMinutes() throws IOException {
        // Given
        Path token = Files.writeString(folder.resolve("token"), "token");
        SinkSettings statuses = sink("bad", bad, Duration.ofHours(24));
        restart(new SinkSettings(
                "bad",
                statuses.filter(),
                new CommitStatuses(
                        GitHost.GITHUB,
                        bad.address(),
                        Map.of("infra", "acme/infra"),
                        "keelstream",
                        new SecretFile(token),
                        new NoticeTemplate("{text}")),
                statuses.limits(),
                null));
        bad.answers(new Receiver.Answer(404));
        publish(Outcome.FAILED);
        await().until(() -> failures("bad") > 0);
        assertThat(ended("bad", "given-up")).isZero();

        // When
        clock.advance(Duration.ofMinutes(6));

        // Then
        await().until(() -> ended("bad", "given-up") == 1);
        bad.answers(new Receiver.Answer(201));
        publish(Outcome.HEALTHY);
        await().until(() -> ended("bad", "delivered") == 1);
    }

    private void restart(SinkSettings sink) {
        notifier.stop(Duration.ofSeconds(10));
        notifier = new Notifier(List.of(sink), kafka, meters, clock);
        notifier.start();
    }

    private double failures(String sink) {
        var counter =
                meters.find("keelstream.notifier.failures").tag("sink", sink).counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void backlogArrivesOnceAndInTheOrderOfEachTarget() {
        // Given
        int targets = 20;
        int each = 15;
        notifier.stop(Duration.ofSeconds(10));
        for (int number = 0; number < each; number++) {
            for (int target = 0; target < targets; target++) {
                publish("production/shop-" + target, Notices.removed(number));
            }
        }

        // When
        notifier = notifier(Duration.ofHours(1));

        // Then
        await().until(() -> good.requests().size() == targets * each);
        Map<String, List<Integer>> arrived = good.requests().stream()
                .map(request -> JSON.readTree(request.body()))
                .collect(Collectors.groupingBy(
                        event -> event.get("subject").asString(),
                        Collectors.mapping(event -> event.at("/data/orphaned").asInt(), Collectors.toList())));
        assertThat(arrived).hasSize(targets);
        assertThat(arrived.values())
                .allSatisfy(numbers -> assertThat(numbers)
                        .isEqualTo(IntStream.range(0, each).boxed().toList()));
    }

    private long ended(String sink, String result) {
        var timer = meters.find("keelstream.notifier.deliveries")
                .tag("sink", sink)
                .tag("result", result)
                .timer();
        return timer == null ? 0 : timer.count();
    }

    private void publish(Outcome outcome) {
        publish(Notices.TARGET, Notices.finished(outcome));
    }

    private void publish(String target, Notice notice) {
        // the number of a record follows from its time, and its id from the number
        Instant now = Instant.now();
        last = now.isAfter(last.plusMillis(1)) ? now : last.plusMillis(1);
        writer.write(Fact.of(notice.kind().type(), target, notice.payload(), EventContext.at(last)));
    }

    private static List<String> outcomes(Receiver receiver) {
        return receiver.requests().stream()
                .map(request ->
                        JSON.readTree(request.body()).at("/data/outcome").asString())
                .toList();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(60, TimeUnit.SECONDS).pollInterval(Duration.ofMillis(20));
    }
}
