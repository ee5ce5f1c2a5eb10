package io.keelstream.planner.dryrun;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.kubernetes.diff.Masking;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.scale.ScaleTargets;
import io.keelstream.planner.change.ChangeSet;
import io.keelstream.planner.change.Changes;
import io.keelstream.planner.cluster.Answers;
import io.keelstream.planner.cluster.ClusterView;
import io.keelstream.planner.cluster.TransientFailure;
import io.keelstream.planner.ownership.Adoption;
import io.keelstream.planner.ownership.OwnershipContext;
import io.keelstream.planner.ownership.PruneDecision;
import io.keelstream.planner.plan.Findings;
import io.keelstream.planner.plan.HookActions;
import io.keelstream.planner.plan.ObjectPlan;
import io.keelstream.planner.plan.PlanRequest;
import io.keelstream.planner.resolve.Resolution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
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
     * Asks a bundle's cluster. One that was rebuilt under its old name gets everything again, and nothing is deleted.
     *
     * @param request what the records say
     * @param now the time
     */
    public DryRunResult dryRun(ClusterView cluster, PlanRequest request, Instant now) throws InterruptedException {
        return asking(cluster, now, uid -> {
            PlanRequest certain =
                    request.known().replacedBy(uid) ? request.rebuilt(afterReplacement(request, uid)) : request;
            return new DryRunResult.Complete(certain, findings(forTarget(cluster, certain), certain, uid, now));
        });
    }

    /** A target that Git does not know has no namespace, and nothing is asked about it but who owns what is left. */
    private static ClusterView forTarget(ClusterView cluster, PlanRequest request) {
        String namespace = request.desired().namespace();
        return namespace.isEmpty() ? cluster : cluster.onBehalfOf(namespace);
    }

    /** Asks a cluster of which the identity is known. */
    @FunctionalInterface
    private interface Question {
        DryRunResult ask(String uid) throws InterruptedException;
    }

    private static DryRunResult asking(ClusterView cluster, Instant now, Question question)
            throws InterruptedException {
        try {
            return cluster.known() ? question.ask(cluster.identity()) : new DryRunResult.NotKnown();
        } catch (TransientFailure e) {
            Instant down = cluster.downSince();
            if (e.away()) {
                cluster.suspect();
            }
            return new DryRunResult.Unanswered(
                    e.problem(cluster.client().name(), null),
                    !e.away() ? null : down != null && down.isBefore(now) ? down : now);
        }
    }

    private static ChangeSet afterReplacement(PlanRequest request, String uid) {
        return Changes.afterReplacement(request.desired(), request.known().objects())
                .warning(Reason.CLUSTER_REPLACED.problem(
                        "cluster " + request.cluster() + " was rebuilt under the same name (uid " + uid + ", before "
                                + request.known().clusterUid()
                                + "): everything is applied again, nothing is deleted",
                        null));
    }

    /**
     * Asks a former cluster about what a target left behind there. A cluster rebuilt since has nothing of ours, and one that
     * was only renamed has what is current: in both cases nothing is deleted.
     *
     * @param currentUid uid of the cluster that the target lives on now
     */
    public DryRunResult dryRunFormer(ClusterView cluster, PlanRequest request, @Nullable String currentUid, Instant now)
            throws InterruptedException {
        return asking(cluster, now, uid -> {
            List<InventoryObject> left = request.known().objects();
            boolean gone = uid.equals(currentUid) || request.known().replacedBy(uid);
            ChangeSet changes =
                    new ChangeSet(List.of(), gone ? List.of() : left, gone ? left : List.of(), 0, List.of());
            PlanRequest certain = request.with(changes);
            return new DryRunResult.Complete(certain, findings(forTarget(cluster, certain), certain, uid, now));
        });
    }

    private Findings findings(ClusterView cluster, PlanRequest request, String uid, Instant now)
            throws InterruptedException {
        Desired desired = request.desired();
        ChangeSet changes = request.changes();
        ScaleTargets bundled = ScaleTargets.in(
                desired.objects().stream()
                        .map(each -> new Manifest(each.body()))
                        .toList(),
                desired.namespace());
        OwnershipContext view = new OwnershipContext(
                request.own(),
                desired.policy(),
                desired.tenants(),
                adoption,
                bundled.and(cluster.scaled()),
                masking,
                now);
        Resolution resolution = Resolution.of(cluster, request);
        ObjectDryRun objects = new ObjectDryRun(cluster, view, new PlannedChanges(resolution.resolved()));
        List<Callable<ObjectPlan>> objectPlans = new ArrayList<>();
        resolution.resolved().forEach(each -> objectPlans.add(() -> objects.of(each)));
        List<Callable<PruneDecision>> pruneDecisions = new ArrayList<>();
        changes.leaving().forEach(each -> pruneDecisions.add(() -> pruneDecision(cluster, each, view)));
        List<Callable<PruneDecision>> unrecordedObjects = new ArrayList<>();
        leftBehind(cluster, request).forEach(each -> unrecordedObjects.add(() -> pruneDecision(cluster, each, view)));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ObjectPlan>> asked = submit(threads, objectPlans);
            List<Future<PruneDecision>> said = submit(threads, pruneDecisions);
            List<Future<PruneDecision>> unrecorded = submit(threads, unrecordedObjects);
            List<ObjectPlan> plans = results(asked, threads);
            List<PruneDecision> undecided = results(unrecorded, threads);
            return new Findings(
                    new Findings.Cluster(uid, cluster.stopped(), resolution.namespaceToCreate()),
                    new CanaryDryRun(cluster, view).of(request, plans),
                    plans,
                    Stream.concat(
                                    results(said, threads).stream(),
                                    undecided.stream().filter(PruneDecision.Unanswered.class::isInstance))
                            .toList(),
                    ours(undecided),
                    Stream.concat(
                                    resolution.failures().stream(),
                                    new HookDryRun(cluster, resolution)
                                            .refusals(request, HookActions.first(request, plans)).stream())
                            .toList(),
                    resolution.warnings());
        }
    }

    /** What carries the target's mark although neither Git nor a record knows it. */
    private static List<InventoryObject> leftBehind(ClusterView cluster, PlanRequest request)
            throws InterruptedException {
        return request.known().recorded()
                ? List.of()
                : Changes.leaving(request.desired(), cluster.marked().of(request.own()));
    }

    /** Those that are ours beyond doubt; a hold changes nothing, since nothing happens to them without approval. */
    private static List<PruneDecision.Delete> ours(List<PruneDecision> pruneDecisions) {
        List<PruneDecision.Delete> ours = new ArrayList<>();
        for (PruneDecision pruneDecision : pruneDecisions) {
            switch (pruneDecision) {
                case PruneDecision.Delete delete -> ours.add(delete);
                case PruneDecision.Held held -> ours.add(new PruneDecision.Delete(held.object(), uid(held.object())));
                case PruneDecision.Release _, PruneDecision.Unanswered _ -> {}
            }
        }
        return ours;
    }

    private static String uid(InventoryObject object) {
        return object.uid() == null ? "" : object.uid();
    }

    private static PruneDecision pruneDecision(ClusterView cluster, InventoryObject object, OwnershipContext view) {
        ObjectReference reference = ObjectReference.parse(object.reference());
        try {
            Manifest live = Answers.liveOrNull(cluster.client().getMetadata(reference));
            return PruneDecision.of(object, live, view);
        } catch (TransientFailure failure) {
            if (!failure.aboutObject()) {
                throw failure;
            }
            return new PruneDecision.Unanswered(
                    object, failure.problem(cluster.client().name(), object.reference()));
        }
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
