package io.keelstream.planner.plan;

import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.canary.Scaling;
import io.keelstream.planner.change.Changed;
import io.keelstream.planner.identity.Identities;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The digest that an approval names: equal as long as a plan makes the same of the target. What is live now does not count,
 * and neither does drift that is put back on the way: such noise would take every approval back. Pure.
 */
final class ChangeDigest {

    private ChangeDigest() {}

    /** Over target, bundle, policy, the actions with the fields they change, in order, and the trial with everything it writes. */
    static String of(PlanRequest request, List<PlannedAction> actions, @Nullable CanaryPlan canary) {
        List<@Nullable Object> content = new ArrayList<>();
        content.add(request.target());
        content.add(request.cluster());
        content.add(request.desired().bundleDigest());
        content.add(request.desired().policyDigest());
        Set<ObjectReference> drifted = drifted(request);
        actions.stream()
                .filter(action -> !drifted.contains(Identities.canonical(action.reference())))
                .forEach(action -> content.add(of(action)));
        if (canary != null && canary.trial() != null) {
            content.add(of(canary.digest(), canary.trial()));
        }
        return ObjectDigest.of(content);
    }

    /** The same of a change with what it breaks that an approval lifts. */
    static String consenting(String digest, List<String> consented) {
        List<@Nullable Object> content = new ArrayList<>(List.of(digest));
        content.addAll(consented);
        return ObjectDigest.of(content);
    }

    /** What is changed by nothing but drift. */
    private static Set<ObjectReference> drifted(PlanRequest request) {
        return request.changes().changed().stream()
                .filter(Changed::drift)
                .map(each -> Identities.canonical(each.desired().reference()))
                .collect(Collectors.toSet());
    }

    private static List<@Nullable Object> of(String digest, Trial trial) {
        List<@Nullable Object> content =
                new ArrayList<>(List.of(digest, trial.stable().pods()));
        content.add(trial.stable().restore().body());
        trial.stable().following().forEach(each -> content.add(each.body()));
        Scaling.By.floor(trial).ifPresent(floor -> content.add(floor.tree()));
        content.add(of(trial.canary()));
        content.add(trial.baseline() == null ? null : of(trial.baseline()));
        if (trial.shift() instanceof Trial.Shift.Routes routes) {
            content.add(routes.stable().name());
            routes.routes().forEach(route -> content.add(route.body()));
        }
        for (Trial.Step step : trial.steps()) {
            content.add(List.of(
                    step.weight(),
                    step.replicas(),
                    step.soakMillis(),
                    step.need().name()));
        }
        content.add(trial.first());
        return content;
    }

    private static List<@Nullable Object> of(Trial.Copy copy) {
        List<@Nullable Object> content =
                new ArrayList<>(List.of(copy.pods(), copy.deployment().body()));
        copy.attached().forEach(attached -> content.add(attached.body()));
        return content;
    }

    private static List<@Nullable Object> of(PlannedAction action) {
        List<@Nullable Object> content = new ArrayList<>();
        content.add(action.label());
        content.add(action.reference());
        switch (action) {
            case PlannedAction.Create create -> addWrite(content, create);
            case PlannedAction.Update update -> addWrite(content, update);
            case PlannedAction.Adopt adopt -> {
                content.add(adopt.uid());
                addWrite(content, adopt);
            }
            case PlannedAction.Replace replace -> {
                content.add(replace.uid());
                addWrite(content, replace);
            }
            case PlannedAction.Prune prune -> content.add(prune.uid());
            case PlannedAction.RunHook hook -> {
                content.add(hook.id());
                content.add(hook.content().digest());
            }
            case PlannedAction.Ensure ensure -> {}
            case PlannedAction.Release release -> {}
            case PlannedAction.Unknown unknown -> content.add(unknown.raw());
        }
        return content;
    }

    private static void addWrite(List<@Nullable Object> content, PlannedAction.Write write) {
        content.add(write.content().digest());
        for (FieldDiff field : write.preview().diff()) {
            content.add(field.path());
            content.add(field.after());
        }
    }
}
