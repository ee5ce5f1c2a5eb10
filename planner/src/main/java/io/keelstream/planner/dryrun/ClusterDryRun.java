package io.keelstream.planner.dryrun;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.diff.Masking;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.kubernetes.scale.ScaleTargets;
import io.keelstream.planner.change.ChangeSet;
import io.keelstream.planner.change.Changes;
import io.keelstream.planner.ownership.Adoption;
import io.keelstream.planner.ownership.OwnershipContext;
import io.keelstream.planner.ownership.PruneDecision;
import io.keelstream.planner.plan.Findings;
import io.keelstream.planner.plan.ObjectPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, on one cluster, everything that a plan of one target needs: all objects at once, on virtual threads, within
 * the bound that the cluster's view sets. Thread-safe.
 */
public final class ClusterDryRun {

    private final Adoption adoption;
    private final Masking masking;

    /**
     * @param adoption whose fields are folded into ours on adoption
     * @param masking hides secret values in field diffs
     */
    public ClusterDryRun(Adoption adoption, Masking masking) {
        this.adoption = adoption;
        this.masking = masking;
    }

    /**
     * One target on one cluster.
     *
     * @param own the target's mark
     * @param shard the target's partition
     * @param desired what Git says
     * @param applied what the inventory says of this cluster
     * @param appliedUid the uid of the cluster that the inventory was written for; null before the first release
     * @param recorded whether there is an inventory: without one, the cluster is asked what carries our mark
     */
    public record PlanRequest(
            OwnerMark own,
            int shard,
            Desired desired,
            List<InventoryObject> applied,
            @Nullable String appliedUid,
            boolean recorded) {

        public PlanRequest {
            applied = List.copyOf(applied);
        }
    }

    /** Surveys a bundle's cluster. */
    public DryRunResult dryRun(ClusterView cluster, PlanRequest question, Instant now) throws InterruptedException {
        try {
            String uid = uid(cluster);
            boolean replaced = question.appliedUid() != null
                    && !question.applied().isEmpty()
                    && !question.appliedUid().equals(uid);
            ChangeSet changes = replaced
                    ? Changes.afterReplacement(question.desired(), question.applied())
                    : Changes.of(question.desired(), question.applied());
            return new DryRunResult.Complete(findings(cluster, question, changes, uid, replaced, now));
        } catch (TransientFailure e) {
            cluster.suspect();
            return new DryRunResult.Unreachable(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Surveys what a target left behind on a former cluster. A cluster rebuilt since holds nothing of ours, and one that
     * was only renamed holds what is current: in both cases nothing is deleted.
     *
     * @param currentUid uid of the cluster that the target lives on now
     */
    public DryRunResult dryRunFormer(
            ClusterView cluster, PlanRequest question, @Nullable String currentUid, Instant now)
            throws InterruptedException {
        try {
            String uid = uid(cluster);
            boolean gone = uid.equals(currentUid)
                    || (question.appliedUid() != null && !question.appliedUid().equals(uid));
            ChangeSet changes = new ChangeSet(
                    List.of(),
                    gone ? List.of() : question.applied(),
                    gone ? question.applied() : List.of(),
                    0,
                    List.of());
            return new DryRunResult.Complete(findings(cluster, question, changes, uid, false, now));
        } catch (TransientFailure e) {
            cluster.suspect();
            return new DryRunResult.Unreachable(String.valueOf(e.getMessage()));
        }
    }

    private static String uid(ClusterView cluster) throws InterruptedException {
        if (cluster.downSince() != null) {
            throw new TransientFailure("the API server does not answer");
        }
        if (!cluster.awaitKnown()) {
            throw new TransientFailure("the API server did not list namespaces, config maps and autoscalers in time");
        }
        String uid = cluster.uid();
        if (uid == null || uid.isEmpty()) {
            throw new TransientFailure("the cluster has no namespace kube-system yet");
        }
        return uid;
    }

    private Findings findings(
            ClusterView cluster, PlanRequest question, ChangeSet changes, String uid, boolean replaced, Instant now)
            throws InterruptedException {
        Desired desired = question.desired();
        ScaleTargets bundled = ScaleTargets.in(
                desired.objects().stream()
                        .map(each -> new Manifest(each.body()))
                        .toList(),
                desired.namespace());
        OwnershipContext view = new OwnershipContext(
                question.own(), desired.policy(), adoption, bundled.and(cluster.scaled()), masking, now);
        Resolution resolution = new Resolution(cluster, desired, question.own(), question.shard(), changes.changed());
        ObjectDryRun objects = new ObjectDryRun(cluster, view, new PlannedChanges(resolution.resolved));
        List<Callable<ObjectPlan>> objectPlans = new ArrayList<>();
        resolution.resolved.forEach(each -> objectPlans.add(() -> objects.of(each)));
        List<Callable<PruneDecision>> pruneDecisions = new ArrayList<>();
        changes.leaving().forEach(each -> pruneDecisions.add(() -> pruneDecision(cluster, each, view)));
        List<Callable<PruneDecision>> unrecordedObjects = new ArrayList<>();
        leftBehind(cluster, question).forEach(each -> unrecordedObjects.add(() -> pruneDecision(cluster, each, view)));
        List<Problem> warnings = new ArrayList<>(changes.warnings());
        warnings.addAll(resolution.warnings);
        if (replaced) {
            warnings.add(Reason.CLUSTER_REPLACED.problem(
                    "cluster " + cluster.client().name() + " is another one under the same name (uid " + uid
                            + ", before " + question.appliedUid()
                            + "): everything is applied again, nothing is deleted",
                    null));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ObjectPlan>> asked = submit(threads, objectPlans);
            List<Future<PruneDecision>> said = submit(threads, pruneDecisions);
            List<Future<PruneDecision>> unrecorded = submit(threads, unrecordedObjects);
            return new Findings(
                    uid,
                    resolution.namespaceToCreate(),
                    results(asked, threads),
                    results(said, threads),
                    ours(results(unrecorded, threads)),
                    changes.released(),
                    changes.unchanged(),
                    resolution.failures,
                    cluster.stopped(),
                    warnings);
        }
    }

    /** What carries the target's mark although neither Git nor a record knows it. */
    private static List<InventoryObject> leftBehind(ClusterView cluster, PlanRequest question)
            throws InterruptedException {
        return question.recorded()
                ? List.of()
                : Changes.of(question.desired(), cluster.marked().of(question.own()))
                        .leaving();
    }

    /** Those that are ours beyond doubt; a hold changes nothing, since nothing happens to them without a person's word. */
    private static List<PruneDecision.Delete> ours(List<PruneDecision> pruneDecisions) {
        List<PruneDecision.Delete> ours = new ArrayList<>();
        for (PruneDecision pruneDecision : pruneDecisions) {
            switch (pruneDecision) {
                case PruneDecision.Delete delete -> ours.add(delete);
                case PruneDecision.Held held -> ours.add(new PruneDecision.Delete(held.object(), uid(held.object())));
                case PruneDecision.Release release -> {}
            }
        }
        return ours;
    }

    private static String uid(InventoryObject object) {
        return object.uid() == null ? "" : object.uid();
    }

    private static PruneDecision pruneDecision(ClusterView cluster, InventoryObject object, OwnershipContext view) {
        ObjectReference reference = ObjectReference.parse(object.reference());
        Manifest live = Answers.liveOrNull(cluster.call(() -> cluster.client().getMetadata(reference)));
        return PruneDecision.of(object, live, view);
    }

    private static <T> List<Future<T>> submit(ExecutorService threads, List<Callable<T>> tasks) {
        List<Future<T>> futures = new ArrayList<>();
        tasks.forEach(task -> futures.add(threads.submit(task)));
        return futures;
    }

    private static <T> List<T> results(List<Future<T>> futures, ExecutorService threads) throws InterruptedException {
        List<T> results = new ArrayList<>();
        try {
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            threads.shutdownNow();
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            threads.shutdownNow();
            throw e;
        }
    }
}
