package io.keelstream.planner.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.plan.PlannedAction.Content;
import io.keelstream.contracts.plan.PlannedAction.Preview;
import io.keelstream.contracts.plan.PlannedAction.Turn;
import io.keelstream.contracts.plan.PlannedAction.Update;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.planner.sample.Samples;
import io.keelstream.testing.partition.MemoryPartition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PlanWriterTests {

    private static final String TARGET = "production/shop";
    private static final EventContext NOW = EventContext.at(Instant.EPOCH);
    private static final String LONG = "\"" + "a".repeat(1_000) + "\"";

    private final MemoryPartition partition = new MemoryPartition(3, 12);
    private final PlanWriter writer = new PlanWriter(partition);

    @Test
    void tooLargePlanLosesTheLongValuesOfItsDiffsAndStaysReady() {
        // Given
        partition.refuse(fact -> diffs((Plan) fact.payload()).contains(LONG));

        // When
        writer.write(TARGET, plan(), NOW);

        // Then
        Plan told = Objects.requireNonNull(partition.read(Topic.PLAN, Plan.class, TARGET));
        assertThat(told.state()).isEqualTo(State.READY);
        assertThat(diffs(told)).containsExactly("\"b\"", "\"(1002 characters, not shown)\"");
        assertThat(((Update) told.actions().getFirst()).content().body()).isEqualTo(Map.of("kind", "ConfigMap"));
        assertThat(told.changeDigest()).isEqualTo(plan().changeDigest());
    }

    @Test
    void planThatIsTooLargeWithoutThemFailsWithTheReason() {
        // Given
        partition.refuse(fact -> fact.payload() instanceof Plan plan
                && !(plan.actions().isEmpty() && plan.work().canary() == null));

        // When
        writer.write(TARGET, plan(), NOW);
        writer.write(TARGET, plan(), NOW);

        // Then
        Plan told = Objects.requireNonNull(partition.read(Topic.PLAN, Plan.class, TARGET));
        assertThat(told.state()).isEqualTo(State.FAILED);
        assertThat(told.id()).isEqualTo(plan().id());
        assertThat(told.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("PlanTooLarge");
            assertThat(problem.where()).isEqualTo(TARGET);
            assertThat(problem.message()).isEqualTo("the plan cannot be sent, so nothing is applied: too large");
        });
        assertThat(partition.written()).hasSize(1);
    }

    private static List<String> diffs(Plan plan) {
        return plan.actions().stream()
                .flatMap(action -> ((Update) action).preview().diff().stream())
                .map(FieldDiff::after)
                .toList();
    }

    private static Plan plan() {
        Preview preview = new Preview(
                false,
                List.of(new FieldDiff("/data/a", "\"a\"", "\"b\"", null), new FieldDiff("/data/b", null, LONG, null)),
                List.of(),
                List.of());
        PlannedAction action = new Update(
                "ConfigMap/shop/settings",
                "v1",
                new Turn(0, List.of()),
                new Content("sha256:1", false, Map.of(), Map.of("kind", "ConfigMap")),
                preview,
                "uid");
        CanaryPlan canary = new CanaryPlan("sha256:3", "it has 0 replicas", null);
        return new Plan(
                "plan-1",
                new Plan.Origin(Plan.Mode.APPLY, Plan.Trigger.REVISION, "sha256:0@c0ffee", 1, 0),
                new Plan.Bundle("sha256:0", Samples.REVISION, TargetPolicy.DEFAULT, Map.of(), Map.of()),
                new Placement("default", null, "shop"),
                new Plan.Readiness(State.READY, null, List.of(), List.of()),
                new Plan.Work("sha256:2", List.of(action), 0, List.of(), canary),
                new Plan.Timing(Instant.EPOCH, 1));
    }
}
