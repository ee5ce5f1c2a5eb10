package io.keelstream.planner.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.drift.DriftKind;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.plan.PlannedAction.Write;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.Drift;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.sample.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Drift becomes a plan for just what drifted. */
class DriftPlanTests extends SandboxedPlanner {

    private static final String FIRST =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: first}, data: {colour: blue}}";
    private static final String SECOND =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: second}, data: {colour: green}}";

    @Test
    void changedObjectIsPlannedAloneWithDriftAsTheTrigger() throws Exception {
        // Given
        world.namespace("changed");
        world.release("t/changed", Samples.bundle("changed", TargetPolicy.DEFAULT, FIRST, SECOND));
        change("ConfigMap/changed/first");

        // When
        drift("t/changed", 1, "ConfigMap/changed/first", null);
        Plan plan = evaluated("t/changed");

        // Then
        assertThat(plan.state()).isEqualTo(State.READY);
        assertThat(plan.trigger()).isEqualTo(Trigger.DRIFT);
        assertThat(plan.actions()).extracting(PlannedAction::reference).containsExactly("ConfigMap/changed/first");
        assertThat(((Write) plan.actions().getFirst()).preview().diff())
                .singleElement()
                .satisfies(field -> {
                    assertThat(field.path()).isEqualTo("/data/colour");
                    assertThat(field.before()).isEqualTo("\"red\"");
                });
    }

    @Test
    void missingObjectIsCreated() throws Exception {
        // Given
        world.namespace("missing");
        world.release("t/missing", Samples.bundle("missing", TargetPolicy.DEFAULT, FIRST, SECOND));
        world.client.delete(ObjectReference.parse("ConfigMap/missing/second"), null, false, false);

        // When
        drift("t/missing", 1, "ConfigMap/missing/second", null);
        Plan plan = evaluated("t/missing");

        // Then
        assertThat(plan.trigger()).isEqualTo(Trigger.DRIFT);
        assertThat(plan.actions()).singleElement().isInstanceOf(PlannedAction.Create.class);
    }

    @Test
    void driftBesideAChangeInGitIsCorrectedWithIt() throws Exception {
        // Given
        world.namespace("both");
        world.release("t/both", Samples.bundle("both", TargetPolicy.DEFAULT, FIRST, SECOND));
        change("ConfigMap/both/first");
        drift("t/both", 1, "ConfigMap/both/first", null);

        // When
        world.desire("t/both", Samples.bundle("both", TargetPolicy.DEFAULT, FIRST, SECOND.replace("green", "yellow")));
        Plan plan = world.ready("t/both");

        // Then
        assertThat(plan.trigger()).isEqualTo(Trigger.REVISION);
        assertThat(plan.actions()).hasSize(2);
    }

    @Test
    void contestedDriftIsPlannedWhenItsTimeHasCome() throws Exception {
        // Given
        world.namespace("contested");
        world.release("t/contested", Samples.bundle("contested", TargetPolicy.DEFAULT, FIRST));
        String before = world.current("t/contested").id();
        Instant later = Instant.now().plusSeconds(60);

        // When
        drift("t/contested", 1, "ConfigMap/contested/first", later);
        Optional<Instant> again = world.evaluate("t/contested");

        // Then
        assertThat(again).contains(later);
        assertThat(world.current("t/contested").id()).isEqualTo(before);
    }

    @Test
    void driftThatWasFoundOnAnOlderInventoryIsNotPlanned() throws Exception {
        // Given
        world.namespace("stale");
        world.release("t/stale", Samples.bundle("stale", TargetPolicy.DEFAULT, FIRST));
        String before = world.current("t/stale").id();

        // When
        drift("t/stale", 0, "ConfigMap/stale/first", null);
        world.evaluate("t/stale");

        // Then
        assertThat(world.current("t/stale").id()).isEqualTo(before);
    }

    @Test
    void correctionOfDriftIsNotPutOnTrial() throws Exception {
        // Given
        String deployment = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: "web:1"}]}
            """;
        TargetPolicy canary = TargetPolicy.DEFAULT.withCanary(CanaryRules.DEFAULT);
        world.release("t/canary", Samples.bundle("canary", canary, FIRST, deployment));
        change("ConfigMap/canary/first");

        // When
        drift("t/canary", 1, "ConfigMap/canary/first", null);
        Plan plan = evaluated("t/canary");

        // Then
        assertThat(plan.state()).isEqualTo(State.READY);
        assertThat(plan.work().canary())
                .isNotNull()
                .satisfies(said -> assertThat(said.ordinary()).isEqualTo("this corrects drift"));
    }

    private static Plan evaluated(String target) throws InterruptedException {
        world.evaluate(target);
        return world.current(target);
    }

    private static void change(String reference) {
        world.client
                .patch(
                        ObjectReference.parse(reference),
                        "application/merge-patch+json",
                        Map.of("data", Map.of("colour", "red")),
                        "kubectl-edit")
                .orThrow();
    }

    private static void drift(String target, long sequence, String reference, @Nullable Instant notBefore) {
        Instant now = Instant.now();
        DriftedObject object = new DriftedObject(
                reference,
                DriftKind.MODIFIED,
                new DriftedObject.Difference(List.of(), 0, null, "fingerprint"),
                "digest",
                Drift.CORRECT,
                new DriftedObject.Times(now, now),
                new DriftedObject.Contest(notBefore != null, notBefore));
        world.partition.put(Topic.DRIFTED, target, new DriftState(sequence, List.of(object), List.of(), List.of()));
    }
}
