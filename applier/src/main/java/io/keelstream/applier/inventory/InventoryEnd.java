package io.keelstream.applier.inventory;

import io.keelstream.applier.release.Passing;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState.Finished;
import io.keelstream.applier.release.Results;
import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.Applied;
import io.keelstream.contracts.inventory.Inventory.FormerCluster;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.retry.Backoff;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.DriftPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The inventory when a release ends, and when there is nothing to release. Pure. */
public final class InventoryEnd {

    private InventoryEnd() {}

    /**
     * The inventory after the release.
     *
     * @param running its last record while the release ran
     * @param results what was done since
     * @param now the end of the release
     */
    public static Inventory of(Inventory running, Finished finished, Results results, Instant now) {
        Release release = finished.release();
        Plan plan = release.plan();
        Inventory recorded = InventoryProgress.with(running, release, results);
        if (plan.rehearses()) {
            // Nothing was released, so nothing is known of the version that was not known before.
            return recorded.next(null);
        }
        boolean complete = finished.outcome() != Outcome.ROLLED_BACK
                && !FormerClusters.clears(running, release)
                && InventoryProgress.complete(recorded, release, results);
        boolean healthy = finished.outcome() == Outcome.HEALTHY;
        Applied applied = applied(plan, healthy ? plan.revision() : running.healthyRevision());
        return recorded.withApplied(complete ? applied : left(recorded, release, results))
                .withHistory(history(recorded.history(), finished, complete, now))
                .next(null);
    }

    private static Applied applied(Plan plan, @Nullable Revision healthy) {
        return new Applied(
                plan.bundleDigest(),
                plan.revision(),
                healthy,
                DriftPolicy.of(plan.bundle().policy()));
    }

    /** What is applied after a release that did not do everything: no bundle completely any more, if it changed anything. */
    private static Applied left(Inventory recorded, Release release, Results results) {
        Plan plan = release.plan();
        boolean another = plan.mode() == Plan.Mode.APPLY && !plan.bundleDigest().equals(recorded.appliedBundle());
        return another && InventoryProgress.touched(recorded, release, results)
                ? recorded.applied().partly()
                : recorded.applied();
    }

    /**
     * A trial digest that was released completely and ended healthy is not put on trial again. One that was rolled back is not
     * begun again, unless the cause was none of its own, until another version has passed its trial.
     */
    private static Inventory.History history(
            Inventory.History before, Finished finished, boolean complete, Instant now) {
        Release release = finished.release();
        CanaryPlan canary = release.plan().work().canary();
        boolean again = finished.outcome() == Outcome.FAILED && !HookHistory.failed(finished);
        Inventory.History hooks =
                HookHistory.ended(before, finished, complete, now).withRetry(again ? retry(release, now) : null);
        Inventory.History retried = BundleHistory.of(hooks, finished, complete, now);
        if (canary == null) {
            return retried;
        }
        return switch (finished.outcome()) {
            case HEALTHY -> {
                Inventory.History left = canary.trial() == null ? retried : retried.withBlock(null);
                yield complete ? left.healthy(canary.digest()) : retried;
            }
            case ROLLED_BACK ->
                passing(finished)
                        ? retried
                        : retried.withBlock(new Inventory.Block(
                                        release.deploymentId(),
                                        release.plan().revision().commit(),
                                        canary.digest(),
                                        cause(finished),
                                        now)
                                .of(release.plan().bundleDigest()));
            case DEGRADED, FAILED, REHEARSED, SUPERSEDED, REMOVED, UNKNOWN -> retried;
        };
    }

    private static boolean passing(Finished finished) {
        return !finished.problems().isEmpty() && Passing.is(finished.problems().getFirst());
    }

    private static String cause(Finished finished) {
        return finished.problems().isEmpty()
                ? "it was rolled back"
                : finished.problems().getFirst().message();
    }

    private static Inventory.Retry retry(Release release, Instant now) {
        int attempt = release.plan().attempt() + 1;
        Instant notBefore = Backoff.TARGET.next(attempt, release.target().toString(), now);
        return new Inventory.Retry(release.plan().bundleDigest(), attempt, notBefore);
    }

    /**
     * The inventory of a bundle that needed no write: it is applied as it is. It is healthy if what was applied before was: no
     * release looked at it since.
     */
    public static Inventory unchanged(Inventory before, Plan plan, Instant now) {
        boolean healthy = Objects.equals(before.appliedRevision(), before.healthyRevision());
        Inventory.History history = HookHistory.applied(before.history().withRetry(null), plan);
        return before.withObjects(before.objects().stream()
                        .map(object -> object.beside(plan.bundleDigest()))
                        .toList())
                .withApplied(applied(plan, healthy ? plan.revision() : before.healthyRevision()))
                .withHistory(healthy ? healthy(history, plan, now) : history)
                .next(null);
    }

    private static Inventory.History healthy(Inventory.History before, Plan plan, Instant now) {
        CanaryPlan canary = plan.work().canary();
        Inventory.History known = BundleHistory.known(before, plan, now);
        return canary == null ? known : known.healthy(canary.digest());
    }

    /** The inventory after a release of which nothing is certain: everything is dirty, nothing runs. */
    public static Inventory doubted(Inventory running) {
        return running.withObjects(
                        running.objects().stream().map(InventoryObject::asDirty).toList())
                .withApplied(running.applied().partly())
                .withRetry(null)
                .next(null);
    }

    /** The inventory without what says which fields are ours, which is most of its size: drift is not judged without it. */
    public static Inventory withoutFields(Inventory inventory) {
        return inventory
                .withObjects(withoutFields(inventory.objects()))
                .withPrevious(inventory.previous().stream()
                        .map(place ->
                                new FormerCluster(place.cluster(), place.clusterUid(), withoutFields(place.objects())))
                        .toList());
    }

    private static List<InventoryObject> withoutFields(List<InventoryObject> objects) {
        return objects.stream().map(InventoryObject::withoutFields).toList();
    }
}
