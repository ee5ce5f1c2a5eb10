package io.keelstream.planner.dryrun;

import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.ownership.Conflicts;
import io.keelstream.planner.ownership.OwnershipContext;
import io.keelstream.planner.plan.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says what an apply changes on a live object, given the object before and after. Pure. */
final class Effects {

    private Effects() {}

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
