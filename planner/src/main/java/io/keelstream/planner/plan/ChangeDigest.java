package io.keelstream.planner.plan;

import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.kubernetes.digest.ObjectDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The digest that an approval names: equal as long as a plan would do exactly the same. Pure. */
final class ChangeDigest {

    private ChangeDigest() {}

    /** Over target, bundle, policy, and the actions with their field diffs in order. */
    static String of(PlanRequest request, List<PlannedAction> actions) {
        List<@Nullable Object> content = new ArrayList<>();
        content.add(request.target());
        content.add(request.cluster());
        content.add(request.desired().bundleDigest());
        content.add(request.desired().policyDigest());
        actions.forEach(action -> content.add(of(action)));
        return ObjectDigest.of(content);
    }

    private static List<@Nullable Object> of(PlannedAction action) {
        List<@Nullable Object> content = new ArrayList<>();
        content.add(action.label());
        content.add(action.reference());
        switch (action) {
            case PlannedAction.Create create -> addWrite(content, create);
            case PlannedAction.Update update -> {
                content.add(update.uid());
                addWrite(content, update);
            }
            case PlannedAction.Adopt adopt -> {
                content.add(adopt.uid());
                addWrite(content, adopt);
            }
            case PlannedAction.Replace replace -> {
                content.add(replace.uid());
                addWrite(content, replace);
            }
            case PlannedAction.Prune prune -> content.add(prune.uid());
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
            content.add(field.before());
            content.add(field.after());
        }
    }
}
