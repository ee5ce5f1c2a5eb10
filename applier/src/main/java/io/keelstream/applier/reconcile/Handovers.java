package io.keelstream.applier.reconcile;

import io.keelstream.applier.live.ClusterAccess;
import io.keelstream.applier.write.ObjectWriter;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.messaging.partition.OwnedPartition;

/** Gives up values that a scaler has taken over from us. Thread-safe. */
final class Handovers {

    private final OwnedPartition partition;
    private final ApplierContext shared;

    Handovers(OwnedPartition partition, ApplierContext shared) {
        this.partition = partition;
        this.shared = shared;
    }

    /** Ends the hand-overs of a target whose scalers have what they were given. */
    void end(String key, Inventory inventory, ClusterAccess cluster) {
        if (!cluster.live().writable()) {
            return;
        }
        var client = cluster.client()
                .guardedBy(partition::mayWriteToCluster)
                .onBehalfOf(inventory.placement().namespace());
        var writer = new ObjectWriter(
                client,
                cluster.live(),
                new OwnerMark(partition.installation(), key),
                shared.installation().secrets(),
                shared.clock());
        for (InventoryObject object : inventory.objects()) {
            ObjectReference reference = ObjectReference.parse(object.reference());
            if (cluster.live().handedOver(reference)) {
                writer.endHandover(reference, object.apiVersion());
            }
        }
    }
}
