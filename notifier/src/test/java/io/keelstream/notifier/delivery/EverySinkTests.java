package io.keelstream.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentSkipped;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.messaging.event.Received;
import io.keelstream.notifier.delivery.Receiver.Request;
import io.keelstream.notifier.notice.Kind;
import io.keelstream.notifier.notice.Notice;
import io.keelstream.notifier.notice.NoticeFilter;
import io.keelstream.notifier.notice.NoticeTemplate;
import io.keelstream.notifier.notice.NoticeText;
import io.keelstream.notifier.sink.CommitStatuses;
import io.keelstream.notifier.sink.GitHost;
import io.keelstream.notifier.sink.SecretFile;
import io.keelstream.notifier.sink.Sink;
import io.keelstream.notifier.sink.Slack;
import io.keelstream.notifier.sink.Webhook;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every outcome and everything that waits for a person, at every sink: what arrives. New ones of either are asked for by themselves. */
class EverySinkTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String SECRET =
            "whsec_" + Base64.getEncoder().encodeToString("a key of ours".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path folder;

    private final Receiver receiver = new Receiver();

    /** What a sink is, and what arrives there of a notice; an empty body stands for nothing. */
    private record Case(String name, Sink sink, Arrival arrival) {}

    @FunctionalInterface
    private interface Arrival {
        void check(Notice notice, Request request) throws Exception;
    }

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("url"), receiver.address() + "/services/T0/B0/secret\n");
        Files.writeString(folder.resolve("token"), "token-1\n");
        Files.writeString(folder.resolve("secret"), SECRET + "\nan older one\n");
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @TestFactory
    Stream<DynamicTest> whatHappensArrivesAtEverySink() {
        return cases().stream()
                .flatMap(each -> Notices.all().stream()
                        .map(notice -> DynamicTest.dynamicTest(
                                each.name + ": " + notice.kind() + " " + (rehearsal(notice) ? "of a rehearsal " : "")
                                        + notice.outcome().map(Enum::name).orElse("")
                                        + notice.attention()
                                                .map(attention ->
                                                        attention.cause().name())
                                                .orElse(""),
                                () -> arrives(each, notice))));
    }

    @Test
    void statusOfWhatHappenedLaterIsNotTakenBack() throws Exception {
        Notice end = Notices.finished(Outcome.HEALTHY);
        Notice observed = Notices.all().stream()
                .filter(each -> each.kind() == Kind.OBSERVED)
                .findFirst()
                .orElseThrow();

        try (Deliverer deliverer = deliverer(statuses(GitHost.GITHUB))) {
            deliverer.deliver(at(end, Instant.parse("2026-03-01T12:00:10Z")));
            deliverer.deliver(at(observed, Instant.parse("2026-03-01T12:00:00Z")));
        }

        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void endCountsHoweverMuchTheClocksOfServicesDiffer() throws Exception {
        // Given
        Notice observed = Notices.all().stream()
                .filter(each -> each.kind() == Kind.OBSERVED)
                .findFirst()
                .orElseThrow();
        Notice end = Notices.finished(Outcome.HEALTHY);

        // When
        try (Deliverer deliverer = deliverer(statuses(GitHost.GITHUB))) {
            deliverer.deliver(at(observed, Instant.parse("2026-03-01T12:00:30Z")));
            deliverer.deliver(at(end, Instant.parse("2026-03-01T12:00:10Z")));
            deliverer.deliver(at(again(observed), Instant.parse("2026-03-01T12:00:30Z")));
        }

        // Then
        assertThat(receiver.requests())
                .extracting(
                        request -> JSON.readTree(request.body()).get("state").asString())
                .containsExactly("pending", "success");
    }

    private static Notice again(Notice notice) {
        return Notices.of(notice.kind(), notice.payload(), "another-id");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"999999, PT1H", "90, PT1M30S", "0, none", "soon, none", "-1, none"})
    void sinkIsLeftAloneAsLongAsItAsksButAnHourAtMost(String asked, @Nullable Duration pause) throws Exception {
        receiver.answers(new Receiver.Answer(429, "", Map.of("Retry-After", asked)));
        try (Deliverer deliverer = deliverer(new Webhook(receiver.address(), null))) {
            assertThatThrownBy(() -> deliverer.deliver(Notices.finished(Outcome.FAILED)))
                    .isInstanceOfSatisfying(
                            Undelivered.Failed.class,
                            failed -> assertThat(failed.pause()).isEqualTo(pause));
        }
    }

    @Test
    void eventOfTheFutureIsGivenUpToo() throws Exception {
        // Given
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        Notice notice = at(Notices.finished(Outcome.FAILED), Instant.parse("2226-03-01T12:00:00Z"));
        MovableClock clock = new MovableClock(now);
        Undelivered why = new Undelivered.Failed("a reason");
        receiver.answers(new Receiver.Answer(503));

        // When
        try (Deliverer deliverer = new Deliverer(
                settings("test", new Webhook(receiver.address(), null)),
                new SinkMeters(new SimpleMeterRegistry(), "test", clock),
                clock)) {
            assertThatThrownBy(() -> deliverer.deliver(notice)).isInstanceOf(Undelivered.Failed.class);

            // Then
            assertThat(deliverer.again(notice, why)).isTrue();
            clock.advance(Duration.ofHours(25));
            assertThat(deliverer.again(notice, why)).isFalse();
        }
    }

    @Test
    void failureSaysWhatToDo() throws Exception {
        Notice notice = Notices.finished(Outcome.FAILED);
        receiver.answers(new Receiver.Answer(302, "", Map.of("Location", receiver.address() + "/elsewhere")));
        try (Deliverer deliverer = deliverer(new Webhook(receiver.address(), null))) {
            assertThatThrownBy(() -> deliverer.deliver(notice))
                    .hasMessage("127.0.0.1 answers 302; redirects are not followed, so name the address itself");
        }
        assertThat(receiver.requests()).hasSize(1);
        URI unknown = URI.create("http://nobody.invalid/hooks/secret");
        try (Deliverer deliverer = deliverer(new Webhook(unknown, null))) {
            assertThatThrownBy(() -> deliverer.deliver(notice))
                    .hasMessage("nobody.invalid cannot be reached: its name cannot be resolved");
        }
    }

    @Test
    void receiverThatDoesNotSpeakTlsIsNamedAsSuch() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket asked = plain.accept()) {
                    asked.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    asked.getInputStream().readAllBytes();
                } catch (IOException ended) {
                    // the test is over
                }
            });
            URI secure = URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/hooks/secret");
            try (Deliverer deliverer = deliverer(new Webhook(secure, null))) {
                assertThatThrownBy(() -> deliverer.deliver(Notices.finished(Outcome.FAILED)))
                        .hasMessageStartingWith("127.0.0.1 cannot be reached: TLS: ")
                        .hasMessageNotContaining("secret");
            }
        }
    }

    private static Notice at(Notice notice, Instant time) {
        Received<? extends Record> event = notice.event();
        return new Notice(
                notice.kind(),
                notice.source(),
                new Received<>(
                        event.key(),
                        notice.payload(),
                        event.id(),
                        event.sequence(),
                        time,
                        new Received.Place(0, 0, Instant.EPOCH),
                        null));
    }

    @Test
    void chatsReadNoMentionAndNoLinkInWhatPeopleWrote() throws Exception {
        Slack slack = new Slack(file("url"), new NoticeTemplate("{author}"));
        Files.writeString(folder.resolve("url"), "https:/hooks");
        assertThatThrownBy(() -> slack.message(Notices.finished(Outcome.HEALTHY), Instant.EPOCH))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("there is no URL in");

        Files.writeString(folder.resolve("url"), "\uFEFFhttps://chat.example.com/secret");
        assertThatThrownBy(() -> slack.message(Notices.finished(Outcome.HEALTHY), Instant.EPOCH))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("perhaps a byte order mark")
                .message()
                .doesNotContain("secret");

        Files.writeString(folder.resolve("url"), "https://chat.example.com/x");
        String body = slack.message(Notices.finished(Outcome.HEALTHY), Instant.EPOCH)
                .orElseThrow()
                .body();
        assertThat(JSON.readTree(body).get("text").asString())
                .contains("@\u200b")
                .contains("&lt;");
    }

    private void arrives(Case each, Notice notice) throws Exception {
        // Given
        int before = receiver.requests().size();
        boolean expected = !(each.sink instanceof CommitStatuses) || changesAStatus(notice);

        // When
        try (Deliverer deliverer = deliverer(each.sink)) {
            deliverer.deliver(notice);
        }

        // Then
        List<Request> requests = receiver.requests();
        assertThat(requests).hasSize(before + (expected ? 1 : 0));
        if (expected) {
            each.arrival.check(notice, requests.getLast());
        }
    }

    /** Which events a commit's status follows, written out on its own. */
    private static boolean changesAStatus(Notice notice) {
        return Set.of(
                        Kind.OBSERVED,
                        Kind.REJECTED,
                        Kind.STARTED,
                        Kind.FINISHED,
                        Kind.DELAYED,
                        Kind.SKIPPED,
                        Kind.ATTENTION_NEEDED)
                .contains(notice.kind());
    }

    private List<Case> cases() {
        return List.of(
                new Case("webhook", new Webhook(receiver.address(), file("secret")), EverySinkTests::signedEvent),
                new Case(
                        "slack",
                        new Slack(file("url"), new NoticeTemplate("{target}: {text} {command}")),
                        (notice, request) -> {
                            assertThat(request.path()).isEqualTo("/services/T0/B0/secret");
                            assertThat(JSON.readTree(request.body()).get("text").asString())
                                    .startsWith(Notices.TARGET + ": " + NoticeText.of(notice));
                        }),
                new Case("github", statuses(GitHost.GITHUB), (notice, request) -> {
                    assertThat(request.path()).isEqualTo("/repos/acme/infra/statuses/" + Notices.COMMIT);
                    assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer token-1");
                    status(
                            notice,
                            request,
                            "state",
                            Map.of("pending", "pending", "good", "success", "bad", "failure", "over", "error"));
                }),
                new Case("gitlab", statuses(GitHost.GITLAB), (notice, request) -> {
                    assertThat(request.path()).isEqualTo("/projects/acme%2Finfra/statuses/" + Notices.COMMIT);
                    assertThat(request.headers().getFirst("PRIVATE-TOKEN")).isEqualTo("token-1");
                    status(
                            notice,
                            request,
                            "state",
                            Map.of("pending", "pending", "good", "success", "bad", "failed", "over", "canceled"));
                }),
                new Case("gitea", statuses(GitHost.GITEA), (notice, request) -> {
                    assertThat(request.path()).isEqualTo("/repos/acme/infra/statuses/" + Notices.COMMIT);
                    assertThat(request.headers().getFirst("Authorization")).isEqualTo("token token-1");
                    status(
                            notice,
                            request,
                            "state",
                            Map.of("pending", "pending", "good", "success", "bad", "failure", "over", "warning"));
                }));
    }

    private static void status(Notice notice, Request request, String property, Map<String, String> words) {
        JsonNode body = JSON.readTree(request.body());
        assertThat(body.get(property).asString()).isEqualTo(words.get(meaning(notice)));
        assertThat(body.get("description").asString()).isNotEmpty().hasSizeLessThanOrEqualTo(140);
        String name = body.has("context") ? "context" : "name";
        assertThat(body.get(name).asString())
                .isEqualTo("keelstream/" + Notices.TARGET + (rehearsal(notice) ? " (rehearsal)" : ""));
    }

    private static boolean rehearsal(Notice notice) {
        return switch (notice.payload()) {
            case DeploymentStarted started -> started.deployment().trigger() == Plan.Trigger.REHEARSAL;
            case DeploymentFinished finished -> finished.outcome() == Outcome.REHEARSED;
            default -> false;
        };
    }

    private static String meaning(Notice notice) {
        return switch (notice.kind()) {
            case STARTED, OBSERVED, DELAYED -> "pending";
            case REJECTED -> "bad";
            case ATTENTION_NEEDED ->
                switch (notice.attention().orElseThrow().cause()) {
                    case APPROVAL, HOLD, PIN, PAUSE, UNKNOWN -> "pending";
                    case BLOCK -> "bad";
                };
            case FINISHED ->
                switch (notice.outcome().orElseThrow()) {
                    case HEALTHY, DEGRADED, REHEARSED, REMOVED -> "good";
                    case FAILED, ROLLED_BACK, UNKNOWN -> "bad";
                    case SUPERSEDED -> "over";
                };
            case SKIPPED ->
                switch (((DeploymentSkipped) notice.payload()).reason()) {
                    case OVERTAKEN, UNKNOWN -> "over";
                    case UNCHANGED -> "good";
                };
            case ATTENTION_RESOLVED, REMOVED, DRIFT_DETECTED, DRIFT_RESOLVED -> "nothing";
        };
    }

    private static void signedEvent(Notice notice, Request request) throws Exception {
        JsonNode event = JSON.readTree(request.body());
        assertThat(event.get("id").asString()).isEqualTo(notice.event().id());
        assertThat(event.get("type").asString()).isEqualTo(notice.kind().type().type());
        assertThat(event.get("subject").asString()).isEqualTo(Notices.TARGET);
        assertThat(event.get("data").isObject()).isTrue();
        String signed =
                notice.event().id() + "." + request.headers().getFirst("webhook-timestamp") + "." + request.body();
        assertThat(request.headers().getFirst("webhook-signature"))
                .isEqualTo("v1," + hmac("a key of ours", signed) + " v1," + hmac("an older one", signed));
    }

    private static String hmac(String key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void tokenThatIsRotatedCountsAtOnce() throws Exception {
        try (Deliverer deliverer = deliverer(statuses(GitHost.GITHUB))) {
            deliverer.deliver(Notices.finished(Outcome.HEALTHY));
            Files.writeString(folder.resolve("token"), "token-2");
            deliverer.deliver(Notices.finished(Outcome.FAILED));
        }
        assertThat(receiver.requests())
                .extracting(request -> request.headers().getFirst("Authorization"))
                .containsExactly("Bearer token-1", "Bearer token-2");
    }

    @Test
    void statusThatIsSoAlreadyIsDelivered() throws Exception {
        receiver.answers(new Receiver.Answer(
                400, "{\"message\": \"Cannot transition status via :enqueue from :pending\"}", Map.of()));
        try (Deliverer deliverer = deliverer(statuses(GitHost.GITLAB))) {
            deliverer.deliver(Notices.finished(Outcome.HEALTHY));
        }
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void commitOfARepositoryThatTheSinkDoesNotKnowIsPassedOver() throws Exception {
        Sink other = new CommitStatuses(
                GitHost.GITHUB,
                receiver.address(),
                Map.of("other", "acme/other"),
                "keelstream",
                file("token"),
                new NoticeTemplate("{text}"));
        try (Deliverer deliverer = deliverer(other)) {
            deliverer.deliver(Notices.finished(Outcome.HEALTHY));
        }
        assertThat(receiver.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"GITHUB, context", "GITLAB, name", "GITEA, context"})
    void installationsThatReportOnTheSameCommitsHaveAStatusEach(GitHost host, String property) throws Exception {
        for (String context : List.of("keelstream-eu", "keelstream-us")) {
            try (Deliverer deliverer = deliverer(statuses(host, context))) {
                deliverer.deliver(Notices.finished(Outcome.HEALTHY));
            }
        }
        assertThat(receiver.requests())
                .extracting(
                        request -> JSON.readTree(request.body()).get(property).asString())
                .containsExactly("keelstream-eu/" + Notices.TARGET, "keelstream-us/" + Notices.TARGET);
        assertThat(receiver.requests())
                .extracting(Request::path)
                .containsOnly(receiver.requests().getFirst().path());
    }

    @Test
    void eventThatIsHandedOutAgainIsNotSentAgain() throws Exception {
        Notice notice = Notices.finished(Outcome.HEALTHY);
        try (Deliverer deliverer = deliverer(new Webhook(receiver.address(), null))) {
            deliverer.deliver(notice);
            deliverer.deliver(notice);
        }
        assertThat(receiver.requests()).hasSize(1);
        assertThat(receiver.requests().getFirst().headers().containsKey("webhook-signature"))
                .isFalse();
    }

    @Test
    void whatIsSaidOfAFailureHasNoSecret() throws Exception {
        Notice notice = Notices.finished(Outcome.FAILED);
        try (Deliverer deliverer = deliverer(new Slack(file("url"), new NoticeTemplate("{text}")))) {
            receiver.answers(new Receiver.Answer(403, "token secret", Map.of()));
            assertThatThrownBy(() -> deliverer.deliver(notice))
                    .hasMessageStartingWith("127.0.0.1 answers 403; check the credential")
                    .hasMessageNotContaining("secret");
            receiver.close();
            assertThatThrownBy(() -> deliverer.deliver(notice))
                    .hasMessageStartingWith("127.0.0.1 cannot be reached")
                    .hasMessageNotContaining("secret");
            Files.delete(folder.resolve("url"));
            assertThatThrownBy(() -> deliverer.deliver(notice)).hasMessage("cannot read " + folder.resolve("url"));
        }
    }

    @Test
    void sinkThatAsksToBeLeftAloneIs() throws Exception {
        Notice notice = Notices.finished(Outcome.FAILED);
        receiver.answers(new Receiver.Answer(429, "", Map.of("Retry-After", "3600")));
        try (Deliverer deliverer = deliverer(new Webhook(receiver.address(), null))) {
            assertThatThrownBy(() -> deliverer.deliver(notice)).hasMessage("127.0.0.1 answers 429");
            assertThatThrownBy(() -> deliverer.deliver(notice)).isInstanceOf(Undelivered.Postponed.class);
        }
        assertThat(receiver.requests()).hasSize(1);
    }

    private CommitStatuses statuses(GitHost host) {
        return statuses(host, "keelstream");
    }

    private CommitStatuses statuses(GitHost host, String context) {
        return new CommitStatuses(
                host,
                receiver.address(),
                Map.of("infra", "acme/infra"),
                context,
                file("token"),
                new NoticeTemplate("{text}"));
    }

    private SecretFile file(String name) {
        return new SecretFile(folder.resolve(name));
    }

    private static Deliverer deliverer(Sink sink) {
        return new Deliverer(
                settings("test", sink),
                new SinkMeters(new SimpleMeterRegistry(), "test", Clock.systemUTC()),
                Clock.systemUTC());
    }

    static SinkSettings settings(String name, Sink sink) {
        return settings(
                name, sink, new NoticeFilter(List.of("production/*"), EnumSet.allOf(Kind.class), Set.of(), true));
    }

    static SinkSettings settings(String name, Sink sink, NoticeFilter filter) {
        return new SinkSettings(
                name, filter, sink, new SinkSettings.Limits(6_000, Duration.ofSeconds(5), Duration.ofHours(24)), null);
    }
}
