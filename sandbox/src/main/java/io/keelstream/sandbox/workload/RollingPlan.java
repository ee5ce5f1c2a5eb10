package io.keelstream.sandbox.workload;

import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The next step of a rolling update, by the rules of the real deployment controller: the new set grows while the total
 * stays within {@code maxSurge}; old sets shrink, broken pods first, while {@code maxUnavailable} is kept.
 */
final class RollingPlan {

    private final StoredObject newest;
    private final List<StoredObject> old;
    private final long wanted;
    private final long surge;
    private final long unavailable;
    private final Map<String, Long> replicas = new HashMap<>();

    private RollingPlan(StoredObject newest, List<StoredObject> old, long wanted, long surge, long unavailable) {
        this.newest = newest;
        this.old = old;
        this.wanted = wanted;
        this.surge = surge;
        this.unavailable = unavailable;
    }

    static RollingPlan of(StoredObject deployment, StoredObject newest, List<StoredObject> all) {
        long wanted = Tree.number(1, deployment.tree(), "spec", "replicas");
        Map<String, ?> rolling = Tree.map(deployment.tree(), "spec", "strategy", "rollingUpdate");
        long surge = Amounts.of(rolling.get("maxSurge"), wanted, true, 1);
        long unavailable = Amounts.of(rolling.get("maxUnavailable"), wanted, false, 0);
        if (surge == 0 && unavailable == 0) {
            unavailable = 1;
        }
        List<StoredObject> old =
                all.stream().filter(set -> !set.uid().equals(newest.uid())).toList();
        RollingPlan plan = new RollingPlan(newest, old, wanted, surge, unavailable);
        plan.growNew();
        plan.shrinkOld();
        return plan;
    }

    /** The replicas each set shall have now, by name. */
    Map<String, Long> replicas() {
        return replicas;
    }

    private void growNew() {
        long now = spec(newest);
        long total = now + old.stream().mapToLong(RollingPlan::spec).sum();
        long next = now;
        if (now > wanted) {
            next = wanted;
        } else if (total < wanted + surge) {
            next = now + Math.min(wanted + surge - total, wanted - now);
        }
        replicas.put(newest.name(), next);
    }

    private void shrinkOld() {
        old.forEach(set -> replicas.put(set.name(), spec(set)));
        long total = replicas.values().stream().mapToLong(Long::longValue).sum();
        long least = wanted - unavailable;
        long newUnavailable = Math.max(0, replicas.getOrDefault(newest.name(), 0L) - available(newest));
        long room = total - least - newUnavailable;
        if (room <= 0) {
            return;
        }
        for (StoredObject set : old) {
            long broken = spec(set) - available(set);
            long fewer = Math.min(room, Math.max(0, broken));
            replicas.merge(set.name(), -fewer, Long::sum);
            room -= fewer;
        }
        long availableNow = available(newest)
                + old.stream().mapToLong(RollingPlan::available).sum();
        long spare = availableNow - least;
        for (StoredObject set : old) {
            long fewer = Math.clamp(spare, 0, replicas.getOrDefault(set.name(), 0L));
            replicas.merge(set.name(), -fewer, Long::sum);
            spare -= fewer;
        }
    }

    private static long spec(StoredObject set) {
        return Tree.number(0, set.tree(), "spec", "replicas");
    }

    private static long available(StoredObject set) {
        return Tree.number(0, set.tree(), "status", "availableReplicas");
    }
}
