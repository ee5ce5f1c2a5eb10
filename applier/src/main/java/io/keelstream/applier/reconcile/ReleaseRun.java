package io.keelstream.applier.reconcile;

import io.keelstream.applier.decision.Pause;
import io.keelstream.applier.inventory.InventoryStart;
import io.keelstream.applier.journal.ReleaseJournal;
import io.keelstream.applier.journal.ReleaseSpan;
import io.keelstream.applier.journal.TransitionWriter;
import io.keelstream.applier.live.ClusterAccess;
import io.keelstream.applier.notice.Notice;
import io.keelstream.applier.phase.Directive;
import io.keelstream.applier.phase.Orders;
import io.keelstream.applier.phase.Pass;
import io.keelstream.applier.phase.ReleaseContext;
import io.keelstream.applier.phase.ReleaseLoop;
import io.keelstream.applier.phase.Signal;
import io.keelstream.applier.phase.Untouched;
import io.keelstream.applier.record.Known;
import io.keelstream.applier.record.Records;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.report.ReadModel;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.OwnedPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs releases on their clusters, as far as they go now: to their end, or to a wait that takes long. Thread-safe; one run at
 * a time per target.
 */
final class ReleaseRun {

    /** How long a release waits for the watches of a process that has just started to show what it does not change. */
    private static final Duration UNSEEN = Duration.ofSeconds(3);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final OwnedPartition partition;
    private final Records records;
    private final ApplierContext shared;
    private final TransitionWriter transitions;
    private final Start start;
    private final End end;

    /** Since when releases wait for that, by target. */
    private final Map<String, Instant> unseen = new ConcurrentHashMap<>();

    ReleaseRun(
            OwnedPartition partition,
            Records records,
            ApplierContext shared,
            TransitionWriter transitions,
            ReadModel readModel) {
        this.partition = partition;
        this.records = records;
        this.shared = shared;
        this.transitions = transitions;
        this.start = new Start(transitions, readModel, shared.telemetry().meters(), shared.clock());
        this.end = new End(transitions, readModel, shared);
    }

    /**
     * Accepts the release's plan and runs it, once it is known how the objects are that it does not change.
     *
     * @param signal raised on every change of the target
     * @return when to look again, where nothing changes before; null when it has ended
     */
    @Nullable
    Instant start(Known known, Release release, Signal signal) throws InterruptedException {
        String key = release.target().toString();
        Instant now = shared.clock().instant();
        ClusterAccess cluster = cluster(release);
        cluster.live().identify(release.plan().clusterUid());
        Inventory begun = InventoryStart.of(known.inventory(), release);
        watch(begun, cluster);
        Untouched others = Untouched.of(begun, release);
        Instant since = unseen.computeIfAbsent(key, same -> now);
        if (!others.seen(cluster.live()) && now.isBefore(since.plus(UNSEEN))) {
            return now.plus(LOOK_AGAIN);
        }
        unseen.remove(key);
        Inventory running =
                InventoryStart.beside(begun, release, others.degraded(cluster.live(), release.policy(), known.state()));
        ReleaseState first = release.begin(now);
        try (ReleaseSpan span = span(known, release)) {
            ReleaseJournal journal = start.accept(known, first, running, cluster, span, notices(release));
            span.reached(first);
            return run(first, journal, cluster, false, signal);
        }
    }

    /** No plan of the target is to be begun: the next one waits anew for what its release does not change. */
    void nothingBegins(String key) {
        unseen.remove(key);
    }

    /** Goes on with a release that an earlier run, perhaps of another process, recorded in this state. */
    @Nullable
    Instant resume(Known known, ReleaseState state, Signal signal) throws InterruptedException {
        Inventory inventory = Objects.requireNonNull(known.inventory(), "a release runs");
        try (ReleaseSpan span = span(known, state.release())) {
            var journal = new ReleaseJournal(
                    transitions,
                    span,
                    shared.telemetry().meters(),
                    shared.clock(),
                    notices(state.release()),
                    Objects.requireNonNull(known.execution(), "a release runs"),
                    inventory);
            return run(state, journal, cluster(state.release()), true, signal);
        }
    }

    private @Nullable Instant run(
            ReleaseState state, ReleaseJournal journal, ClusterAccess cluster, boolean resumed, Signal signal)
            throws InterruptedException {
        Release release = state.release();
        cluster.live().identify(release.plan().clusterUid());
        watch(journal.inventory(), cluster);
        ClusterClient client = cluster.client()
                .guardedBy(partition::mayWriteToCluster)
                .onBehalfOf(release.plan().namespace());
        ReleaseLoop loop = new ReleaseLoop(
                context(release, cluster.through(client), signal),
                context(release, cluster.through(client.urgently()), signal),
                journal,
                release,
                Untouched.of(journal.inventory(), release));
        return switch (loop.run(state, resumed)) {
            case Pass.Waiting(Instant lookAgain) -> lookAgain;
            case Pass.Ended ended -> {
                // What Git wants may have changed while the release ran.
                end.finish(ended, journal, records.of(release.target().toString()), cluster);
                yield null;
            }
        };
    }

    private ReleaseContext context(Release release, ClusterAccess cluster, Signal signal) {
        String key = release.target().toString();
        return ReleaseContext.on(
                cluster,
                new OwnerMark(partition.installation(), key),
                shared.installation().secrets(),
                new Orders(
                        () -> directive(key, release),
                        () -> records.analysis(key),
                        () -> records.decisions(key),
                        signal),
                shared.pace(),
                shared.clock());
    }

    private Consumer<List<Notice>> notices(Release release) {
        ClusterClient client = cluster(release).client().guardedBy(partition::mayWriteToCluster);
        return notices -> shared.events().write(client, release, notices);
    }

    private ReleaseSpan span(Known known, Release release) {
        Received<Plan> record = known.planRecord();
        boolean same =
                record != null && record.payload().id().equals(release.plan().id());
        return ReleaseSpan.open(shared.telemetry().traces(), release, same ? record : null);
    }

    private ClusterAccess cluster(Release release) {
        return Objects.requireNonNull(
                shared.cluster().apply(release.plan().cluster()), "no release runs on an unknown cluster");
    }

    /** Latest wins: another record of Git than the one that the running release answers takes over, unless it waits for a trial. */
    private Directive directive(String key, Release release) {
        Desired desired = records.desired(key);
        if (desired == null) {
            return new Directive.Continue();
        }
        Plan planned = records.plan(key);
        if (release.plan().trial() == null && isPaused(key, planned, desired)) {
            return new Directive.Continue();
        }
        boolean waitsForNothing =
                release.plan().trial() == null || release.plan().rehearses();
        if (planned != null && overruled(release, planned, desired)) {
            return waitsForNothing ? new Directive.Supersede(null) : new Directive.Newer(planned, Instant.EPOCH);
        }
        if (release.plan().answers(desired)) {
            return new Directive.Continue();
        }
        boolean here = desired.cluster().equals(release.plan().cluster());
        if (!here || desired.removed() || waitsForNothing) {
            return new Directive.Supersede(here ? null : desired.cluster());
        }
        return new Directive.Newer(
                planned != null && planned.answers(desired) ? planned : null,
                records.desiredSince(key).plus(shared.pace().decided()));
    }

    /** Whether a pause keeps back what would take over, as far as that is known: half of a bundle would stay until its end. */
    private boolean isPaused(String key, @Nullable Plan planned, Desired desired) {
        Pause pause = records.pause(key);
        return pause != null && (planned == null || !planned.answers(desired) || pause.holds(planned));
    }

    /** A person had the target return to another bundle while the release ran: the planner has said so since it began. */
    private static boolean overruled(Release release, Plan planned, Desired desired) {
        return planned.trigger() == Plan.Trigger.ROLLBACK
                && planned.answers(desired)
                && planned.inventorySequence() > release.plan().inventorySequence()
                && !planned.bundleDigest().equals(release.plan().bundleDigest());
    }

    /** A process that has just started watches nothing yet. */
    private static void watch(Inventory inventory, ClusterAccess cluster) {
        for (InventoryObject object : inventory.objects()) {
            ObjectReference reference = ObjectReference.parse(object.reference());
            cluster.live().watch(object.apiVersion(), reference.groupKind());
        }
    }
}
