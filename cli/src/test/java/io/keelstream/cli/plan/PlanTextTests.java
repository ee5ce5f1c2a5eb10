package io.keelstream.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.plan.PlannedAction.Action;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTextTests {

    @Test
    void anUpdateIsToldFieldByField() {
        // Given
        PlannedAction update = action(
                Action.UPDATE,
                "Deployment.apps/shop/web",
                List.of(
                        new FieldDiff("/spec/template/spec/containers/name=web/image", "\"web:1\"", "\"web:2\"", null),
                        new FieldDiff("/metadata/labels/team", null, null, "stays: owned by kubectl")),
                List.of("/spec/paused: kubectl"));

        // When
        String text = PlanText.of("production/shop", plan(State.READY, List.of(update), List.of()));

        // Then
        assertThat(text).isEqualTo("""
            production/shop: plan is ready
            revision   0123456789ab Use web 2
            cluster    default, namespace shop

            ~ update Deployment.apps/shop/web
                ~ /spec/template/spec/containers/name=web/image: "web:1" -> "web:2"
                  /metadata/labels/team   # stays: owned by kubectl
                taken from its owner: /spec/paused: kubectl

            1 to update, 3 unchanged
            change digest sha256:abc
            """);
    }

    @Test
    void aPlanThatWaitsSaysForWhatAndWhatToDo() {
        // Given
        PlannedAction prune = action(Action.PRUNE, "Service/shop/web", List.of(), List.of());
        Problem limit = new Problem("PruneLimit", "this would delete 1 object; raise maxObjects", null);

        // When
        String text = PlanText.of("production/shop", plan(State.AWAITING_APPROVAL, List.of(prune), List.of(limit)));

        // Then
        assertThat(text)
                .contains("waits for\n  [PruneLimit] this would delete 1 object; raise maxObjects\n")
                .contains("- prune Service/shop/web\n");
    }

    private static PlannedAction action(Action action, String reference, List<FieldDiff> diff, List<String> conflicts) {
        return new PlannedAction(
                action, reference, null, "v1", 0, List.of(), null, null, null, null, List.of(), false, List.of(),
                Map.of(), diff, conflicts, false, null);
    }

    private static Plan plan(State state, List<PlannedAction> actions, List<Problem> problems) {
        return new Plan(
                "5f0c0e0e-0000-5000-8000-000000000000",
                state,
                Plan.Trigger.REVISION,
                new Revision("infra", "refs/heads/main", "0123456789abcdef", "A", "Use web 2", Instant.EPOCH),
                false,
                "default",
                "uid",
                "shop",
                "sha256:bundle",
                4,
                0,
                null,
                "sha256:abc",
                actions,
                3,
                List.of(),
                problems,
                List.of(),
                Instant.EPOCH,
                12);
    }
}
