package io.keelstream.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.ChangeSummary;
import io.keelstream.contracts.deployment.DeploymentDelayed;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentSkipped;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.DeploymentSubject;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetIdentity;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.table.ReadEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A target that fails for ever does not fill the terminal. */
class IsNotableTests {

    private static final ChangeSummary NOTHING =
            new ChangeSummary(ChangeSummary.Counts.NONE, List.of(), List.of(), false);

    private static final ChangeSummary RESTORED =
            new ChangeSummary(new ChangeSummary.Counts(0, 0, 0, 1, 0, 0, 0), List.of(), List.of(), false);

    private final IsNotable notable = new IsNotable();

    @Test
    void retriesOfAFailingReleasePrintOncePerCause() {
        assertThat(started("c1", 0)).isTrue();
        assertThat(finished("c1", 0, Outcome.FAILED, "1 pod: ImagePullBackOff")).isTrue();
        assertThat(started("c1", 1)).isFalse();
        assertThat(finished("c1", 1, Outcome.FAILED, "2 pods: ImagePullBackOff"))
                .isFalse();
        assertThat(finished("c1", 2, Outcome.FAILED, "1 pod: CrashLoopBackOff")).isTrue();
        assertThat(finished("c1", 3, Outcome.FAILED, "1 pod: CrashLoopBackOff")).isFalse();
        assertThat(finished("c2", 0, Outcome.FAILED, "1 pod: CrashLoopBackOff")).isTrue();
        assertThat(finished("c2", 1, Outcome.HEALTHY, "")).isTrue();
        assertThat(finished("c2", 0, Outcome.FAILED, "1 pod: CrashLoopBackOff")).isTrue();
    }

    @Test
    void retryThatDeletesIsPrintedThoughItsCauseIsTheSame() {
        assertThat(finished("c1", 0, Outcome.FAILED, "a policy denied it")).isTrue();
        assertThat(finished("c1", 1, Outcome.FAILED, "a policy denied it")).isFalse();
        assertThat(finished("c1", 2, Outcome.FAILED, "a policy denied it", RESTORED))
                .isTrue();
    }

    @Test
    void delayIsPrintedWithItsPlanAlone() {
        DeploymentSubject subject = subject("c1", 0);
        assertThat(notable.test(event(
                        EventType.DEPLOYMENT_DELAYED,
                        new DeploymentDelayed(
                                subject.identity(), subject.revision(), Plan.State.AWAITING_WINDOW, "it is closed"))))
                .isFalse();
        assertThat(notable.test(event(
                        EventType.DEPLOYMENT_SKIPPED,
                        new DeploymentSkipped(
                                subject.identity(), "c0", DeploymentSkipped.Reason.OVERTAKEN, subject.revision()))))
                .isTrue();
    }

    private boolean started(String commit, int attempt) {
        return notable.test(
                event(EventType.DEPLOYMENT_STARTED, new DeploymentStarted(subject(commit, attempt), NOTHING)));
    }

    private boolean finished(String commit, int attempt, Outcome outcome, String message) {
        return finished(commit, attempt, outcome, message, NOTHING);
    }

    private boolean finished(String commit, int attempt, Outcome outcome, String message, ChangeSummary changes) {
        return notable.test(event(
                EventType.DEPLOYMENT_FINISHED,
                new DeploymentFinished(
                        subject(commit, attempt),
                        ExecutionStatus.SUCCEEDED,
                        outcome,
                        changes,
                        false,
                        message.isEmpty()
                                ? List.of()
                                : List.of(new Problem("NotHealthyInTime", message, "Deployment.apps/a/b")),
                        new DeploymentFinished.Durations(1, 2, 3))));
    }

    private static ReadEvent event(EventType type, Record payload) {
        return new ReadEvent(
                type,
                new Received<>("t/a", payload, "id", 1, Instant.EPOCH, new Received.Place(1, 0, Instant.EPOCH), null));
    }

    private static DeploymentSubject subject(String commit, int attempt) {
        Revision revision = new Revision("infra", "refs/heads/main", commit, "Ada", "Change", Instant.EPOCH);
        return new DeploymentSubject(
                "id",
                new TargetIdentity("t", "a", "default", "a"),
                Plan.Trigger.REVISION,
                revision,
                null,
                attempt,
                Map.of());
    }
}
