package io.keelstream.applier.inventory;

import io.keelstream.applier.release.Release;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.FormerCluster;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.Plan;
import java.util.List;

/** Which of an inventory's objects a release acts on: the target's own, or those it left behind on a former cluster. Pure. */
public final class FormerClusters {

    private FormerClusters() {}

    /**
     * Whether the plan only clears what the target left behind on a former cluster. Where a target was removed before its
     * move was applied, the former cluster is still the inventory's: then its objects are the target's own.
     */
    public static boolean clears(Inventory inventory, Release release) {
        return release.plan().mode() == Plan.Mode.CLEAR_FORMER_CLUSTER
                && !inventory.cluster().equals(release.plan().cluster());
    }

    /** The objects that the release acts on. */
    static List<InventoryObject> objects(Inventory inventory, Release release) {
        return clears(inventory, release)
                ? left(inventory.previous(), release.plan().cluster())
                : inventory.objects();
    }

    /** The inventory with other objects where the release acts; a former cluster without objects is forgotten. */
    static Inventory with(Inventory inventory, Release release, List<InventoryObject> objects) {
        if (!clears(inventory, release)) {
            return inventory.withObjects(objects);
        }
        String cluster = release.plan().cluster();
        return inventory.withPrevious(inventory.previous().stream()
                .map(place -> place.cluster().equals(cluster)
                        ? new FormerCluster(cluster, place.clusterUid(), objects)
                        : place)
                .filter(place -> !place.objects().isEmpty())
                .toList());
    }

    /** What was left behind on a cluster. */
    static List<InventoryObject> left(List<FormerCluster> previous, String cluster) {
        return previous.stream()
                .filter(place -> place.cluster().equals(cluster))
                .flatMap(place -> place.objects().stream())
                .toList();
    }
}
