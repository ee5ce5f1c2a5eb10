package io.keelstream.drift.reconcile;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.drift.assessment.DriftAssessment;
import io.keelstream.drift.live.ClusterWatch;
import io.keelstream.drift.reconcile.Records.Known;
import io.keelstream.drift.report.AssessedObject;
import io.keelstream.drift.report.DriftLedger;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.messaging.event.Received;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Detects the drift of one target: reads its records, looks at the objects that may have drifted, and writes what is new.
 * While a release of the target runs nothing is assessed; when it ends everything is. One call per target at a time;
 * thread-safe for different targets.
 */
final class TargetDetector {

    private static final Duration READ_AGAIN = Duration.ofSeconds(1);
    private static final Duration COVER_AGAIN = Duration.ofSeconds(5);

    private final String installation;
    private final Records records;
    private final Clusters clusters;
    private final DriftWriter writer;
    private final Clock clock;

    TargetDetector(String installation, Records records, Clusters clusters, DriftWriter writer, Clock clock) {
        this.installation = installation;
        this.records = records;
        this.clusters = clusters;
        this.writer = writer;
        this.clock = clock;
    }

    /** Readable? applied? settled? on a known cluster? Then: watch, inspect, report. */
    @Nullable
    Instant detect(String key, Candidates candidates) throws InterruptedException {
        Known known = records.of(key);
        if (!known.unreadable().isEmpty()) {
            candidates.forget();
            writer.blocked(key, known, known.unreadable(), clock.instant());
            return null;
        }
        Received<Inventory> applied = known.inventory();
        if (applied == null) {
            return gone(key, known);
        }
        Received<Desired> desired = known.desired();
        if (desired == null || applied.payload().release() != null) {
            candidates.forget();
            return null;
        }
        Inventory inventory = applied.payload();
        clusters.only(key, inventory.cluster());
        ClusterWatch cluster = clusters.get(inventory.cluster());
        if (cluster == null) {
            var problem = CoverageProblems.unknownCluster(inventory.cluster(), clusters.names());
            writer.blocked(key, known, List.of(problem), clock.instant());
            return null;
        }
        ClusterWatch.Coverage coverage = cluster.expect(key, references(inventory));
        String basis = basis(known);
        Bundle bundle = new Bundle(
                desired.payload(),
                new OwnerMark(installation, key),
                inventory.driftPolicy(desired.payload()),
                inventory.rolledBackFrom(desired.payload()));
        List<Finding> findings = new Inspection(cluster, coverage, bundle, clock)
                .of(
                        candidates.take(basis, inventory.objects()),
                        known.driftedObjects().keySet());
        if (!basis.equals(basis(records.of(key)))) {
            // The records changed while the cluster was read, so nothing that was found counts.
            candidates.forget();
            return clock.instant();
        }
        Instant again = report(key, known, inventory, findings, coverage, candidates);
        boolean covered = coverage.certain() && coverage.unserved().isEmpty();
        return covered ? again : earliest(again, clock.instant().plus(COVER_AGAIN));
    }

    /** Reports what is certain; the rest stays a candidate. Answers when to look again; null for no time. */
    private @Nullable Instant report(
            String key,
            Known known,
            Inventory inventory,
            List<Finding> findings,
            ClusterWatch.Coverage coverage,
            Candidates candidates) {
        Instant now = clock.instant();
        Map<String, DriftedObject> reported = known.driftedObjects();
        boolean released = known.reported().inventorySequence() != inventory.sequence();
        Instant again = null;
        List<AssessedObject> assessed = new ArrayList<>();
        for (Finding finding : findings) {
            String reference = finding.reference();
            DriftAssessment assessment = finding.assessment();
            if (assessment == null) {
                candidates.add(reference);
                again = earliest(again, now.plus(READ_AGAIN));
                continue;
            }
            Duration delay = OwnWrites.delay(assessment, finding.due(), reported.get(reference), released);
            if (!delay.isZero() && !candidates.stands(reference, now, delay)) {
                again = earliest(again, now.plus(delay));
                continue;
            }
            candidates.settled(reference);
            assessed.add(new AssessedObject(finding.applied(), assessment));
            if (assessment instanceof DriftAssessment.Held(Instant until)) {
                candidates.add(reference);
                again = earliest(again, until);
            }
        }
        DriftLedger.DriftStep step = writer.write(key, known, inventory, assessed, CoverageProblems.of(coverage), now);
        step.waiting().forEach(candidates::add);
        return step.waiting().isEmpty() ? again : earliest(again, now.plus(DriftLedger.QUIET));
    }

    private @Nullable Instant gone(String key, Known known) {
        clusters.only(key, null);
        if (known.drift() != null) {
            writer.close(key, known, clock.instant());
        }
        return null;
    }

    private static Set<ObjectReference> references(Inventory inventory) {
        return inventory.objects().stream()
                .map(object -> ObjectReference.parse(object.reference()))
                .collect(Collectors.toSet());
    }

    /** What a target is assessed by; another text for another inventory or bundle. */
    private static String basis(Known known) {
        return (known.inventory() == null ? "" : known.inventory().id()) + " "
                + (known.desired() == null ? "" : known.desired().id());
    }

    private static Instant earliest(@Nullable Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }
}
