package io.keelstream.applier.release;

import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.plan.PlannedAction.Action;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Small plans and releases for tests. */
public final class Releases {

    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final Revision REVISION =
            new Revision("infra", "refs/heads/main", "a".repeat(40), "a@example.com", "change", NOW);

    private Releases() {}

    public static PlannedAction action(Action action, String name, int wave, String... dependsOn) {
        return new PlannedAction(
                action,
                reference(name),
                null,
                "v1",
                wave,
                List.of(dependsOn).stream().map(Releases::reference).toList(),
                action == Action.PRUNE || action == Action.RELEASE ? null : "sha256:" + name,
                action == Action.CREATE ? null : "uid-" + name,
                null,
                null,
                List.of(),
                false,
                List.of(),
                Map.of(),
                List.of(new FieldDiff("/data/a", "\"1\"", "\"2\"", null)),
                List.of(),
                false,
                action == Action.PRUNE || action == Action.RELEASE ? null : Map.of("kind", "ConfigMap"));
    }

    public static String reference(String name) {
        return "ConfigMap/shop/" + name;
    }

    public static Plan plan(PlannedAction... actions) {
        return plan("default", false, actions);
    }

    public static Plan plan(String cluster, boolean removal, PlannedAction... actions) {
        return new Plan(
                "plan-1",
                Plan.State.READY,
                Plan.Trigger.REVISION,
                REVISION,
                removal,
                cluster,
                "uid-of-" + cluster,
                "shop",
                "sha256:bundle",
                0,
                0,
                null,
                "sha256:change",
                List.of(actions),
                0,
                List.of(),
                List.of(),
                List.of(),
                NOW,
                3);
    }

    public static Release release(Plan plan) {
        return new Release(
                "deployment-1",
                new TargetName("production", "shop"),
                plan,
                TargetPolicy.DEFAULT,
                Map.of("team", "storefront", "events.keelstream.io/ci-run", "8412"),
                null,
                NOW);
    }
}
