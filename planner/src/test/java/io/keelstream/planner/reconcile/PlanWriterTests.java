package io.keelstream.planner.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.plan.PlannedAction.Action;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.planner.sample.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanWriterTests {

    private static final String TARGET = "production/shop";
    private static final EventContext NOW = EventContext.at(Instant.EPOCH);
    private static final String LONG = "\"" + "a".repeat(1_000) + "\"";

    private final MemoryPartition partition = new MemoryPartition();
    private final PlanWriter writer = new PlanWriter(partition);

    @Test
    void aPlanThatIsTooLargeLosesTheLongValuesOfItsDiffsAndStaysReady() {
        // Given
        partition.refuse(fact -> diffs((Plan) fact.payload()).contains(LONG));

        // When
        writer.write(TARGET, plan(), NOW);

        // Then
        Plan told = partition.plan(TARGET);
        assertThat(told.state()).isEqualTo(State.READY);
        assertThat(diffs(told)).containsExactly("\"b\"", "\"(1002 characters, not shown)\"");
        assertThat(told.actions().getFirst().body()).isEqualTo(Map.of("kind", "ConfigMap"));
        assertThat(told.changeDigest()).isEqualTo(plan().changeDigest());
    }

    @Test
    void aPlanThatIsTooLargeEvenSoFailsAndSaysWhy() {
        // Given
        partition.refuse(fact -> !((Plan) fact.payload()).actions().isEmpty());

        // When
        writer.write(TARGET, plan(), NOW);
        writer.write(TARGET, plan(), NOW);

        // Then
        Plan told = partition.plan(TARGET);
        assertThat(told.state()).isEqualTo(State.FAILED);
        assertThat(told.id()).isEqualTo(plan().id());
        assertThat(told.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("PlanTooLarge");
            assertThat(problem.where()).isEqualTo(TARGET);
            assertThat(problem.message()).isEqualTo("the plan cannot be sent, so nothing is applied: too large");
        });
        assertThat(partition.written).hasSize(1);
    }

    private static List<String> diffs(Plan plan) {
        return plan.actions().stream()
                .flatMap(action -> action.diff().stream())
                .map(FieldDiff::after)
                .toList();
    }

    private static Plan plan() {
        PlannedAction action = new PlannedAction(
                Action.UPDATE,
                "ConfigMap/shop/settings",
                null,
                "v1",
                0,
                List.of(),
                "sha256:1",
                null,
                null,
                null,
                List.of(),
                false,
                List.of(),
                Map.of(),
                List.of(new FieldDiff("/data/a", "\"a\"", "\"b\"", null), new FieldDiff("/data/b", null, LONG, null)),
                List.of(),
                false,
                Map.of("kind", "ConfigMap"));
        return new Plan(
                "plan-1",
                State.READY,
                Plan.Trigger.REVISION,
                Samples.REVISION,
                false,
                "default",
                null,
                "shop",
                "sha256:0",
                1,
                0,
                null,
                "sha256:2",
                List.of(action),
                0,
                List.of(),
                List.of(),
                List.of(),
                Instant.EPOCH,
                1);
    }
}
