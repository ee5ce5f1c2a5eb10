package io.keelstream.planner.canary;

import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.plan.PlannedAction.Create;
import io.keelstream.contracts.plan.PlannedAction.Write;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of a plan is applied before the canary: creations alone, since they change nothing that runs. Those of earlier waves,
 * what the canary's pods name, and what these need in their waves. Everything else waits for the promotion. Pure.
 */
public final class FirstActions {

    private FirstActions() {}

    /**
     * References, in the order of the plan.
     *
     * @param actions the plan's actions
     * @param workload what is on trial
     * @param wave its wave
     * @param followers references of the Deployments that are promoted after it
     */
    public static List<String> of(List<PlannedAction> actions, Workload workload, int wave, Set<String> followers) {
        Map<String, Write> writes = new LinkedHashMap<>();
        for (PlannedAction action : actions) {
            if (action instanceof Write write && !followers.contains(write.reference())) {
                writes.put(write.reference(), write);
            }
        }
        Deque<String> open = new ArrayDeque<>();
        open.add(workload.reference().toString());
        workload.needs().stream().map(ObjectReference::toString).forEach(open::add);
        writes.values().stream()
                .filter(each -> each instanceof Create && each.turn().wave() < wave)
                .map(Write::reference)
                .forEach(open::add);
        Set<String> needed = new HashSet<>();
        while (!open.isEmpty()) {
            Write write = writes.get(open.remove());
            if (write != null && write.turn().wave() <= wave && needed.add(write.reference())) {
                open.addAll(write.dependsOn());
            }
        }
        return writes.values().stream()
                .filter(each -> each instanceof Create && needed.contains(each.reference()))
                .map(Write::reference)
                .filter(each -> !each.equals(workload.reference().toString()))
                .toList();
    }
}
