package io.keelstream.planner.reconcile;

import io.keelstream.contracts.canary.TrialIdentity;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.planner.change.ChangeSet;
import io.keelstream.planner.change.Changes;
import io.keelstream.planner.change.Corrections;
import io.keelstream.planner.rollback.Effective;
import io.keelstream.planner.rollback.Pin;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the records of one target say has to be done. Pure. */
sealed interface Situation {

    /** Neither Git nor an inventory knows the target. */
    record Forgotten() implements Situation {}

    /** A release runs, or Git says nothing although something is applied: the planner is silent. */
    record Silent() implements Situation {}

    /**
     * A record cannot be used.
     *
     * @param table where it is
     * @param reason why
     */
    record Unreadable(String table, String reason) implements Situation {}

    /** The next try is not due yet. */
    record Waiting(Instant until) implements Situation {}

    /** Nothing differs. */
    record Settled(Inputs inputs, ChangeSet changes) implements Situation {}

    /** Nothing differs where the target is now; something is left where it was before. */
    record LeftElsewhere(Inputs inputs, Inventory.FormerCluster former) implements Situation {}

    /**
     * What Git wants is not begun.
     *
     * @param why why, and what ends that
     */
    record Held(Inputs inputs, Problem why) implements Situation {}

    /** Something differs, or the past is unknown: the cluster has to be asked. */
    record Different(Inputs inputs, ChangeSet changes) implements Situation {}

    /**
     * Nothing differs, and a person asks for a rehearsal.
     *
     * @param asked the rehearsal
     */
    record Rehearsed(Inputs inputs, ChangeSet changes, AskedRehearsal asked) implements Situation {}

    /** A release runs of another bundle than the one that the target is pinned to. */
    record Overruled(Inputs inputs) implements Situation {}

    /** A release runs that a pin was to end, and the pin ended before. */
    record Spared(Inputs inputs) implements Situation {}

    /**
     * What may take the place of what Git wants.
     *
     * @param pin where the target stays; null where it follows Git
     * @param kept the bundles that were healthy here
     */
    record Earlier(@Nullable Pin pin, Effective.Lookup kept) {

        private Effective of(String target, Desired desired, @Nullable Inventory inventory)
                throws InterruptedException {
            return Effective.of(target, desired, inventory, pin, kept);
        }
    }

    /** A trial runs, and Git has a newer commit. */
    record Newer(Inputs inputs, ChangeSet changes, TrialIdentity running) implements Situation {}

    /**
     * Finds out.
     *
     * @param records the target's records
     * @param uids uid of a cluster as it is known without asking; null while it is not
     * @param earlier what may take the place of what Git wants
     * @param now the time
     */
    static Situation of(TargetRecords records, Function<String, @Nullable String> uids, Earlier earlier, Instant now)
            throws InterruptedException {
        if (records.desired() == null) {
            return records.inventory() == null ? new Forgotten() : new Silent();
        }
        if (records.inventory() instanceof Entry.Unreadable<Inventory>(String key, String reason)) {
            return new Unreadable("inventory", reason);
        }
        Inventory inventory = records.inventory() instanceof Entry.Present<Inventory>(Received<Inventory> received)
                ? received.payload()
                : null;
        if (inventory != null && inventory.release() != null) {
            return running(records, inventory, inventory.release(), earlier, now);
        }
        return switch (records.desired()) {
            case Entry.Unreadable<Desired>(String key, String reason) -> new Unreadable("desired", reason);
            case Entry.Present<Desired>(Received<Desired> desired) ->
                checked(records, desired, inventory, uids, earlier, now);
        };
    }

    /**
     * A pin and a trial leave something to say while a release runs: what is pinned to another bundle ends, and a newer commit may
     * take a trial over, or has to wait. One that a pin holds takes nothing over.
     */
    private static Situation running(
            TargetRecords records, Inventory inventory, Inventory.RunningRelease release, Earlier earlier, Instant now)
            throws InterruptedException {
        Plan published = records.published();
        Plan order = published != null && endsRelease(published, inventory) ? published : null;
        if ((release.trial() == null && earlier.pin() == null && order == null)
                || RecordCheck.problem(inventory) != null
                || !(records.desired() instanceof Entry.Present<Desired>(Received<Desired> desired))
                || RecordCheck.problem(desired.payload()) != null
                || desired.payload().removed()
                || !desired.payload().cluster().equals(inventory.cluster())) {
            return new Silent();
        }
        Effective pinned = earlier.pin() == null
                ? new Effective.Git(desired.payload())
                : earlier.of(records.target(), desired.payload(), inventory);
        if (pinned instanceof Effective.Earlier
                && !pinned.bundle().bundleDigest().equals(release.bundleDigest())) {
            return new Overruled(
                    Inputs.of(records, desired, pinned, inventory, now).withoutCorrections());
        }
        if (release.trial() == null) {
            return order != null && order.answers(desired.payload())
                    ? new Spared(Inputs.of(
                                    records,
                                    desired,
                                    earlier.of(records.target(), desired.payload(), inventory),
                                    inventory,
                                    now)
                            .withoutCorrections())
                    : new Silent();
        }
        boolean runs =
                published != null && published.id().equals(release.planId()) && published.answers(desired.payload());
        Effective git = new Effective.Git(desired.payload());
        Inputs inputs = Inputs.of(records, desired, git, inventory, now).withoutCorrections();
        if (!runs && pinned instanceof Effective.Held(Desired _, Problem why)) {
            return new Held(inputs, why);
        }
        return runs
                ? new Silent()
                : new Newer(
                        inputs,
                        Changes.of(inputs.desired(), inputs.known().objects(), Corrections.NONE.references()),
                        release.trial());
    }

    /** Whether the applier reads a plan as the order to end the release that runs: it was made since then, and leads back to another bundle. */
    private static boolean endsRelease(Plan plan, Inventory inventory) {
        Inventory.RunningRelease release = inventory.release();
        return release != null
                && plan.trigger() == Plan.Trigger.ROLLBACK
                && !plan.id().equals(release.planId())
                && plan.inventorySequence() <= inventory.sequence()
                && !plan.bundleDigest().equals(release.bundleDigest());
    }

    private static Situation checked(
            TargetRecords records,
            Received<Desired> desired,
            @Nullable Inventory inventory,
            Function<String, @Nullable String> uids,
            Earlier earlier,
            Instant now)
            throws InterruptedException {
        String malformed = RecordCheck.problem(desired.payload());
        if (malformed != null) {
            return new Unreadable("desired", malformed);
        }
        String lost = inventory == null ? null : RecordCheck.problem(inventory);
        if (lost != null) {
            return new Unreadable("inventory", lost);
        }
        Effective effective = earlier.of(records.target(), desired.payload(), inventory);
        Inputs inputs = Inputs.of(records, desired, effective, inventory, now);
        if (effective instanceof Effective.Held(Desired _, Problem why)) {
            return new Held(inputs, why);
        }
        Instant due = inputs.notBefore();
        if (due != null && due.isAfter(now) && records.decisions().replan() == null) {
            return new Waiting(earlier(due, inputs.corrections().next()));
        }
        Situation found = differences(inputs, uids.apply(inputs.desired().cluster()));
        AskedRehearsal asked = records.rehearsal();
        return found instanceof Settled(Inputs _, ChangeSet changes)
                        && asked != null
                        && earlier.pin() == null
                        && rehearsable(inputs, asked, now)
                ? new Rehearsed(inputs, changes, asked)
                : found;
    }

    /** Whether what runs is what Git wants; a rehearsal that was honoured and did not begin in time is over. */
    private static boolean rehearsable(Inputs inputs, AskedRehearsal asked, Instant now) {
        return inputs.effective() instanceof Effective.Git
                && !inputs.desired().removed()
                && inputs.complete()
                && !(asked.honoured() && asked.made().expired(now));
    }

    private static Situation differences(Inputs inputs, @Nullable String uid) {
        Corrections corrections = inputs.corrections();
        ChangeSet changes = Changes.of(inputs.desired(), inputs.known().objects(), corrections.references());
        if (inputs.effective() instanceof Effective.Earlier(Desired _, Problem instead, var _)) {
            changes = changes.warning(instead);
        }
        if (!changes.isEmpty() || inputs.known().replacedBy(uid) || inputs.forgotten() || inputs.differsByHooks()) {
            return new Different(inputs, changes);
        }
        Inventory.FormerCluster former = inputs.toClear();
        return former == null ? new Settled(inputs, changes) : new LeftElsewhere(inputs, former);
    }

    private static Instant earlier(Instant one, @Nullable Instant other) {
        return other == null || one.isBefore(other) ? one : other;
    }
}
