package io.keelstream.planner.dryrun;

import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.ownership.Conflicts;
import io.keelstream.planner.ownership.OwnershipContext;
import io.keelstream.planner.ownership.Subject;
import io.keelstream.planner.plan.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what an apply changes on a live object, given the object before and after. Pure. */
final class Effects {

    private static final String REPLICAS = "/spec/replicas";

    private Effects() {}

    /** A warning of a workload that is scaled because its replicas left Git; null for any other effect. */
    static @Nullable Problem scaled(Subject subject, Effect effect) {
        if (subject.body().spec().containsKey("replicas")) {
            return null;
        }
        return effect.diff().stream()
                .filter(each -> each.path().equals(REPLICAS) && each.before() != null)
                .findFirst()
                .map(each -> Reason.REPLICAS_DROPPED.problem(
                        "has no replicas in Git any more, so it is scaled from " + each.before() + " to "
                                + (each.after() == null ? "the default" : each.after())
                                + "; keep spec.replicas in Git, or let an autoscaler scale it",
                        subject.reference().toString()))
                .orElse(null);
    }

    /**
     * The effect of an apply whose outcome is known.
     *
     * @param live the object before
     * @param after the object after
     * @param predicted whether that was predicted locally
     */
    static Effect of(Manifest live, Manifest after, OwnershipContext view, boolean predicted) {
        List<FieldDiff> diff = new ArrayList<>(ObjectDiff.between(live, after, view.masking()));
        for (Map.Entry<FieldPath, String> stays : Conflicts.staying(live, after).entrySet()) {
            diff.add(new FieldDiff(stays.getKey().pointer(), null, null, "stays: owned by " + stays.getValue()));
        }
        return new Effect(diff, Conflicts.taken(live, after, view.adoption().fold(after.apiVersion())), predicted);
    }
}
