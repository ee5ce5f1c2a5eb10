package io.keelstream.planner.ownership;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.change.Changed;

/**
 * A changed object as it concerns one cluster.
 *
 * @param changed what differs
 * @param reference identity with the namespace resolved against the cluster
 * @param body the object with our marks, complete for this cluster
 */
public record Subject(Changed changed, ObjectReference reference, Manifest body) {

    /** Names the object, not its body. */
    @Override
    public String toString() {
        return "Subject[" + reference + "]";
    }
}
