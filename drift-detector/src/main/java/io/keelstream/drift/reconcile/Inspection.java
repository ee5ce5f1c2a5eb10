package io.keelstream.drift.reconcile;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.drift.assessment.DriftAssessment;
import io.keelstream.drift.assessment.DriftAssessor;
import io.keelstream.drift.assessment.Expected;
import io.keelstream.drift.assessment.Live;
import io.keelstream.drift.live.ClusterWatch;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the candidates of one target. What the watch shows to be untouched costs nothing; each of the others one read, so
 * that the assessment rests on what is live now and not on an event that is older than the inventory.
 */
final class Inspection {

    private final ClusterWatch cluster;
    private final ClusterWatch.Coverage coverage;
    private final Bundle bundle;
    private final Clock clock;

    Inspection(ClusterWatch cluster, ClusterWatch.Coverage coverage, Bundle bundle, Clock clock) {
        this.cluster = cluster;
        this.coverage = coverage;
        this.bundle = bundle;
        this.clock = clock;
    }

    /**
     * The findings on these objects; of an object whose kind is still being listed there is none.
     *
     * <p>What the watch shows may be older than what was last read, so it never ends a drift: an object whose drift is
     * reported is read.
     *
     * @param reported references of the objects whose drift is reported
     */
    List<Finding> of(List<InventoryObject> candidates, Set<String> reported) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        List<Future<Finding>> reads = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (InventoryObject candidate : candidates) {
                ObjectReference reference = ObjectReference.parse(candidate.reference());
                if (!reported.contains(candidate.reference()) && cluster.untouched(reference, candidate)) {
                    findings.add(finding(reference, candidate, untouched(reference, candidate)));
                } else if (cluster.complete(reference) || coverage.unserved().contains(reference.groupKind())) {
                    reads.add(threads.submit(() -> finding(reference, candidate, assessment(reference, candidate))));
                }
            }
            for (Future<Finding> read : reads) {
                findings.add(read.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("an object could not be assessed", e.getCause());
        }
        return findings;
    }

    private Finding finding(ObjectReference reference, InventoryObject applied, @Nullable DriftAssessment assessment) {
        return new Finding(applied, assessment, bundle.due(reference, applied));
    }

    private DriftAssessment untouched(ObjectReference reference, InventoryObject applied) {
        Expected expected = bundle.expected(reference, applied, false, null);
        return expected == null || (bundle.knowsRules(reference, applied) && DriftAssessor.exempt(expected))
                ? new DriftAssessment.Excluded()
                : new DriftAssessment.Clean();
    }

    private @Nullable DriftAssessment assessment(ObjectReference reference, InventoryObject applied)
            throws InterruptedException {
        boolean scaled = cluster.scaled(reference);
        Expected expected = bundle.expected(reference, applied, scaled, null);
        if (expected == null || (bundle.knowsRules(reference, applied) && DriftAssessor.exempt(expected))) {
            return new DriftAssessment.Excluded();
        }
        return switch (cluster.read(reference)) {
            case ApiResult.Ok<Live>(Live live) -> {
                Manifest object = live instanceof Live.Present present ? present.object() : null;
                Expected certain = Objects.requireNonNull(bundle.expected(reference, applied, scaled, object));
                yield DriftAssessor.assess(certain, live, clock.instant());
            }
            case ApiResult.Failed<Live> failed -> null;
        };
    }
}
