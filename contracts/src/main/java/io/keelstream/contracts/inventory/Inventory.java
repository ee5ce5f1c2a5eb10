package io.keelstream.contracts.inventory;

import io.keelstream.contracts.canary.TrialIdentity;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.DriftPolicy;
import io.keelstream.contracts.targets.Placement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a target's objects were when the applier last wrote them.
 *
 * <p>A release to another cluster than {@code placement} starts by moving {@code objects} into {@code previous}; if {@code
 * previous} has an entry of the new cluster, its objects become {@code objects} again.
 *
 * @param sequence counts this target's inventory writes, from 1
 * @param placement where the objects are
 * @param objects everything applied and not pruned
 * @param release the running release; null while none runs
 * @param applied which commits are applied
 * @param history what earlier releases left for later ones to know
 * @param previous objects left on another cluster after a move there, waiting for their removal; empty otherwise
 */
public record Inventory(
        long sequence,
        Placement placement,
        List<InventoryObject> objects,
        @Nullable RunningRelease release,
        Applied applied,
        History history,
        List<FormerCluster> previous) {

    public Inventory {
        objects = List.copyOf(objects);
        previous = List.copyOf(previous);
    }

    /** The inventory of a target before its first release. */
    public static Inventory empty(Placement placement) {
        return new Inventory(0, placement, List.of(), null, Applied.NOTHING, History.NONE, List.of());
    }

    /**
     * The release that runs now.
     *
     * @param deploymentId its id
     * @param planId the accepted plan
     * @param bundleDigest the bundle it leads to
     * @param degraded references of the objects that it does not change and that were degraded when it began
     * @param trial the trial that it runs, from its beginning; null without one, and for a rehearsal, with which no commit goes on
     */
    public record RunningRelease(
            String deploymentId,
            String planId,
            String bundleDigest,
            List<String> degraded,
            @Nullable TrialIdentity trial) {

        /** One without a trial. */
        public RunningRelease(String deploymentId, String planId, String bundleDigest, List<String> degraded) {
            this(deploymentId, planId, bundleDigest, degraded, null);
        }

        public RunningRelease {
            degraded = List.copyOf(degraded);
        }
    }

    /**
     * Which commits are applied.
     *
     * @param bundle digest of the bundle that is applied completely; null while none is
     * @param revision its commit, or the one before while a bundle is applied in part; null before the first
     * @param healthyRevision the last commit that ended healthy; null before the first
     * @param policy what the bundle that was applied completely last says about drift; null before the first, and in records of versions
     *     that do not say so. Versions that do not know it read over it
     */
    public record Applied(
            @Nullable String bundle,
            @Nullable Revision revision,
            @Nullable Revision healthyRevision,
            @Nullable DriftPolicy policy) {

        /** Nothing was ever applied. */
        public static final Applied NOTHING = new Applied(null, null, null);

        /** One of which nothing says what it says about drift. */
        public Applied(@Nullable String bundle, @Nullable Revision revision, @Nullable Revision healthyRevision) {
            this(bundle, revision, healthyRevision, null);
        }

        /** The same, with no bundle applied completely. */
        public Applied partly() {
            return new Applied(null, revision, healthyRevision, policy);
        }
    }

    /**
     * What earlier releases left for later ones to know.
     *
     * @param retry the bundle whose release failed last; null after a success
     * @param block what is not begun again although Git wants it; null where nothing is
     * @param healthyTrials trial digests that ended HEALTHY here, newest first, at most {@value #REMEMBERED}: they are not
     *     put on trial again
     * @param failed the bundle that failed last, and is not begun again because its objects did not become healthy; null without one
     * @param knownGood the bundles that ended HEALTHY here, newest first, at most {@value #KNOWN_GOOD}: what a rollback
     *     returns to
     * @param hooks what is known of the hooks of the last bundle; null before the first
     * @param back what a rollback has to know beside that; null where there is nothing
     */
    public record History(
            @Nullable Retry retry,
            @Nullable Block block,
            List<String> healthyTrials,
            @Nullable FailedBundle failed,
            List<KnownGood> knownGood,
            @Nullable Hooks hooks,
            @Nullable Back back) {

        /** How many healthy trial digests are kept. */
        public static final int REMEMBERED = 10;

        /** How many healthy bundles are kept. */
        public static final int KNOWN_GOOD = 3;

        /** Before the first release. */
        public static final History NONE = new History(null, null, List.of());

        public History {
            healthyTrials = List.copyOf(healthyTrials);
            knownGood = List.copyOf(knownGood);
        }

        /** One in which no bundle ended, neither well nor badly. */
        public History(@Nullable Retry retry, @Nullable Block block, List<String> healthyTrials) {
            this(retry, block, healthyTrials, null, List.of(), null, null);
        }

        /** The same after another failure, or after a success. */
        public History withRetry(@Nullable Retry other) {
            return new History(other, block, healthyTrials, failed, knownGood, hooks, back);
        }

        /** The same with another block, or with none. */
        public History withBlock(@Nullable Block other) {
            return new History(retry, other, healthyTrials, failed, knownGood, hooks, back);
        }

        /** The same with another bundle that is not begun again, or with none; of those that failed before it nothing changes. */
        public History withFailed(@Nullable FailedBundle other) {
            return new History(retry, block, healthyTrials, other, knownGood, hooks, back);
        }

        /** The same after another bundle failed. */
        public History failing(FailedBundle next) {
            return withFailed(next)
                    .withFailedBefore(failures().filter(each -> !each.bundle().equals(next.bundle())));
        }

        /** The same where every bundle may be begun again. */
        public History withoutFailures() {
            return withFailed(null).withFailedBefore(Stream.empty());
        }

        /** The same, with the bundle as the one that failed last, if it failed at all: what a person decides is about what Git wants. */
        public History facing(String bundle) {
            return failures()
                    .filter(each -> each.bundle().equals(bundle))
                    .findFirst()
                    .map(this::failing)
                    .orElse(this);
        }

        /** Why a bundle is not begun; null where it may be. */
        public @Nullable FailedBundle failure(String bundle) {
            return failures().filter(each -> each.blocks(bundle)).findFirst().orElse(null);
        }

        /** The bundle to go back to: the last that was healthy here and is not one that failed; null without one. */
        public @Nullable KnownGood wayBack() {
            return knownGood.stream()
                    .filter(each -> failures().noneMatch(one -> one.bundle().equals(each.bundle())))
                    .findFirst()
                    .orElse(null);
        }

        /** The bundles that failed, the last one first. */
        private Stream<FailedBundle> failures() {
            return Stream.concat(Stream.ofNullable(failed), failedBefore().stream());
        }

        private List<FailedBundle> failedBefore() {
            return back == null || back.failedBefore() == null ? List.of() : back.failedBefore();
        }

        private History withFailedBefore(Stream<FailedBundle> all) {
            List<FailedBundle> kept = all.limit(REMEMBERED).toList();
            return withBack(barrier(), backHooks(), kept.isEmpty() ? null : kept);
        }

        /** The same after this bundle ended HEALTHY, perhaps not for the first time. */
        public History knownGood(KnownGood bundle) {
            List<KnownGood> newest = new ArrayList<>();
            newest.add(bundle);
            knownGood.stream().filter(each -> !bundle.same(each)).forEach(newest::add);
            return new History(
                    retry,
                    block,
                    healthyTrials,
                    failed,
                    newest.subList(0, Math.min(KNOWN_GOOD, newest.size())),
                    hooks,
                    back);
        }

        /** What it is to go back to a bundle, by its digest; null where it was not healthy here lately. */
        public @Nullable Revert revertTo(String bundle) {
            if (knownGood.stream().noneMatch(each -> each.bundle().equals(bundle))) {
                return null;
            }
            return knownGood.getFirst().bundle().equals(bundle) ? Revert.LAST_HEALTHY : Revert.EARLIER_HEALTHY;
        }

        /** The same with what is known of hooks. */
        public History withHooks(@Nullable Hooks other) {
            return new History(retry, block, healthyTrials, failed, knownGood, other, back);
        }

        /** The same after a barrier was begun. */
        public History withBarrier(Barrier other) {
            return withBack(other, backHooks(), back == null ? null : back.failedBefore());
        }

        /** The same with what is known of the hooks of a rollback or a removal. */
        public History withBackHooks(@Nullable Hooks other) {
            return withBack(barrier(), other, back == null ? null : back.failedBefore());
        }

        /** What is known of the hooks of the rollback that is on its way, or of the removal; null without one that ran any. */
        public @Nullable Hooks backHooks() {
            return back == null ? null : back.hooks();
        }

        private @Nullable Barrier barrier() {
            return back == null ? null : back.barrier();
        }

        private History withBack(
                @Nullable Barrier begun, @Nullable Hooks ofBack, @Nullable List<FailedBundle> failedBefore) {
            boolean nothing = begun == null && ofBack == null && failedBefore == null;
            Back other = nothing ? null : new Back(begun, ofBack, failedBefore);
            return new History(retry, block, healthyTrials, failed, knownGood, hooks, other);
        }

        /**
         * The hook that failed a release, which is not begun again for it; null without one. That of a rollback or a removal comes
         * first: it is the later one.
         */
        public @Nullable Block failedHook() {
            Block ofBack = standing(backHooks());
            return ofBack == null ? standing(hooks) : ofBack;
        }

        /** The same where the hook that failed may run again. */
        public History hookRetried(String actor) {
            return standing(backHooks()) != null
                    ? withBackHooks(retried(backHooks(), actor))
                    : withHooks(retried(hooks, actor));
        }

        private static @Nullable Block standing(@Nullable Hooks of) {
            Block failed = of == null ? null : of.failed();
            return failed == null || failed.retriedBy() != null ? null : failed;
        }

        private static @Nullable Hooks retried(@Nullable Hooks of, String actor) {
            return of == null || of.failed() == null
                    ? of
                    : of.withFailed(of.failed().retried(actor));
        }

        /** The barrier that was begun after the bundle was healthy here; null without one. */
        public @Nullable Barrier barrier(KnownGood bundle) {
            Barrier last = barrier();
            return last == null || !bundle.at().isBefore(last.at()) ? null : last;
        }

        /**
         * The time of what is recorded here now. It is later than the time of everything that was recorded here before, whatever the
         * clock of the instance said that did so: which came first decides what a rollback may return to.
         */
        public Instant later(Instant now) {
            Barrier begun = barrier();
            Block hook = failedHook();
            List<Instant> before = new ArrayList<>();
            failures().forEach(each -> before.add(each.at()));
            knownGood.forEach(each -> before.add(each.at()));
            if (begun != null) {
                before.add(begun.at());
            }
            if (hook != null) {
                before.add(hook.at());
            }
            return before.stream()
                    .map(at -> at.plusMillis(1))
                    .filter(at -> at.isAfter(now))
                    .max(Comparator.naturalOrder())
                    .orElse(now);
        }

        /** The same after this trial digest ended HEALTHY: it is not blocked any more. What another one is blocked for stays. */
        public History healthy(String trialDigest) {
            List<String> newest = new ArrayList<>(List.of(trialDigest));
            healthyTrials.stream().filter(each -> !each.equals(trialDigest)).forEach(newest::add);
            Block left = block != null && block.trialDigest().equals(trialDigest) ? null : block;
            List<String> kept = newest.subList(0, Math.min(REMEMBERED, newest.size()));
            return new History(retry, left, kept, failed, knownGood, hooks, back);
        }
    }

    /**
     * A bundle that ended HEALTHY here.
     *
     * @param bundle its digest
     * @param revision its commit
     * @param at when it ended so last, by {@link History#later}
     */
    public record KnownGood(String bundle, Revision revision, Instant at) {

        /** Whether it is the same bundle. */
        public boolean same(KnownGood other) {
            return bundle.equals(other.bundle);
        }
    }

    /**
     * A bundle whose release failed because its objects did not become healthy, under a policy that does not try it again.
     * It is begun again when a person decides so. All are forgotten when a bundle of Git ends HEALTHY.
     *
     * @param deploymentId the release that failed
     * @param commit its commit
     * @param bundle its digest
     * @param cause why, for people
     * @param at when, by {@link History#later}
     * @param retriedBy who decided that it is tried again; null while it is not begun
     * @param rollback why the rollback that followed failed too, for people; null where none did
     */
    public record FailedBundle(
            String deploymentId,
            String commit,
            String bundle,
            String cause,
            Instant at,
            @Nullable String retriedBy,
            @Nullable String rollback) {

        /** The same after a person decided that it is tried again. */
        public FailedBundle retried(String actor) {
            return new FailedBundle(deploymentId, commit, bundle, cause, at, actor, rollback);
        }

        /** The same after the rollback failed too. */
        public FailedBundle notRolledBack(String why) {
            return new FailedBundle(deploymentId, commit, bundle, cause, at, retriedBy, why);
        }

        /** Whether a bundle is not begun because of it. */
        public boolean blocks(String digest) {
            return retriedBy == null && bundle.equals(digest);
        }
    }

    /**
     * What is known of the hooks of one bundle: none of them runs twice for it.
     *
     * @param bundle its digest
     * @param done digests of the hooks that need not run for it any more, by {@code RunHook.id}
     * @param failed the hook that failed, and with it the release: nothing is begun again before a person or Git says so; null
     *     where none did
     */
    public record Hooks(
            String bundle,
            Map<String, String> done,
            @Nullable Block failed) {

        public Hooks {
            done = Map.copyOf(done);
        }

        /** The same where the hook that failed may run again. */
        public Hooks withFailed(@Nullable Block other) {
            return new Hooks(bundle, done, other);
        }
    }

    /**
     * What a rollback has to know.
     *
     * @param barrier the barrier that was begun last; null before the first
     * @param hooks what is known of the hooks of the rollback that is on its way, or of the removal; null without one that ran any
     * @param failedBefore bundles that failed before {@code failed} did, newest first, at most {@value History#REMEMBERED}, and that
     *     are not begun again either; null without any, and in records
     *     of versions that remember one alone
     */
    public record Back(
            @Nullable Barrier barrier,
            @Nullable Hooks hooks,
            @Nullable List<FailedBundle> failedBefore) {

        public Back {
            failedBefore = failedBefore == null ? null : List.copyOf(failedBefore);
        }
    }

    /**
     * A hook that no rollback passes, unless a person says so: a bundle that was not healthy here since does not fit what the hook
     * did, e.g. the columns that it dropped.
     *
     * @param hook the hook as Git names it
     * @param commit the commit that it was run for
     * @param at when its object was created, by {@link History#later}; its end does not matter, since a part of it may be done
     */
    public record Barrier(String hook, String commit, Instant at) {}

    /**
     * What went wrong here and is not begun again, until Git changes the culprit, or a person decides so. It is lifted when
     * another version passes its trial here, or when this one ends HEALTHY all the same; a release of the version before,
     * whatever else it changes, does not lift it.
     *
     * @param deploymentId the release that went wrong
     * @param commit its commit
     * @param trialDigest the culprit
     * @param cause why, for people
     * @param at when
     * @param retriedBy who decided that it is tried again, which is a trial as any other; null while it is not begun
     * @param bundle the bundle whose canary went wrong: another one with the same culprit is begun when a person approves it; null
     *     where that is not known, as in records of older versions, and of a hook
     */
    public record Block(
            String deploymentId,
            String commit,
            String trialDigest,
            String cause,
            Instant at,
            @Nullable String retriedBy,
            @Nullable String bundle) {

        /** One that stands, for every bundle that has the culprit. */
        public Block(String deploymentId, String commit, String trialDigest, String cause, Instant at) {
            this(deploymentId, commit, trialDigest, cause, at, null, null);
        }

        /** The same after a person decided that it is tried again. */
        public Block retried(String actor) {
            return new Block(deploymentId, commit, trialDigest, cause, at, actor, bundle);
        }

        /** The same, where this bundle went wrong. */
        public Block of(String bundleDigest) {
            return new Block(deploymentId, commit, trialDigest, cause, at, retriedBy, bundleDigest);
        }

        /** Whether an approval is enough to begin a bundle that has the culprit: it is another one than the one that went wrong. */
        public boolean approvable(String bundleDigest) {
            return bundle != null && !bundle.equals(bundleDigest);
        }

        /** Whether a version is not begun because of it. */
        public boolean blocks(String digest) {
            return retriedBy == null && trialDigest.equals(digest);
        }
    }

    /**
     * A bundle whose release failed.
     *
     * @param bundle its digest
     * @param attempt failed tries of it
     * @param notBefore the next try is not planned earlier
     */
    public record Retry(String bundle, int attempt, Instant notBefore) {}

    /**
     * Objects that a target left behind when Git named another cluster for it.
     *
     * @param cluster the former cluster's name
     * @param clusterUid its uid
     * @param objects what is still there
     */
    public record FormerCluster(String cluster, @Nullable String clusterUid, List<InventoryObject> objects) {

        public FormerCluster {
            objects = List.copyOf(objects);
        }
    }

    /** Name of the cluster that has the objects. */
    public String cluster() {
        return placement.cluster();
    }

    /** Uid of that cluster; null before the first apply. */
    public @Nullable String clusterUid() {
        return placement.clusterUid();
    }

    /** Default namespace. */
    public String namespace() {
        return placement.namespace();
    }

    /** Digest of the bundle that is applied completely; null while none is. */
    public @Nullable String appliedBundle() {
        return applied.bundle();
    }

    /** The commit that is applied; null before the first. */
    public @Nullable Revision appliedRevision() {
        return applied.revision();
    }

    /** The last commit that ended healthy; null before the first. */
    public @Nullable Revision healthyRevision() {
        return applied.healthyRevision();
    }

    /**
     * What counts for drift: what the bundle says that is applied, not the one that Git wants and that may wait for an approval, a pin or a
     * retry.
     */
    public DriftPolicy driftPolicy(Desired desired) {
        return applied.policy() == null || desired.bundleDigest().equals(applied.bundle())
                ? DriftPolicy.of(desired.policy())
                : applied.policy();
    }

    /** Whether something else than what Git wants is applied, in part or completely, and stays, because that did not become healthy. */
    public boolean rolledBackFrom(Desired desired) {
        return history.failure(desired.bundleDigest()) != null
                && !desired.bundleDigest().equals(applied.bundle());
    }

    /** The bundle whose release failed last; null after a success. */
    public @Nullable Retry retry() {
        return history.retry();
    }

    /** The next write, with this release running, or none. */
    public Inventory next(@Nullable RunningRelease running) {
        return new Inventory(sequence + 1, placement, objects, running, applied, history, previous);
    }

    /** The same record, with this release running. */
    public Inventory withRelease(RunningRelease other) {
        return new Inventory(sequence, placement, objects, other, applied, history, previous);
    }

    /** The same in another place. */
    public Inventory withPlacement(Placement other) {
        return new Inventory(sequence, other, objects, release, applied, history, previous);
    }

    /** The same with other objects. */
    public Inventory withObjects(List<InventoryObject> other) {
        return new Inventory(sequence, placement, other, release, applied, history, previous);
    }

    /** The same with other commits applied. */
    public Inventory withApplied(Applied other) {
        return new Inventory(sequence, placement, objects, release, other, history, previous);
    }

    /** The same after another failure, or after a success. */
    public Inventory withRetry(@Nullable Retry other) {
        return new Inventory(sequence, placement, objects, release, applied, history.withRetry(other), previous);
    }

    /** The same with another history. */
    public Inventory withHistory(History other) {
        return new Inventory(sequence, placement, objects, release, applied, other, previous);
    }

    /** The same with other objects left behind. */
    public Inventory withPrevious(List<FormerCluster> other) {
        return new Inventory(sequence, placement, objects, release, applied, history, other);
    }
}
