package io.keelstream.kubernetes.merge;

import io.keelstream.kubernetes.fields.PathElement;
import io.keelstream.kubernetes.schema.ListShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Merges the items of an associative list. Items that both sides have ("shared") come in the applied order; items that
 * only the live list has stay near their neighbours. The resulting order is the API server's, item for item, because
 * order matters to containers and hosts. For one use by one thread.
 */
final class ListMerge {

    private final ListShape list;
    private final List<@Nullable Object> live;
    private final List<PathElement> liveSteps = new ArrayList<>();
    private final List<PathElement> appliedSteps = new ArrayList<>();
    private final Map<PathElement, @Nullable Object> liveItems = new HashMap<>();
    private final Map<PathElement, @Nullable Object> appliedItems = new HashMap<>();
    private final List<PathElement> shared = new ArrayList<>();
    private final Set<PathElement> taken = new HashSet<>();
    private final List<@Nullable Object> merged = new ArrayList<>();
    private int nextLive;
    private int nextApplied;
    private int nextShared;

    ListMerge(ListShape list, List<@Nullable Object> live, List<@Nullable Object> applied) {
        this.list = list;
        this.live = new ArrayList<>(live.size());
        for (Object item : live) {
            PathElement step = ItemSteps.of(list, item);
            if (step != null) {
                this.live.add(item);
                liveSteps.add(step);
                // an item that is there twice is not merged but replaced
                liveItems.put(step, liveItems.containsKey(step) ? null : item);
            }
        }
        for (Object item : applied) {
            PathElement step = Objects.requireNonNull(ItemSteps.of(list, item), "applied items were validated");
            appliedSteps.add(step);
            appliedItems.put(step, item);
            if (liveItems.containsKey(step)) {
                shared.add(step);
            }
        }
    }

    List<@Nullable Object> merge() {
        while (nextLive < liveSteps.size() || nextApplied < appliedSteps.size()) {
            if (!takeBoth() && !skipLive() && !takeLive()) {
                takeApplied();
            }
        }
        return merged;
    }

    /** Both lists stand at the same item. */
    private boolean takeBoth() {
        if (nextLive == liveSteps.size() || nextApplied == appliedSteps.size()) {
            return false;
        }
        PathElement step = liveSteps.get(nextLive);
        if (!step.equals(appliedSteps.get(nextApplied))) {
            return false;
        }
        emit(step);
        nextLive++;
        nextApplied++;
        nextShared++;
        return true;
    }

    /** The live list stands at a shared item whose turn comes later. */
    private boolean skipLive() {
        if (nextLive == liveSteps.size() || nextApplied == appliedSteps.size() || nextShared >= shared.size()) {
            return false;
        }
        PathElement step = liveSteps.get(nextLive);
        if (!appliedItems.containsKey(step) || shared.get(nextShared).equals(step)) {
            return false;
        }
        nextLive++;
        return true;
    }

    /** The live list stands at an item that the configuration does not name. */
    private boolean takeLive() {
        if (nextLive == liveSteps.size()) {
            return false;
        }
        PathElement step = liveSteps.get(nextLive);
        if (!appliedItems.containsKey(step)) {
            merged.add(live.get(nextLive));
            nextLive++;
            return true;
        }
        if (taken.contains(step)) {
            nextLive++;
        }
        return false;
    }

    private void takeApplied() {
        if (nextApplied == appliedSteps.size()) {
            return;
        }
        PathElement step = appliedSteps.get(nextApplied);
        emit(step);
        nextApplied++;
        if (nextShared < shared.size() && shared.get(nextShared).equals(step)) {
            nextShared++;
        }
    }

    private void emit(PathElement step) {
        taken.add(step);
        Object before = liveItems.containsKey(step) ? liveItems.get(step) : Absent.VALUE;
        merged.add(Merging.merge(list.items(), before, appliedItems.get(step)));
    }
}
