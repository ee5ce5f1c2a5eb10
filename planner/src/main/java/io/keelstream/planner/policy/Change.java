package io.keelstream.planner.policy;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.plan.Assessment.DemandRange;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.kubernetes.demand.TargetDemand;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.policy.TargetObjects;
import io.keelstream.planner.plan.Findings;
import io.keelstream.planner.plan.ObjectPlan;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change that rules are asked about: what a bundle makes of its objects. What only puts drift back is no part of it.
 *
 * @param desired the bundle
 * @param changed the objects of the bundle that are written because Git says something else, and the hooks that run
 */
public record Change(Desired desired, Set<ObjectReference> changed) {

    public Change {
        changed = Set.copyOf(changed);
    }

    /**
     * What is changed.
     *
     * @param findings what the dry run found
     * @param hooks the hooks that run
     */
    public static Change of(Desired desired, Findings findings, List<PlannedAction.RunHook> hooks) {
        Set<ObjectReference> changed = new HashSet<>();
        for (ObjectPlan plan : findings.objectPlans()) {
            if (plan instanceof ObjectPlan.Act act && !act.subject().changed().drift()) {
                changed.add(
                        ObjectReference.parse(act.subject().changed().desired().reference()));
            }
        }
        hooks.forEach(hook -> changed.add(ObjectReference.parse(hook.reference())));
        return new Change(desired, changed);
    }

    /** All objects of a bundle, hooks included; nothing where there is none. */
    static TargetObjects objects(@Nullable Desired bundle) {
        Map<ObjectReference, Manifest> all = new LinkedHashMap<>();
        if (bundle != null) {
            put(bundle.hooks(), all);
            put(bundle.objects(), all);
        }
        return new TargetObjects(all);
    }

    /**
     * What the pods of a bundle request; hooks count nothing, because they end.
     *
     * @param nodes how many nodes a DaemonSet runs on
     */
    static DemandRange demand(Desired bundle, int nodes) {
        Map<ObjectReference, Manifest> all = new LinkedHashMap<>();
        put(bundle.objects(), all);
        return TargetDemand.of(all, nodes);
    }

    private static void put(List<DesiredObject> objects, Map<ObjectReference, Manifest> into) {
        for (DesiredObject each : objects) {
            into.put(ObjectReference.parse(each.reference()), new Manifest(each.body()));
        }
    }
}
