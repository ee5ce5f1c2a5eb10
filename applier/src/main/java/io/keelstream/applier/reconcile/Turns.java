package io.keelstream.applier.reconcile;

import io.keelstream.applier.live.ClusterAccess;
import io.keelstream.applier.record.Known;
import io.keelstream.applier.release.Release;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.plan.Plan;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Has the releases of one partition take their turn on their clusters. What moves forward waits for its turn and counts while it
 * changes pods; a canary does not count while it waits for a verdict or a person, or is watched after its promotion. What goes back
 * (rollbacks, retreats, corrections of drift) neither waits nor counts. Thread-safe.
 */
final class Turns {

    private final Function<String, @Nullable ClusterAccess> clusters;
    private final Consumer<String> wake;

    /** Where targets run or wait. */
    private final Map<String, ClusterAccess> places = new HashMap<>();

    private boolean closed;

    /** @param wake wakes a target of the partition */
    Turns(Function<String, @Nullable ClusterAccess> clusters, Consumer<String> wake) {
        this.clusters = clusters;
        this.wake = wake;
    }

    /** Whether the release may begin; if not, its target is woken when it may be its turn. */
    synchronized boolean mayBegin(String target, Release release) {
        Plan plan = release.plan();
        ClusterAccess cluster = clusters.apply(plan.cluster());
        boolean forward = cluster != null && plan.movesForward();
        if (closed) {
            return !forward;
        }
        if (!forward) {
            ClusterAccess waited = places.remove(target);
            if (waited != null) {
                waited.turns().rests(target);
            }
            return true;
        }
        at(target, cluster);
        return cluster.turns().mayBegin(target, plan.timing().plannedAt(), wake);
    }

    /** A target is as its records say: its release counts, or does not any more. */
    synchronized void settled(String target, Known known) {
        if (closed) {
            return;
        }
        ClusterAccess cluster = counted(known) ? clusters.apply(cluster(known)) : null;
        if (cluster != null) {
            at(target, cluster);
            cluster.turns().runs(target, wake);
            return;
        }
        ClusterAccess former = places.get(target);
        if (former == null) {
            return;
        }
        if (!known.releasing() && known.desired() != null && !known.planIsCurrent()) {
            former.turns().stepsAside(target);
        } else {
            places.remove(target);
            former.turns().rests(target);
        }
    }

    /** The partition is another process's now. */
    synchronized void close() {
        closed = true;
        places.forEach((target, cluster) -> cluster.turns().rests(target));
        places.clear();
    }

    private void at(String target, ClusterAccess cluster) {
        ClusterAccess former = places.put(target, cluster);
        if (former != null && !former.equals(cluster)) {
            former.turns().rests(target);
        }
    }

    private static String cluster(Known known) {
        return known.running() == null ? "" : known.running().cluster();
    }

    private static boolean counted(Known known) {
        Plan plan = known.running();
        Execution execution = known.execution();
        return known.releasing()
                && plan != null
                && execution != null
                && plan.movesForward()
                && counted(execution.step());
    }

    private static boolean counted(Step step) {
        return switch (step) {
            case Step.Applying _, Step.Waiting _, Step.Pruning _, Step.Hooking _, Step.Settling _ -> true;
            case Step.Preparing(TrialPosition trial, var _) -> trial.hold() == null;
            case Step.Shifting _, Step.Analysing _, Step.Baking _ -> false;
            case Step.Restoring _, Step.Withdrawing _, Step.Finished _, Step.Unknown _ -> false;
        };
    }
}
