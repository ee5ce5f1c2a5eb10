package io.keelstream.applier.report;

import io.keelstream.applier.live.ClusterAccess;
import io.keelstream.applier.live.Expectation;
import io.keelstream.applier.live.LiveObjects;
import io.keelstream.applier.record.Known;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.FailedReplacement;
import io.keelstream.contracts.inventory.InventoryObject.FailedRun;
import io.keelstream.contracts.targets.TargetState.ObjectHealth;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.health.UnhealthySince;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The health of all objects of a target.
 *
 * @param health the worst
 * @param unhealthy the objects that are not healthy, worst first
 */
record TargetHealth(Health health, List<ObjectHealth> unhealthy) {

    /** A cluster that has not answered for so long is said to be unreachable. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private static final Comparator<ObjectHealth> WORST_FIRST =
            Comparator.comparing(each -> Health.valueOf(each.health().toUpperCase(Locale.ROOT)));

    TargetHealth {
        unhealthy = List.copyOf(unhealthy);
    }

    /**
     * The health of a target without applied objects: missing where Git wants some, and unknown where the records do not
     * tell what is wanted or applied.
     */
    static TargetHealth ofNothing(Known known) {
        Desired desired = known.desired();
        Health health = desired == null || !known.certain()
                ? Health.UNKNOWN
                : desired.objects().isEmpty() ? Health.HEALTHY : Health.MISSING;
        return new TargetHealth(health, List.of());
    }

    /**
     * The health now, or null while the watches have not shown every kind yet and the cluster does answer.
     *
     * @param expectation what the target's policy expects, since an instant before any of the objects was applied
     */
    static @Nullable TargetHealth of(Inventory inventory, ClusterAccess cluster, Expectation expectation) {
        LiveObjects live = cluster.live();
        List<ObjectHealth> unhealthy = new ArrayList<>();
        Health worst = Health.HEALTHY;
        for (InventoryObject object : inventory.objects()) {
            ObjectReference reference = ObjectReference.parse(object.reference());
            HealthStatus status = live.health(reference, expectation);
            if (status == null) {
                status = absent(object, reference, cluster);
            }
            if (status == null) {
                return null;
            }
            if (status.health() != Health.HEALTHY) {
                Manifest manifest = live.unhealthy(reference);
                unhealthy.add(new ObjectHealth(
                        object.reference(),
                        status.health().toString(),
                        status.message(),
                        manifest == null ? null : UnhealthySince.of(manifest),
                        null));
            }
            worst = status.health().compareTo(worst) < 0 ? status.health() : worst;
        }
        unhealthy.sort(WORST_FIRST);
        return new TargetHealth(worst, unhealthy);
    }

    private static String missing(InventoryObject object) {
        FailedReplacement failed = object.uid() == null ? object.state().replacement() : null;
        return failed == null ? "is not in the cluster" : failed.cause();
    }

    private static @Nullable HealthStatus absent(
            InventoryObject object, ObjectReference reference, ClusterAccess cluster) {
        HealthStatus end = cluster.live().end(reference);
        if (end != null && end.health() == Health.HEALTHY && !object.dirty()) {
            return end;
        }
        boolean watched = cluster.live().watch(object.apiVersion(), reference.groupKind());
        if (watched && cluster.live().complete(reference.groupKind())) {
            FailedRun run = object.failedRun();
            return !object.completed()
                    ? new HealthStatus(Health.MISSING, missing(object))
                    : run == null
                            ? new HealthStatus(Health.HEALTHY, "")
                            : new HealthStatus(Health.DEGRADED, run.when() + ", failed, and was deleted since");
        }
        if (cluster.client().sinceLastAnswer().compareTo(SILENCE) > 0) {
            return new HealthStatus(Health.UNKNOWN, "the cluster does not answer");
        }
        return watched ? null : new HealthStatus(Health.MISSING, "its kind is not served by the cluster");
    }
}
