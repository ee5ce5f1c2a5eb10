package io.keelstream.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.table.ReadEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** What the deployment events say. */
public final class Deployments {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private Deployments() {}

    /** Waits until the target has finished at the commit with the outcome, and returns that event. */
    public static DeploymentFinished await(Keelstream system, String target, String commit, Outcome outcome) {
        Awaitility.await()
                .alias(target + " " + outcome + " at " + commit)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(finished(system, target))
                        .as(system::printed)
                        .anyMatch(each -> matches(each, commit, outcome)));
        return finished(system, target).stream()
                .filter(each -> matches(each, commit, outcome))
                .findFirst()
                .orElseThrow();
    }

    /** Every end of a deployment of the target. */
    public static List<DeploymentFinished> finished(Keelstream system, String target) {
        return finished(system.events(), target);
    }

    /** The same, among these events. */
    public static List<DeploymentFinished> finished(List<ReadEvent> events, String target) {
        return events.stream()
                .filter(event -> event.received().key().equals(target))
                .map(event -> event.received().payload())
                .filter(DeploymentFinished.class::isInstance)
                .map(DeploymentFinished.class::cast)
                .toList();
    }

    /** Exactly one start and one end per deployment, the start first. */
    public static void assertReportedOnce(List<ReadEvent> events) {
        Map<String, Integer> started = new HashMap<>();
        Map<String, Integer> finished = new HashMap<>();
        for (ReadEvent event : events) {
            if (event.received().payload() instanceof DeploymentStarted start) {
                started.merge(start.deployment().deploymentId(), 1, Integer::sum);
            }
            if (event.received().payload() instanceof DeploymentFinished end) {
                assertThat(started).containsKey(end.deployment().deploymentId());
                finished.merge(end.deployment().deploymentId(), 1, Integer::sum);
            }
        }
        assertThat(started.values()).allMatch(count -> count == 1);
        assertThat(finished).isEqualTo(started);
    }

    /** A target's deployments follow each other: none starts before the last has ended, and all have ended. */
    public static void assertOneAtATime(List<ReadEvent> events) {
        Map<String, String> running = new HashMap<>();
        for (ReadEvent event : events) {
            String target = event.received().key();
            if (event.received().payload() instanceof DeploymentStarted start) {
                assertThat(running.put(target, start.deployment().deploymentId()))
                        .as("what runs on %s when %s starts", target, start)
                        .isNull();
            }
            if (event.received().payload() instanceof DeploymentFinished end) {
                assertThat(running.remove(target)).isEqualTo(end.deployment().deploymentId());
            }
        }
        assertThat(running).as("what has not ended").isEmpty();
    }

    /** The numbers of a target's events on the deployment stream have no gap. */
    public static void assertNoneMissing(List<ReadEvent> events) {
        Map<String, Long> last = new HashMap<>();
        for (ReadEvent event : events) {
            if (event.type().topic() == Topic.DEPLOYMENT) {
                long sequence = event.received().sequence();
                Long before = last.put(event.received().key(), sequence);
                assertThat(before == null ? sequence - 1 : before)
                        .as(
                                "the number before %s of %s",
                                sequence, event.received().key())
                        .isEqualTo(sequence - 1);
            }
        }
    }

    /**
     * A target's deployments start in the order of their commits.
     *
     * @param commits all that were pushed, in order
     */
    public static void assertInOrder(List<ReadEvent> events, List<String> commits) {
        Map<String, Integer> last = new HashMap<>();
        for (ReadEvent event : events) {
            if (event.received().payload() instanceof DeploymentStarted start) {
                int place = commits.indexOf(start.deployment().revision().commit());
                Integer before = last.put(event.received().key(), place);
                assertThat(before == null ? place : before)
                        .as(
                                "the commit of %s before commit %s",
                                event.received().key(), place)
                        .isLessThanOrEqualTo(place);
            }
        }
    }

    private static boolean matches(DeploymentFinished event, String commit, Outcome outcome) {
        return event.deployment().revision().commit().equals(commit) && event.outcome() == outcome;
    }
}
