package io.keelstream.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.contracts.deployment.ChangeSummary;
import io.keelstream.contracts.deployment.DeploymentDelayed;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentSkipped;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.DeploymentSubject;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.revision.RevisionObserved;
import io.keelstream.contracts.targets.TargetIdentity;
import io.keelstream.notifier.notice.Kind;
import io.keelstream.notifier.notice.Notice;
import io.keelstream.notifier.notice.NoticeFilter;
import io.keelstream.notifier.notice.NoticeTemplate;
import io.keelstream.notifier.sink.CommitStatuses;
import io.keelstream.notifier.sink.GitHost;
import io.keelstream.notifier.sink.SecretFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** The statuses of commits that no event of their own ends, because too many came while nothing was applied. */
class PendingCommitsTests {

    private static final TargetIdentity TARGET = new TargetIdentity("production", "checkout", "eu", "checkout");
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private final Receiver receiver = new Receiver();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MovableClock clock = new MovableClock(InstantSource.system());
    private CommitStatuses statuses;
    private Deliverer deliverer;

    @BeforeEach
    void start() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "token");
        statuses = new CommitStatuses(
                GitHost.GITHUB,
                receiver.address(),
                Map.of("infra", "acme/infra"),
                "keelstream",
                new SecretFile(token),
                new NoticeTemplate("{text}"));
        deliverer = deliverer(EverySinkTests.settings("ci", statuses));
    }

    @AfterEach
    void stop() {
        deliverer.close();
        receiver.close();
    }

    private Deliverer deliverer(SinkSettings settings) {
        return new Deliverer(settings, new SinkMeters(meters, "ci", clock), clock);
    }

    /** One that asks for some kinds, and of the ends of deployments for failures. */
    private Deliverer told(Kind... kinds) {
        return deliverer(EverySinkTests.settings(
                "ci",
                statuses,
                new NoticeFilter(List.of("production/*"), Set.of(kinds), Set.of(Outcome.FAILED), false)));
    }

    @Test
    void everyCommitOfALongOutageHasAnEndThoughTheApplierKnowsTheLastOnesAlone() throws Exception {
        // Given
        for (int number = 1; number <= 30; number++) {
            deliverer.deliver(observed(number));
        }

        // When
        for (int number = 11; number < 30; number++) {
            deliverer.deliver(skipped(number, 30));
        }
        deliverer.deliver(delayed(30));

        // Then
        Stream<String> ends = IntStream.concat(IntStream.range(11, 30), IntStream.rangeClosed(1, 10))
                .mapToObj(number -> number + " error");
        assertThat(states().subList(30, 60))
                .containsExactlyElementsOf(
                        Stream.concat(ends, Stream.of("30 pending")).toList());
        assertThat(JSON.readTree(receiver.requests().get(50).body())
                        .get("description")
                        .asString())
                .isEqualTo("was overtaken by " + commit(30).substring(0, 12) + " before its deployment began");
    }

    @Test
    void commitWhoseDeploymentWasSpokenOfIsLeftAsItIs() throws Exception {
        // Given
        deliverer.deliver(observed(1));
        deliverer.deliver(delayed(1));
        deliverer.deliver(observed(2));

        // When
        deliverer.deliver(delayed(2));

        // Then
        assertThat(states()).containsExactly("1 pending", "1 pending", "2 pending", "2 pending");
    }

    @Test
    void laterCommitIsNotEndedByAnEarlierOne() throws Exception {
        deliverer.deliver(observed(2));
        deliverer.deliver(delayed(1));
        assertThat(states()).containsExactly("2 pending", "1 pending");
    }

    @Test
    void commitThatTheHostDoesNotKnowHoldsNobody() throws Exception {
        // Given
        deliverer.deliver(observed(1));
        receiver.answers(new Receiver.Answer(404));

        // When
        assertThatThrownBy(() -> deliverer.deliver(delayed(2))).hasMessageContaining("answers 404");
        receiver.answers(new Receiver.Answer(201));
        deliverer.deliver(delayed(2));

        // Then
        assertThat(states()).containsExactly("1 pending", "1 error", "2 pending", "2 pending");
    }

    @Test
    void commitThatTheHostFailsToTakeHoldsTheNextNoticeInItsTimeAndNoOther() throws Exception {
        // Given
        deliverer.deliver(observed(1));
        receiver.answersAt(commit(1), new Receiver.Answer(500));
        assertThatThrownBy(() -> deliverer.deliver(delayed(2))).hasMessageContaining("answers 500");

        // When
        clock.advance(EverySinkTests.settings("ci", statuses).limits().keepTrying());
        deliverer.deliver(delayed(2));
        deliverer.deliver(delayed(3));

        // Then
        assertThat(states()).containsExactly("1 pending", "1 error", "1 error", "2 pending", "3 pending");
        assertThat(meters.get("keelstream.notifier.deliveries")
                        .tag("result", "given-up")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void hostThatIsDownIsToldLaterAndOnce() throws Exception {
        // Given
        deliverer.deliver(observed(1));
        deliverer.deliver(observed(2));
        receiver.answers(new Receiver.Answer(503));

        // When
        assertThatThrownBy(() -> deliverer.deliver(delayed(3))).hasMessageContaining("answers 503");
        receiver.answers(new Receiver.Answer(201));
        deliverer.deliver(delayed(3));
        deliverer.deliver(delayed(4));

        // Then
        assertThat(states())
                .containsExactly("1 pending", "2 pending", "1 error", "1 error", "2 error", "3 pending", "4 pending");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"STARTED", "FINISHED"})
    void commitWhoseDeploymentTheSinkDoesNotAskForIsNotOvertaken(Kind said) throws Exception {
        // Given
        try (Deliverer some = told(Kind.OBSERVED, Kind.SKIPPED, Kind.FINISHED, Kind.DELAYED)) {
            some.deliver(observed(1));
            some.deliver(observed(2));

            // When
            some.deliver(of(said, 1));
            some.deliver(delayed(3));
        }

        // Then
        assertThat(states()).containsExactly("1 pending", "2 pending", "2 error", "3 pending");
    }

    @Test
    void commitThatOnlyWaitedIsOvertakenThoughTheSinkDoesNotAskForThat() throws Exception {
        try (Deliverer some = told(Kind.OBSERVED, Kind.SKIPPED, Kind.STARTED)) {
            some.deliver(observed(1));
            some.deliver(delayed(1));
            some.deliver(of(Kind.STARTED, 2));
        }
        assertThat(states()).containsExactly("1 pending", "1 error", "2 pending");
    }

    @Test
    void commitThatIsObservedAfterItsDeploymentBeganIsNotOvertaken() throws Exception {
        try (Deliverer some = told(Kind.OBSERVED, Kind.SKIPPED, Kind.DELAYED)) {
            some.deliver(of(Kind.STARTED, 1));
            some.deliver(observed(1));
            some.deliver(delayed(2));
        }
        assertThat(states()).containsExactly("1 pending", "2 pending");
    }

    private List<String> states() {
        return receiver.requests().stream()
                .map(request -> {
                    String commit = request.path().substring(request.path().lastIndexOf('/') + 1);
                    return Integer.parseInt(commit) + " "
                            + JSON.readTree(request.body()).get("state").asString();
                })
                .toList();
    }

    private static Notice observed(int number) {
        return notice(Kind.OBSERVED, new RevisionObserved(revision(number), "sha256:1", 1, true, "files", 1), number);
    }

    private static Notice skipped(int number, int by) {
        return notice(
                Kind.SKIPPED,
                new DeploymentSkipped(TARGET, commit(number), DeploymentSkipped.Reason.OVERTAKEN, revision(by)),
                number);
    }

    private static Notice delayed(int number) {
        return notice(
                Kind.DELAYED,
                new DeploymentDelayed(TARGET, revision(number), Plan.State.AWAITING_WINDOW, "its windows"),
                number);
    }

    /** That a deployment began, or ended well. */
    private static Notice of(Kind kind, int number) {
        var subject = new DeploymentSubject(
                "id-" + number, TARGET, Plan.Trigger.REVISION, revision(number), null, 0, Map.of());
        Record payload = kind == Kind.STARTED
                ? new DeploymentStarted(subject, ChangeSummary.NONE)
                : new DeploymentFinished(
                        subject,
                        ExecutionStatus.SUCCEEDED,
                        Outcome.HEALTHY,
                        ChangeSummary.NONE,
                        false,
                        List.of(),
                        new DeploymentFinished.Durations(0, 0, 0));
        return notice(kind, payload, number);
    }

    private static Notice notice(Kind kind, Record payload, int number) {
        return Notices.of(kind, payload, kind + "-" + number);
    }

    private static Revision revision(int number) {
        return new Revision("infra", "refs/heads/main", commit(number), "Ada", "Change", Instant.EPOCH)
                .numbered(number);
    }

    private static String commit(int number) {
        return "%040d".formatted(number);
    }
}
