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
    static String of(Basis basis, List<PlannedAction> actions) {
        List<@Nullable Object> content = new ArrayList<>();
        content.add(basis.target());
        content.add(basis.cluster());
        content.add(basis.desired().bundleDigest());
        content.add(basis.desired().policyDigest());
        actions.forEach(action -> content.add(of(action)));
        return ObjectDigest.of(content);
    }

    private static List<@Nullable Object> of(PlannedAction action) {
        List<@Nullable Object> content = new ArrayList<>();
        content.add(action.action().name());
        content.add(action.reference());
        content.add(action.digest());
        content.add(action.uid());
        for (FieldDiff field : action.diff()) {
            content.add(field.path());
            content.add(field.before());
            content.add(field.after());
        }
        return content;
    }
}
