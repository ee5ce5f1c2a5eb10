package io.keelstream.kubernetes.ownership;

import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.object.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Whether an object is ours, so that it may be deleted. It is when four facts agree: the cluster is the one that the
 * inventory was written for (the caller compares their uids, since another cluster concerns every object alike), the object
 * carries our owner mark and no controller, its uid is the inventory's, and its managedFields hold an Apply entry of ours.
 */
public sealed interface Possession {

    /** All facts agree. */
    record Ours() implements Possession {}

    /** One does not. */
    record NotOurs(String why) implements Possession {}

    /**
     * Compares the facts.
     *
     * @param live a fresh read of the object or its metadata
     * @param own our mark
     * @param recordedUid the uid in the inventory; null where it has none, which contradicts nothing
     */
    static Possession of(Manifest live, OwnerMark own, @Nullable String recordedUid) {
        return switch (Claim.on(live, own, null)) {
            case Claim.Unmarked none -> new NotOurs("no longer carries the annotation " + Annotations.OWNER);
            case Claim.Foreign(String owner) -> new NotOurs("belongs to " + owner);
            case Claim.Controlled(var controller) -> new NotOurs("is controlled by " + controller);
            case Claim.HandedOver(OwnerMark from) -> new NotOurs("belongs to " + from);
            case Claim.Ours ours -> marked(live, recordedUid);
        };
    }

    private static Possession marked(Manifest live, @Nullable String recordedUid) {
        if (recordedUid != null && !recordedUid.equals(live.uid())) {
            return new NotOurs(
                    "was deleted and created again outside Keelstream (its uid differs from the inventory's)");
        }
        return ApplyEntry.of(live) == null ? new NotOurs("has no fields that Keelstream applied") : new Ours();
    }
}
