package io.keelstream.contracts.targets;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.event.Inline;
import org.jspecify.annotations.Nullable;

/**
 * The rules a target's owner wrote (or left at their defaults).
 *
 * @param deletion what may be deleted without asking
 * @param drift what happens to changes made outside Git
 * @param conflicts what happens to fields that another manager owns
 * @param createNamespace create the target's namespace when it is absent
 * @param health how its objects become healthy
 * @param canary how a risky commit is put on trial; null where every release is an ordinary one
 * @param gating what a change waits for before it is applied
 */
public record TargetPolicy(
        @Inline Deletion deletion,
        Drift drift,
        Conflicts conflicts,
        boolean createNamespace,
        @Inline Health health,
        @Nullable CanaryRules canary,
        @Inline Gating gating) {

    /** The policy of a file that says nothing. */
    public static final TargetPolicy DEFAULT = new TargetPolicy(
            Deletion.DEFAULT, Drift.CORRECT, Conflicts.FORCE, true, Health.DEFAULT, null, Gating.DEFAULT);

    /** The same with other rules for canary releases. */
    public TargetPolicy withCanary(@Nullable CanaryRules other) {
        return new TargetPolicy(deletion, drift, conflicts, createNamespace, health, other, gating);
    }

    /** The same, where deleting has other rules. */
    public TargetPolicy withDeletion(Prune prune, OnRemoval onRemoval) {
        Deletion other = new Deletion(prune, onRemoval);
        return new TargetPolicy(other, drift, conflicts, createNamespace, health, canary, gating);
    }

    /** The same, where a change waits for something else. */
    public TargetPolicy withGating(Gating other) {
        return new TargetPolicy(deletion, drift, conflicts, createNamespace, health, canary, other);
    }

    /** What may be deleted without asking. */
    public Prune prune() {
        return deletion.prune();
    }

    /** What happens when the application or the target disappears from Git. */
    public OnRemoval onRemoval() {
        return deletion.onRemoval();
    }

    /**
     * What may be deleted without asking.
     *
     * @param prune what may be deleted of a target that stays
     * @param onRemoval what happens when the application or the target disappears from Git
     */
    public record Deletion(Prune prune, OnRemoval onRemoval) {

        public static final Deletion DEFAULT = new Deletion(Prune.DEFAULT, OnRemoval.CONFIRM);
    }

    /**
     * How objects become healthy.
     *
     * @param timeoutMillis a wave not healthy by then fails; milliseconds
     * @param ingressRequireAddress an Ingress is healthy only once its controller wrote an address
     * @param statefulSetUnstick delete the broken pod of an older revision that blocks an ordered StatefulSet
     * @param untouchedRequireHealthy an object that was Degraded before a release and is not touched by it makes the
     *     outcome DEGRADED; otherwise it is only named
     */
    public record Health(
            long timeoutMillis,
            boolean ingressRequireAddress,
            boolean statefulSetUnstick,
            boolean untouchedRequireHealthy) {

        public static final Health DEFAULT = new Health(300_000, false, true, false);
    }

    /**
     * Limits of deleting.
     *
     * @param mode whether objects that left Git are deleted
     * @param maxObjects more than this many wait for approval
     * @param maxPercent more than this share of the inventory waits for approval; counts from 20 objects on
     */
    public record Prune(Mode mode, int maxObjects, int maxPercent) {

        public static final Prune DEFAULT = new Prune(Mode.AUTO, 10, 25);

        /** Whether objects that left Git are deleted. */
        public enum Mode {
            AUTO,
            CONFIRM,
            NEVER,
            UNKNOWN
        }

        public Prune {
            if (maxObjects < 0 || maxPercent < 0 || maxPercent > 100) {
                throw new IllegalArgumentException("prune limits: maxObjects >= 0 and 0 <= maxPercent <= 100");
            }
        }
    }

    /** What happens to a removed target's objects. */
    public enum OnRemoval {
        CONFIRM,
        PRUNE,
        ORPHAN,
        UNKNOWN
    }

    /** What happens to drift. */
    public enum Drift {
        CORRECT,
        REPORT,
        OFF,
        UNKNOWN
    }

    /** What happens to fields owned by another manager. */
    public enum Conflicts {
        FORCE,
        FAIL,
        UNKNOWN
    }
}
