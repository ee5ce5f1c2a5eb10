package io.keelstream.contracts.inventory;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One applied object.
 *
 * @param reference {@code Kind.group/namespace/name}
 * @param apiVersion version it was applied in
 * @param uid the live object's uid; null when the apply's answer was lost
 * @param digest digest of what was applied; null when uncertain
 * @param dirty whether an apply was interrupted, or its release failed before it was healthy: it is planned again whatever
 *     its digest says
 * @param wave the wave it was applied in, for pruning in reverse
 * @param completed a Job or bare Pod that ran to its end at this digest: its absence is no change
 * @param ownedFields {@code fieldsV1} of our manager's Apply entry as the server returned it; null when uncertain
 * @param ownedSince that entry's time
 * @param appliedSequence the inventory's sequence at the end of the release that applied it last; null while none is known
 * @param generatedName the name without its content hash where a generator made one; null otherwise
 */
public record InventoryObject(
        String reference,
        String apiVersion,
        @Nullable String uid,
        @Nullable String digest,
        boolean dirty,
        int wave,
        boolean completed,
        @Nullable Map<String, @Nullable Object> ownedFields,
        @Nullable Instant ownedSince,
        @Nullable Long appliedSequence,
        @Nullable String generatedName) {

    /** The same, to be planned again whatever its digest says. */
    public InventoryObject asDirty() {
        return new InventoryObject(
                reference,
                apiVersion,
                uid,
                digest,
                true,
                wave,
                completed,
                ownedFields,
                ownedSince,
                appliedSequence,
                generatedName);
    }

    /** The same, and its absence is a change. */
    public InventoryObject asNotCompleted() {
        return new InventoryObject(
                reference,
                apiVersion,
                uid,
                digest,
                dirty,
                wave,
                false,
                ownedFields,
                ownedSince,
                appliedSequence,
                generatedName);
    }

    /** The same, as if it were uncertain which fields are ours. */
    public InventoryObject withoutFields() {
        return new InventoryObject(
                reference, apiVersion, uid, digest, dirty, wave, completed, null, null, appliedSequence, generatedName);
    }
}
