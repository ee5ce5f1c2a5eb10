package io.keelstream.applier.release;

import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.Conduct;
import io.keelstream.contracts.canary.CanaryRules.OnInconclusive;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.hook.HookRule;
import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Small plans and releases for tests. */
public final class Releases {

    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final Revision REVISION =
            new Revision("infra", "refs/heads/main", "a".repeat(40), "a@example.com", "change", NOW);

    private static final PlannedAction.Preview PREVIEW = new PlannedAction.Preview(
            false, List.of(new FieldDiff("/data/a", "\"1\"", "\"2\"", null)), List.of(), List.of());

    private Releases() {}

    public static PlannedAction created(String name, int wave, String... dependsOn) {
        return new PlannedAction.Create(reference(name), "v1", turn(wave, dependsOn), content(name), PREVIEW);
    }

    public static PlannedAction updated(String name, int wave) {
        return new PlannedAction.Update(reference(name), "v1", turn(wave), content(name), PREVIEW, "uid-" + name);
    }

    public static PlannedAction pruned(String name, int wave) {
        return new PlannedAction.Prune(reference(name), "v1", turn(wave), "uid-" + name);
    }

    public static PlannedAction letGo(String name) {
        return new PlannedAction.Release(reference(name));
    }

    public static PlannedAction hook(String name, HookPhase phase) {
        return hook(name, phase, 0);
    }

    public static PlannedAction hook(String name, HookPhase phase, int weight) {
        return new PlannedAction.RunHook(
                reference(name), "v1", new HookRule(phase, weight, List.of(), false, 60_000), content(name));
    }

    private static PlannedAction.Turn turn(int wave, String... dependsOn) {
        return new PlannedAction.Turn(
                wave, List.of(dependsOn).stream().map(Releases::reference).toList());
    }

    private static PlannedAction.Content content(String name) {
        return new PlannedAction.Content("sha256:" + name, false, Map.of(), Map.of("kind", "ConfigMap"));
    }

    public static String reference(String name) {
        return "ConfigMap/shop/" + name;
    }

    public static Plan plan(PlannedAction... actions) {
        return plan("default", Plan.Mode.APPLY, actions);
    }

    public static Plan plan(String cluster, Plan.Mode mode, PlannedAction... actions) {
        return new Plan(
                "plan-1",
                new Plan.Origin(mode, Plan.Trigger.REVISION, "sha256:bundle@" + REVISION.commit(), 0, 0),
                new Plan.Bundle(
                        "sha256:bundle",
                        REVISION,
                        TargetPolicy.DEFAULT,
                        Map.of("team", "storefront", "events.keelstream.io/ci-run", "8412"),
                        Map.of()),
                new Placement(cluster, "uid-of-" + cluster, "shop"),
                new Plan.Readiness(Plan.State.READY, null, List.of(), List.of()),
                new Plan.Work("sha256:change", List.of(actions), 0, List.of(), null),
                new Plan.Timing(NOW, 3));
    }

    /** A plan with a trial. */
    public static Plan trial(int steps, List<String> first, PlannedAction... actions) {
        return trial(steps, first, CanaryRules.DEFAULT.conduct().onInconclusive(), actions);
    }

    /** A plan with a trial that does this when nothing is proven. */
    public static Plan trial(int steps, List<String> first, OnInconclusive rule, PlannedAction... actions) {
        Trial.Body body = new Trial.Body("Deployment.apps/shop/checkout-canary", "apps/v1", null, Map.of());
        Trial trial = new Trial(
                new Trial.Stable("Deployment.apps/shop/checkout", "checkout-.*", 2, body),
                new Trial.Copy(body, List.of(), null, "checkout-canary-.*"),
                null,
                new Trial.Shift.Replicas(),
                IntStream.rangeClosed(1, steps)
                        .mapToObj(step -> new Trial.Step(step, 1, 1_000, Need.NO_HARM))
                        .toList(),
                first,
                rules(rule));
        Plan plain = plan(actions);
        return new Plan(
                plain.id(),
                plain.origin(),
                plain.bundle(),
                plain.placement(),
                plain.readiness(),
                new Plan.Work(
                        "sha256:change", List.of(actions), 0, List.of(), new CanaryPlan("sha256:trial", null, trial)),
                plain.timing());
    }

    /** A plan with a trial that shifts traffic by weights of routes: so many pods serve, the canary has so many, these steps. */
    public static Plan routed(int pods, int copies, Integer... weights) {
        Plan plain = trial(1, List.of(), updated("checkout", 0));
        Trial trial = Objects.requireNonNull(plain.trial());
        Trial.Stable stable = trial.stable();
        Trial routed = new Trial(
                new Trial.Stable(stable.reference(), stable.pods(), pods, stable.restore()),
                trial.canary(),
                null,
                new Trial.Shift.Routes(List.of(), new Trial.Backend("", "Service", "shop", "checkout", 80)),
                List.of(weights).stream()
                        .map(weight -> new Trial.Step(weight, copies, 1_000, Need.NO_HARM))
                        .toList(),
                List.of(),
                trial.rules());
        return new Plan(
                plain.id(),
                plain.origin(),
                plain.bundle(),
                plain.placement(),
                plain.readiness(),
                new Plan.Work(
                        "sha256:change", plain.actions(), 0, List.of(), new CanaryPlan("sha256:trial", null, routed)),
                plain.timing());
    }

    /** The same plan with other rules of its trial. */
    public static Plan ruled(Plan plan, CanaryRules rules) {
        Trial trial = Objects.requireNonNull(plan.trial());
        return plan.withCanary(new CanaryPlan(
                "sha256:trial",
                null,
                new Trial(
                        trial.stable(),
                        trial.canary(),
                        trial.baseline(),
                        trial.shift(),
                        trial.steps(),
                        trial.first(),
                        rules)));
    }

    /** The plan of a rehearsal with these rules. */
    public static Plan rehearsing(CanaryRules rules) {
        Plan plan = trial(2, List.of());
        Plan.Origin origin = plan.origin();
        Plan rehearsal = new Plan(
                plan.id(),
                new Plan.Origin(
                        origin.mode(),
                        Plan.Trigger.REHEARSAL,
                        origin.forDesired(),
                        origin.inventorySequence(),
                        origin.attempt()),
                plan.bundle(),
                plan.placement(),
                plan.readiness(),
                plan.work(),
                plan.timing());
        return ruled(rehearsal, rules);
    }

    private static CanaryRules rules(OnInconclusive rule) {
        CanaryRules rules = CanaryRules.DEFAULT;
        Conduct conduct = rules.conduct();
        return new CanaryRules(
                rules.workloads(),
                rules.baseline(),
                rules.replicas(),
                rules.traffic(),
                rules.steps(),
                new Conduct(
                        conduct.advance(),
                        rule,
                        conduct.onBlind(),
                        conduct.maxDurationMillis(),
                        conduct.mode(),
                        conduct.bakeMillis(),
                        conduct.turn()),
                rules.analysis());
    }

    public static Release release(Plan plan) {
        return new Release("deployment-1", new TargetName("production", "shop"), plan, null, NOW);
    }
}
