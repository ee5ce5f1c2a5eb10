package io.keelstream.contracts.inventory;

import io.keelstream.contracts.revision.Revision;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One applied object.
 *
 * @param reference {@code Kind.group/namespace/name}
 * @param apiVersion version it was applied in
 * @param wave the wave it was applied in, for pruning in reverse
 * @param generatedName the name without its content hash where a generator made one; null otherwise
 * @param state what is known of its last apply
 * @param owned our Apply entry as the server returned it; null when uncertain
 */
public record InventoryObject(
        String reference,
        String apiVersion,
        int wave,
        @Nullable String generatedName,
        ApplyState state,
        @Nullable OwnedFields owned) {

    /**
     * What is known of an object's last apply.
     *
     * @param uid the live object's uid; null when the apply's answer was lost
     * @param digest digest of what was applied; null when uncertain
     * @param dirty whether an apply was interrupted, or its release failed before it was healthy: it is planned again
     *     whatever its digest says
     * @param completed a Job or bare Pod that ran to its end at this digest, and well, or it deletes itself then: its absence
     *     is no change
     * @param sequence the inventory's sequence at the end of the release that applied it last; null while none is known
     * @param replacement the replacement of it that failed last; null where none did since it was applied
     * @param failedRun how it ran to its end at this digest and failed; null where it did not
     */
    public record ApplyState(
            @Nullable String uid,
            @Nullable String digest,
            boolean dirty,
            boolean completed,
            @Nullable Long sequence,
            @Nullable FailedReplacement replacement,
            @Nullable FailedRun failedRun) {

        /** Nothing is certain. */
        public static final ApplyState UNCERTAIN = new ApplyState(null, null, true, false, null);

        /** That of an object of which neither a replacement nor a run failed. */
        public ApplyState(
                @Nullable String uid,
                @Nullable String digest,
                boolean dirty,
                boolean completed,
                @Nullable Long sequence) {
            this(uid, digest, dirty, completed, sequence, null, null);
        }

        /** The state after a replacement failed: what is there now is not what Git wants. */
        public static ApplyState after(FailedReplacement replacement, @Nullable String uid) {
            return new ApplyState(uid, null, true, false, null, replacement, null);
        }
    }

    /**
     * A replacement that failed after the object was deleted for it. What the object was is applied again, or it is gone and
     * has no uid. It is not deleted again for the same.
     *
     * @param digest of what could not be created
     * @param cause why, for people
     * @param sequence the inventory's sequence when it was recorded
     */
    public record FailedReplacement(String digest, String cause, long sequence) {

        /** What is said where the same is wanted again. */
        public String notAgain() {
            return "could not be replaced, and is not deleted again for the same; when the cause is gone, change it in Git, where an"
                    + " annotation with a new value is enough, or delete it manually: " + cause;
        }
    }

    /**
     * A Job or bare Pod ran to its end and failed. Tries of the same bundle fail for it and do not write it again; for other
     * bundles it is an object that they do not touch.
     *
     * @param commit of the release that it ran in
     * @param bundle digest of that release's bundle; null once another one was released
     */
    public record FailedRun(String commit, @Nullable String bundle) {

        /** When it ran, for people. */
        public String when() {
            return "ran at " + Revision.shortened(commit);
        }
    }

    /**
     * Our manager's Apply entry.
     *
     * @param fields the fields that it lists
     * @param since its time; null where the server gave none
     */
    public record OwnedFields(
            Map<String, @Nullable Object> fields, @Nullable Instant since) {}

    /** The live object's uid; null when the apply's answer was lost. */
    public @Nullable String uid() {
        return state.uid();
    }

    /** Digest of what was applied; null when uncertain. */
    public @Nullable String digest() {
        return state.digest();
    }

    /** Whether it is planned again whatever its digest says. */
    public boolean dirty() {
        return state.dirty();
    }

    /** Whether it ran to its end. */
    public boolean completed() {
        return state.completed();
    }

    /** How it ran to its end at this digest and failed; null where it did not. */
    public @Nullable FailedRun failedRun() {
        return state.failedRun();
    }

    /**
     * The same, after it ran to its end and failed.
     *
     * @param expires whether it deletes itself, so that its absence is no change
     */
    public InventoryObject asFailedRun(FailedRun run, boolean expires) {
        return with(new ApplyState(state.uid(), state.digest(), false, expires, state.sequence(), null, run));
    }

    /** The same, once this bundle is released. */
    public InventoryObject beside(String bundle) {
        FailedRun run = state.failedRun();
        return run == null || bundle.equals(run.bundle())
                ? this
                : asFailedRun(new FailedRun(run.commit(), null), state.completed());
    }

    /** The failed replacement by what has this digest; null where that may be tried. */
    public @Nullable FailedReplacement failedReplacement(String by) {
        FailedReplacement failed = state.replacement();
        return failed != null && failed.digest().equals(by) ? failed : null;
    }

    /** The inventory's sequence at the end of the release that applied it last; null while none is known. */
    public @Nullable Long appliedSequence() {
        return state.sequence();
    }

    /** {@code fieldsV1} of our Apply entry; null when uncertain. */
    public @Nullable Map<String, @Nullable Object> ownedFields() {
        return owned == null ? null : owned.fields();
    }

    /** The time of our Apply entry; null when uncertain. */
    public @Nullable Instant ownedSince() {
        return owned == null ? null : owned.since();
    }

    /** The same, to be planned again whatever its digest says. */
    public InventoryObject asDirty() {
        return with(new ApplyState(
                state.uid(),
                state.digest(),
                true,
                state.completed(),
                state.sequence(),
                state.replacement(),
                state.failedRun()));
    }

    /** The same, after it ran to its end. */
    public InventoryObject asCompleted() {
        return with(new ApplyState(state.uid(), state.digest(), state.dirty(), true, state.sequence()));
    }

    /** The same, and its absence is a change. */
    public InventoryObject asNotCompleted() {
        return with(new ApplyState(
                state.uid(), state.digest(), state.dirty(), false, state.sequence(), state.replacement(), null));
    }

    /** The same, as if it were uncertain which fields are ours. */
    public InventoryObject withoutFields() {
        return new InventoryObject(reference, apiVersion, wave, generatedName, state, null);
    }

    private InventoryObject with(ApplyState other) {
        return new InventoryObject(reference, apiVersion, wave, generatedName, other, owned);
    }
}
