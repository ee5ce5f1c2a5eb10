package io.keelstream.applier.inventory;

import io.keelstream.applier.release.Release;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.FormerCluster;
import io.keelstream.contracts.inventory.Inventory.RunningRelease;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.ApplyState;
import io.keelstream.contracts.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The inventory when a release starts. Pure. */
public final class InventoryStart {

    private InventoryStart() {}

    /**
     * The inventory with the release running. A move to another cluster leaves the objects and what is
     * known of trials behind; a cluster that was rebuilt
     * under its name makes all of them dirty.
     *
     * @param before null for a target that was never applied
     */
    public static Inventory of(@Nullable Inventory before, Release release) {
        Plan plan = release.plan();
        var running = running(release, List.of());
        if (before == null) {
            return Inventory.empty(plan.placement()).next(running);
        }
        if (FormerClusters.clears(before, release)) {
            return before.next(running);
        }
        boolean moved = !before.cluster().equals(plan.cluster()) && !plan.removal();
        Inventory placed = moved ? moved(before, plan) : rebuilt(before, plan) ? lost(before) : before;
        List<InventoryObject> objects = placed.objects().stream()
                .map(object -> object.beside(plan.bundleDigest()))
                .toList();
        return placed.withPlacement(plan.placement()).withObjects(objects).next(running);
    }

    /** The same, where these were degraded before and the release does not change them. */
    public static Inventory beside(Inventory begun, Release release, Set<String> degraded) {
        List<String> sorted = degraded.stream().sorted().toList();
        return begun.withRelease(running(release, sorted));
    }

    private static RunningRelease running(Release release, List<String> degraded) {
        Plan plan = release.plan();
        return new RunningRelease(
                release.deploymentId(),
                plan.id(),
                plan.bundleDigest(),
                degraded,
                plan.rehearses() ? null : release.runs());
    }

    private static Inventory moved(Inventory before, Plan plan) {
        List<FormerCluster> previous = new ArrayList<>(before.previous());
        previous.removeIf(place -> place.cluster().equals(plan.cluster()));
        if (!before.objects().isEmpty()) {
            previous.add(new FormerCluster(before.cluster(), before.clusterUid(), before.objects()));
        }
        return before.withObjects(FormerClusters.left(before.previous(), plan.cluster()))
                .withApplied(before.applied().partly())
                .withPrevious(previous)
                .withHistory(Inventory.History.NONE);
    }

    private static boolean rebuilt(Inventory before, Plan plan) {
        return before.clusterUid() != null && !Objects.equals(before.clusterUid(), plan.clusterUid());
    }

    /** Nothing is known of the objects of a rebuilt cluster. */
    private static Inventory lost(Inventory before) {
        return before.withObjects(before.objects().stream()
                        .map(object -> new InventoryObject(
                                object.reference(),
                                object.apiVersion(),
                                object.wave(),
                                object.generatedName(),
                                new ApplyState(null, object.digest(), true, false, null),
                                null))
                        .toList())
                .withHistory(before.history().withHooks(null));
    }
}
