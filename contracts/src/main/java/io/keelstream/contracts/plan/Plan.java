package io.keelstream.contracts.plan;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target's current plan: the only thing the applier executes.
 *
 * <p>What a target left behind on a former cluster ({@code Inventory.previous}) is cleared by a plan of its own, once the
 * bundle is applied and healthy: {@code cluster} and {@code clusterUid} are the former ones, and so is the {@code cluster}
 * of every action, all of which are PRUNE or RELEASE. In every other plan the actions' {@code cluster} is null.
 *
 * <p>UNCHANGED is published only when nobody could tell otherwise: a bundle that differs from {@code
 * Inventory.appliedBundle} but needs no write (the applier then records it as applied), a removal with nothing left to
 * remove, or after a plan of another state whose cause has gone. After a release that applied everything, the READY plan
 * that it executed stays in place.
 *
 * @param id UUIDv5 of everything the plan was computed from: equal inputs, equal id
 * @param state whether it may run
 * @param trigger why it was made
 * @param revision the commit it leads to
 * @param removal whether it takes the whole target away
 * @param cluster the cluster's name
 * @param clusterUid uid of the cluster's namespace {@code kube-system}; null when the cluster was not reached
 * @param namespace default namespace
 * @param bundleDigest the bundle it was computed from
 * @param inventorySequence the inventory it was computed on; another one makes it stale
 * @param attempt 0 for the first try of this bundle
 * @param notBefore of a FAILED plan: when it is tried again; null otherwise
 * @param changeDigest what an approval names
 * @param actions what changes, in an order that respects waves and dependencies
 * @param unchanged number of objects that need nothing
 * @param held references of objects that a person holds still: they differ from Git, and this plan leaves them out, so the
 *     bundle is not applied completely when it ends
 * @param problems everything that stands in the way
 * @param warnings worth knowing, not in the way
 * @param plannedAt when
 * @param planMillis how long planning took; milliseconds
 */
public record Plan(
        String id,
        State state,
        Trigger trigger,
        Revision revision,
        boolean removal,
        String cluster,
        @Nullable String clusterUid,
        String namespace,
        String bundleDigest,
        long inventorySequence,
        int attempt,
        @Nullable Instant notBefore,
        String changeDigest,
        List<PlannedAction> actions,
        int unchanged,
        List<String> held,
        List<Problem> problems,
        List<Problem> warnings,
        Instant plannedAt,
        long planMillis) {

    /** Whether a plan may run. */
    public enum State {
        /** The applier executes it. */
        READY,
        /** A limit or a rule asks a person first. */
        AWAITING_APPROVAL,
        /** Something outside Git stands in the way: another owner, a hold, a stop. */
        BLOCKED,
        /** The cluster refuses it: nothing is applied. */
        FAILED,
        /** Nothing to do. */
        UNCHANGED,
        UNKNOWN
    }

    /** Why a plan was made. */
    public enum Trigger {
        REVISION,
        DRIFT,
        COMMAND,
        ROLLBACK,
        UNKNOWN
    }

    public Plan {
        actions = List.copyOf(actions);
        held = List.copyOf(held);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }
}
