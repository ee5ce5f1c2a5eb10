package io.keelstream.planner.rollback;

import io.keelstream.contracts.audit.Evidence;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.Barrier;
import io.keelstream.contracts.inventory.Inventory.FailedBundle;
import io.keelstream.contracts.inventory.Inventory.KnownGood;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetPolicy.OnFailure;
import org.jspecify.annotations.Nullable;

/** The bundle that a target is to have. */
public sealed interface Effective {

    /** What the target is to be. */
    Desired bundle();

    /** What Git wants. */
    record Git(Desired bundle) implements Effective {}

    /**
     * A bundle that was healthy here, in place of what Git wants.
     *
     * @param bundle that bundle
     * @param instead why, and what ends it
     * @param evidence who asked for it, and what that passes
     */
    record Earlier(Desired bundle, Problem instead, Evidence evidence) implements Effective {}

    /**
     * What Git wants is not begun, and nothing else is.
     *
     * @param bundle what Git wants
     * @param why why, and what ends it
     */
    record Held(Desired bundle, Problem why) implements Effective {}

    /** Finds a bundle that was healthy here by its digest. */
    @FunctionalInterface
    interface Lookup {

        /** The bundle; null where it is not kept. */
        @Nullable
        Desired find(String digest) throws InterruptedException;
    }

    /**
     * Decides.
     *
     * @param target the target
     * @param desired what Git wants
     * @param inventory what is applied; null before the first release
     * @param pin where the target stays; null where it follows Git
     */
    static Effective of(String target, Desired desired, @Nullable Inventory inventory, @Nullable Pin pin, Lookup lookup)
            throws InterruptedException {
        if (desired.removed()) {
            return new Git(inventory == null ? desired : WayBack.outOfGit(desired, inventory, lookup));
        }
        Effective pinned = pin == null ? null : pinned(target, desired, inventory, pin, lookup);
        return pinned == null ? unpinned(target, desired, inventory, lookup) : pinned;
    }

    /** What a pin asks for; null where that is what Git wants. */
    private static @Nullable Effective pinned(
            String target, Desired desired, @Nullable Inventory inventory, Pin pin, Lookup lookup)
            throws InterruptedException {
        if (pin.origin() instanceof Pin.Origin.Unreadable) {
            return pinned(target, desired, pin, ", so that it is not known where the target stays");
        }
        if (inventory == null) {
            return pinned(target, desired, pin, ", and it is not known what was healthy here");
        }
        KnownGood good = pin.among(inventory.history().knownGood());
        if (good != null && good.bundle().equals(desired.bundleDigest())) {
            return null;
        }
        if (!inventory.cluster().equals(desired.cluster())) {
            return pinned(target, desired, pin, ", and so is the move to cluster " + desired.cluster());
        }
        Barrier barrier = good == null ? null : pin.barrier(inventory.history(), good);
        if (barrier != null) {
            return pinned(target, desired, pin, ", and " + WayBack.barred(barrier, target, pin.commit()));
        }
        Desired earlier = good == null ? null : lookup.find(good.bundle());
        if (good == null || earlier == null) {
            return pinned(target, desired, pin, ", and the bundle of that commit is not kept any more");
        }
        String foreign = WayBack.foreign(earlier, desired);
        if (foreign != null) {
            return pinned(target, desired, pin, ", and the bundle of that commit is outside of the limits: " + foreign);
        }
        String moved = WayBack.moved(earlier, desired);
        return moved != null
                ? pinned(target, desired, pin, ", and so is the move of " + moved + " between targets")
                : new Earlier(
                        pin.applied(earlier, desired),
                        Reason.PINNED.problem(pin.holds(desired) + pin.lift(target), null),
                        pin.evidence(inventory.history(), good));
    }

    /** Neither what Git wants nor what the pin means is applied. */
    private static Held pinned(String target, Desired desired, Pin pin, String why) {
        return new Held(desired, Reason.PINNED.problem(pin.holds(desired) + why + pin.lift(target), null));
    }

    private static Effective unpinned(String target, Desired desired, @Nullable Inventory inventory, Lookup lookup)
            throws InterruptedException {
        FailedBundle failed = inventory == null || !inventory.cluster().equals(desired.cluster())
                ? null
                : inventory.history().failure(desired.bundleDigest());
        if (inventory == null || failed == null) {
            return new Git(desired);
        }
        String what = "commit " + Revision.shortened(failed.commit()) + " did not become healthy: " + failed.cause();
        if (desired.policy().onFailure() != OnFailure.ROLLBACK) {
            return held(target, desired, what);
        }
        KnownGood last = inventory.history().wayBack();
        if (last == null) {
            return held(target, desired, what + "; not rolled back, because no earlier commit was healthy here");
        }
        String commit = last.revision().shortCommit();
        FailedBundle latest = inventory.history().failed();
        if (latest != null && latest.rollback() != null) {
            return held(target, desired, what + "; the rollback to " + commit + " failed too: " + latest.rollback());
        }
        Barrier barrier = inventory.history().barrier(last);
        if (barrier != null) {
            return held(
                    target, desired, what + "; not rolled back, because " + WayBack.barred(barrier, target, commit));
        }
        Desired earlier = lookup.find(last.bundle());
        if (earlier == null) {
            return held(target, desired, what + "; not rolled back, because the bundle of " + commit + " is not kept");
        }
        String foreign = WayBack.foreign(earlier, desired);
        if (foreign != null) {
            return held(target, desired, what + "; not rolled back to " + commit + ", because " + foreign);
        }
        String moved = WayBack.moved(earlier, desired);
        if (moved != null) {
            return held(
                    target,
                    desired,
                    what + "; not rolled back to " + commit + ", because " + moved
                            + " moved between targets since then");
        }
        return new Earlier(
                WayBack.to(earlier, desired),
                Reason.ROLLED_BACK.problem(
                        what + "; commit " + commit
                                + " is applied in its place until a change or a revert is pushed, or"
                                + " keelstream retry " + target + " is run",
                        null),
                Evidence.NONE);
    }

    private static Effective held(String target, Desired desired, String what) {
        return new Held(
                desired,
                Reason.RELEASE_FAILED.problem(
                        what + "; push a change, revert, or run keelstream retry " + target, null));
    }
}
