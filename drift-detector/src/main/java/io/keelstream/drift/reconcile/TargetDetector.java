package io.keelstream.drift.reconcile;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.drift.judge.DriftAssessment;
import io.keelstream.drift.live.ClusterWatch;
import io.keelstream.drift.reconcile.Records.Known;
import io.keelstream.drift.report.DriftLedger;
import io.keelstream.drift.report.Judgement;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.messaging.event.Received;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges one target: reads its records, looks at the objects that may have drifted, and writes what is new. While a release
 * of the target runs nothing is judged; when it ends everything is. One call per target at a time; thread-safe for different
 * targets.
 */
final class TargetDetector {

    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
    private static final Duration SERVED_AGAIN = Duration.ofSeconds(5);

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

    /** When the target has to be looked at again without news; null when only news matter. */
    @Nullable
    Instant judge(String key, Candidates candidates) throws InterruptedException {
        Known known = records.of(key);
        if (!known.unreadable().isEmpty()) {
            candidates.forget();
            writer.trouble(key, known, known.unreadable(), clock.instant());
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
            writer.trouble(key, known, List.of(unknown(inventory.cluster())), clock.instant());
            return null;
        }
        ClusterWatch.Coverage coverage = cluster.expect(key, references(inventory));
        String basis = basis(known);
        Bundle bundle = new Bundle(desired.payload(), new OwnerMark(installation, key));
        List<Finding> findings =
                new Inspection(cluster, coverage, bundle, clock).of(candidates.take(basis, inventory.objects()));
        if (!basis.equals(basis(records.of(key)))) {
            // The records changed while the cluster was asked, so nothing that was found counts.
            candidates.forget();
            return clock.instant();
        }
        Instant again = tell(key, known, inventory, findings, coverage, candidates);
        boolean ask = !coverage.certain() || !coverage.unserved().isEmpty();
        return ask ? earliest(again, clock.instant().plus(SERVED_AGAIN)) : again;
    }

    private @Nullable Instant tell(
            String key,
            Known known,
            Inventory inventory,
            List<Finding> findings,
            ClusterWatch.Coverage coverage,
            Candidates candidates) {
        Instant now = clock.instant();
        Map<String, DriftedObject> told = known.told().objects().stream()
                .collect(Collectors.toMap(DriftedObject::reference, Function.identity()));
        boolean released = known.told().inventorySequence() != inventory.sequence();
        Instant again = null;
        List<Judgement> judged = new ArrayList<>();
        for (Finding finding : findings) {
            String reference = finding.reference();
            DriftAssessment assessment = finding.assessment();
            if (assessment == null) {
                candidates.add(reference);
                again = earliest(again, now.plus(ASK_AGAIN));
                continue;
            }
            Duration pause = ownDoing(assessment, finding.due(), told.get(reference), released);
            if (!pause.isZero() && !candidates.stands(reference, now, pause)) {
                again = earliest(again, now.plus(pause));
            } else {
                candidates.settled(reference);
                judged.add(new Judgement(finding.applied(), assessment));
                if (assessment instanceof DriftAssessment.Held(Instant until)) {
                    candidates.add(reference);
                    again = earliest(again, until);
                }
            }
        }
        DriftLedger.DriftStep step = writer.write(key, known, inventory, judged, problems(coverage), now);
        step.waiting().forEach(candidates::add);
        return step.waiting().isEmpty() ? again : earliest(again, now.plus(DriftLedger.QUIET));
    }

    /**
     * For how long the record of a release is waited for, because our own applier may have done it; zero where it cannot.
     *
     * @param due whether Git wants something else than what was applied
     * @param known the drift as it was told; null for none
     * @param released whether a release is known since that was told
     */
    private static Duration ownDoing(
            DriftAssessment assessment, boolean due, @Nullable DriftedObject known, boolean released) {
        return switch (assessment) {
            case DriftAssessment.Drifted drift ->
                known == null && !drift.foreign() ? Candidates.OWN_DOING : Duration.ZERO;
            case DriftAssessment.Clean clean -> known == null || released ? Duration.ZERO : ownEnd(due, known);
            case DriftAssessment.Excluded excluded -> Duration.ZERO;
            case DriftAssessment.Held held -> Duration.ZERO;
            case DriftAssessment.Unsettled unsettled -> Duration.ZERO;
        };
    }

    private static Duration ownEnd(boolean due, DriftedObject known) {
        if (due) {
            return Candidates.OWN_RELEASE;
        }
        return known.policy() == TargetPolicy.Drift.CORRECT ? Candidates.OWN_CORRECTION : Duration.ZERO;
    }

    private @Nullable Instant gone(String key, Known known) {
        clusters.only(key, null);
        if (known.drift() != null) {
            writer.close(key, known, clock.instant());
        }
        return null;
    }

    private Problem unknown(String cluster) {
        return Reason.UNKNOWN_CLUSTER.problem(
                "the detector has no cluster '" + cluster + "'; it has " + clusters.names()
                        + ": add it to keelstream.clusters",
                null);
    }

    private static List<Problem> problems(ClusterWatch.Coverage coverage) {
        Stream<Problem> unserved = coverage.unserved().stream()
                .map(kind -> Reason.KIND_NOT_SERVED.problem(
                        "the cluster does not serve " + kind + ": its objects are gone until its definition is back",
                        kind.toString()));
        Stream<Problem> unreadable = coverage.unreadable().entrySet().stream()
                .map(kind -> Reason.KIND_NOT_READABLE.problem(
                        "drift of " + kind.getKey() + " is not seen until the drift-detector may list and watch it"
                                + " (deploy/kubernetes/README.md says how): " + kind.getValue(),
                        kind.getKey().toString()));
        return Stream.concat(unserved, unreadable)
                .sorted(Comparator.comparing(Problem::message))
                .toList();
    }

    private static Set<ObjectReference> references(Inventory inventory) {
        return inventory.objects().stream()
                .map(object -> ObjectReference.parse(object.reference()))
                .collect(Collectors.toSet());
    }

    /** What a target is judged by; another text for another inventory or bundle. */
    private static String basis(Known known) {
        return (known.inventory() == null ? "" : known.inventory().id()) + " "
                + (known.desired() == null ? "" : known.desired().id());
    }

    private static Instant earliest(@Nullable Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }
}
