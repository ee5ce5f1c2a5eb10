package io.keelstream.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.hook.HookRule;
import io.keelstream.contracts.inventory.Revert;
import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.plan.PlannedAction.Content;
import io.keelstream.contracts.plan.PlannedAction.Preview;
import io.keelstream.contracts.plan.PlannedAction.Prune;
import io.keelstream.contracts.plan.PlannedAction.Turn;
import io.keelstream.contracts.plan.PlannedAction.Unknown;
import io.keelstream.contracts.plan.PlannedAction.Update;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.contracts.targets.TargetPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTextTests {

    @Test
    void updateIsShownFieldByField() {
        // Given
        Preview preview = new Preview(
                false,
                List.of(
                        new FieldDiff("/spec/template/spec/containers/name=web/image", "\"web:1\"", "\"web:2\"", null),
                        new FieldDiff("/metadata/labels/team", null, null, "stays: owned by kubectl")),
                List.of("/spec/paused: kubectl"),
                List.of("handed over by acme/production/old", "/spec/replicas is left to the autoscaler"));
        PlannedAction update = new Update(
                "Deployment.apps/shop/web",
                "apps/v1",
                new Turn(2, List.of()),
                new Content("sha256:1", false, Map.of(), Map.of()),
                preview,
                "uid");

        // When
        String text = text("production/shop", plan(State.READY, List.of(update), List.of()));

        // Then
        assertThat(text).isEqualTo("""
            production/shop: plan is ready
            revision   0123456789ab Use web 2
            cluster    default, namespace shop

            ~ update Deployment.apps/shop/web (wave 2)
                handed over by acme/production/old
                /spec/replicas is left to the autoscaler
                ~ /spec/template/spec/containers/name=web/image: "web:1" -> "web:2"
                  /metadata/labels/team   # stays: owned by kubectl
                taken from its owner: /spec/paused: kubectl

            1 to update, 3 unchanged
            change digest sha256:abc
            """);
    }

    @Test
    void waitingPlanShowsWhatItWaitsForAndWhatToDo() {
        // Given
        PlannedAction prune = new Prune("Service/shop/web", "v1", new Turn(0, List.of()), "uid");
        Problem limit = new Problem("PruneLimit", "this would delete 1 object; raise maxObjects", null);

        // When
        String text = text("production/shop", plan(State.AWAITING_APPROVAL, List.of(prune), List.of(limit)));

        // Then
        assertThat(text)
                .contains("waits for\n  [PruneLimit] this would delete 1 object; raise maxObjects\n")
                .contains("- prune Service/shop/web\n");
    }

    @Test
    void actionOfANewerVersionIsNamed() {
        // Given
        PlannedAction hook = new Unknown(Map.of("kind", "RunPlugin", "reference", "Job.batch/shop/migrate"));

        // Then
        assertThat(text("production/shop", plan(State.READY, List.of(hook), List.of())))
                .contains("? runplugin Job.batch/shop/migrate\n")
                .contains("1 to runplugin, 3 unchanged\n");
    }

    private static String text(String target, Plan plan) {
        return String.join("\n", PlanText.lines(target, plan, null)) + "\n";
    }

    @Test
    void hooksAreShownWithTheirPhaseAndWave() {
        PlannedAction migrate = hook("migrate", new HookRule(HookPhase.PRE_APPLY, 5, List.of(), false, 1_000));
        PlannedAction seed = hook("seed", new HookRule(HookPhase.SYNC, 2, List.of(), false, 1_000));

        assertThat(text("production/shop", plan(State.READY, List.of(migrate, seed), List.of())))
                .contains("> run Job.batch/shop/migrate (pre-apply)\n")
                .contains("> run Job.batch/shop/seed (wave 2, sync)\n")
                .contains("2 to run, 3 unchanged\n");
    }

    private static PlannedAction hook(String name, HookRule rule) {
        return new PlannedAction.RunHook(
                "Job.batch/shop/" + name,
                "batch/v1",
                rule,
                new PlannedAction.Content("sha256:0", false, Map.of(), Map.of()));
    }

    @Test
    void commitThatGoesBackSaysForWhomItWaits() {
        Plan plan = plan(State.READY, List.of(), List.of());
        Plan.Origin origin = new Plan.Origin(
                Plan.Mode.APPLY,
                Plan.Trigger.REVISION,
                "",
                0,
                0,
                List.of(),
                new Plan.Spared(Revert.LAST_HEALTHY, null));
        Plan revert = new Plan(
                plan.id(), origin, plan.bundle(), plan.placement(), plan.readiness(), plan.work(), plan.timing());

        assertThat(text("production/shop", revert))
                .contains("goes back  to what was healthy last: waits for no window, approval or other target\n");
        assertThat(text("production/shop", plan)).doesNotContain("goes back");
    }

    private static Plan plan(State state, List<PlannedAction> actions, List<Problem> problems) {
        return new Plan(
                "5f0c0e0e-0000-5000-8000-000000000000",
                new Plan.Origin(Plan.Mode.APPLY, Plan.Trigger.REVISION, "sha256:bundle@0123456789abcdef", 4, 0),
                new Plan.Bundle(
                        "sha256:bundle",
                        new Revision("infra", "refs/heads/main", "0123456789abcdef", "A", "Use web 2", Instant.EPOCH),
                        TargetPolicy.DEFAULT,
                        Map.of(),
                        Map.of()),
                new Placement("default", "uid", "shop"),
                new Plan.Readiness(state, null, problems, List.of()),
                new Plan.Work("sha256:abc", actions, 3, List.of(), null),
                new Plan.Timing(Instant.EPOCH, 12));
    }
}
