package io.keelstream.testing.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.audit.DeploymentRecorded;
import io.keelstream.contracts.audit.Evidence;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.deployment.ChangeSummary;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentFinished.Durations;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.DeploymentSubject;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.RunningRelease;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.contracts.targets.TargetIdentity;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What must not be left is found. */
class AftermathTests {

    private static final String TARGET = "production/shop";
    private static final Inventory EMPTY = Inventory.empty(new Placement("default", null, "shop"));
    private static final RunningRelease RUNNING = new RunningRelease("one", "plan", "bundle", List.of(), null);

    @Test
    void whatStartsAndEndsInOrderIsFine() {
        assertThat(faults(
                        started("one"),
                        inventory(EMPTY.next(RUNNING)),
                        finished("one"),
                        recorded("one"),
                        inventory(EMPTY.next(RUNNING).next(null)),
                        started("two"),
                        finished("two"),
                        recorded("two")))
                .isEmpty();
    }

    @Test
    void deploymentThatDoesNotEndIsFound() {
        assertThat(faults(started("one"))).containsExactly("deployment one did not finish");
    }

    @Test
    void deploymentThatStartsOrEndsTwiceIsFound() {
        assertThat(faults(started("one"), finished("one"), recorded("one"), finished("one")))
                .containsExactly("deployment one finished, and null ran");
        assertThat(faults(started("one"), finished("one"), recorded("one"), started("one"), finished("one")))
                .containsExactly("deployment one started twice");
    }

    @Test
    void deploymentThatStartsInTheMiddleOfAnotherIsFound() {
        assertThat(faults(started("one"), started("two"), finished("two"), recorded("two")))
                .containsExactly("deployment two started while one ran");
    }

    @Test
    void deploymentThatIsNotAuditedOnceIsFound() {
        assertThat(faults(started("one"), finished("one"))).containsExactly("deployment one was not audited");
        assertThat(faults(started("one"), finished("one"), recorded("one"), recorded("one")))
                .containsExactly("deployment one was audited twice");
        assertThat(faults(recorded("one"))).containsExactly("deployment one was audited, and did not finish");
        assertThat(faults(started("one"), recorded("one"), finished("one"))).isEmpty();
    }

    @Test
    void gapOfTheInventoryIsFound() {
        assertThat(faults(inventory(EMPTY.next(null).next(null)))).containsExactly("inventory 2 follows 0");
    }

    @Test
    void inventoryThatGoesBackIsFound() {
        assertThat(faults(
                        inventory(EMPTY.next(RUNNING)),
                        inventory(EMPTY.next(RUNNING).next(null)),
                        inventory(EMPTY.next(null))))
                .containsExactly("inventory 1 follows 2");
    }

    @Test
    void releaseThatIsLeftIsFound() {
        assertThat(faults(inventory(EMPTY.next(RUNNING)))).containsExactly("the inventory says that a release runs");
    }

    @Test
    void decisionThatIsAnsweredTwiceIsFound() {
        assertThat(faults(answered("a"), answered("b"), answered("a")))
                .containsExactly("decision a was answered twice");
    }

    private static List<String> faults(Fact... facts) {
        return Aftermath.faults(List.of(facts), TARGET);
    }

    private static Fact fact(EventType type, Record payload) {
        return Fact.of(type, TARGET, payload, EventContext.at(Instant.EPOCH));
    }

    private static Fact inventory(Inventory inventory) {
        return fact(EventType.INVENTORY_CHANGED, inventory);
    }

    private static Fact started(String id) {
        return fact(EventType.DEPLOYMENT_STARTED, new DeploymentStarted(subject(id), ChangeSummary.NONE));
    }

    private static Fact finished(String id) {
        return fact(
                EventType.DEPLOYMENT_FINISHED,
                new DeploymentFinished(
                        subject(id),
                        ExecutionStatus.SUCCEEDED,
                        Outcome.HEALTHY,
                        ChangeSummary.NONE,
                        false,
                        List.of(),
                        new Durations(1, 1, 1)));
    }

    private static Fact recorded(String id) {
        return fact(
                EventType.DEPLOYMENT_RECORDED,
                new DeploymentRecorded(
                        subject(id),
                        ExecutionStatus.SUCCEEDED,
                        Outcome.HEALTHY,
                        new DeploymentRecorded.Basis("plan", "bundle", "change", List.of(), Instant.EPOCH),
                        Evidence.NONE));
    }

    private static DeploymentSubject subject(String id) {
        return new DeploymentSubject(
                id,
                new TargetIdentity("production", "shop", "default", "shop"),
                Plan.Trigger.REVISION,
                new Revision("infra", "refs/heads/main", "c1", "Tester", "Change", Instant.EPOCH),
                null,
                0,
                Map.of());
    }

    private static Fact answered(String id) {
        Decision decision = new Decision(id, Decision.Kind.PAUSE, "ada", "seen", Decision.Named.NOTHING, null, null);
        return fact(
                EventType.DECISION_HONOURED,
                new DecisionAnswer(decision, DecisionAnswer.Outcome.HONOURED, "PAUSED", "paused"));
    }
}
