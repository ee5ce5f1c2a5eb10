package io.keelstream.applier.inventory;

import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState.Finished;
import io.keelstream.applier.release.Results;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.Barrier;
import io.keelstream.contracts.inventory.Inventory.History;
import io.keelstream.contracts.inventory.Inventory.Hooks;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the inventory knows of hooks: which are done for a bundle, so that no retry repeats them, and which one failed, so that
 * nothing is begun before a person or Git says so. Pure.
 */
final class HookHistory {

    private HookHistory() {}

    /** After these results. */
    static History of(History before, Release release, Results results) {
        return begun(done(before, release, results.hooks()), results.barrier());
    }

    /** After a barrier was begun; null where none was. */
    private static History begun(History before, @Nullable Barrier barrier) {
        return barrier == null
                ? before
                : before.withBarrier(new Barrier(barrier.hook(), barrier.commit(), before.later(barrier.at())));
    }

    /** After these hooks succeeded. */
    private static History done(History before, Release release, Map<String, String> succeeded) {
        if (succeeded.isEmpty()) {
            return before;
        }
        Map<String, String> done = new HashMap<>(doneFor(before, release.plan()));
        done.putAll(succeeded);
        return with(before, release.plan(), new Hooks(release.plan().bundleDigest(), done, null));
    }

    /** Whether every hook of the release is done. What only puts drift back runs none, and completes no bundle. */
    static boolean complete(Inventory recorded, Release release) {
        Map<String, String> done = doneFor(recorded.history(), release.plan());
        boolean open = release.plan().trigger() == Plan.Trigger.DRIFT
                && !release.plan().bundle().hooks().isEmpty()
                && !release.plan().bundleDigest().equals(recorded.appliedBundle());
        return !open
                && release.hooks()
                        .filter(hook -> hook.rule().phase().ofEveryRelease())
                        .allMatch(hook -> hook.content().digest().equals(done.get(hook.id())));
    }

    /** Whether a hook failed the release. */
    static boolean failed(Finished finished) {
        return cause(finished) != null;
    }

    /** After the end of a release. */
    static History ended(History before, Finished finished, boolean complete, Instant now) {
        Plan plan = finished.release().plan();
        Problem cause = cause(finished);
        if (cause != null) {
            Inventory.Block failed = new Inventory.Block(
                    finished.release().deploymentId(),
                    plan.revision().commit(),
                    plan.bundleDigest(),
                    cause.where() + ": " + cause.message(),
                    before.later(now));
            return with(before, plan, new Hooks(plan.bundleDigest(), doneFor(before, plan), failed));
        }
        return complete ? applied(before, plan) : forward(plan) ? before.withBackHooks(null) : before;
    }

    /**
     * After a bundle was applied completely: none of its hooks has to run for it any more, and a later rollback runs its own anew.
     * What puts something back changes nothing about what is known of the hooks of what Git wants.
     */
    static History applied(History before, Plan plan) {
        Map<String, String> hooks = plan.bundle().hooks();
        return switch (plan.trigger()) {
            case REVISION ->
                before.withHooks(hooks.isEmpty() ? null : new Hooks(plan.bundleDigest(), hooks, null))
                        .withBackHooks(null);
            case ROLLBACK -> before.withBackHooks(null);
            case DRIFT, REHEARSAL, UNKNOWN -> before;
        };
    }

    /** The hook that failed the release: its first problem. Later ones are of hooks for the failure, which do not change its end. */
    private static @Nullable Problem cause(Finished finished) {
        return finished.outcome() != Outcome.FAILED
                ? null
                : finished.problems().stream()
                        .limit(1)
                        .filter(Reason.HOOK_FAILED::is)
                        .findFirst()
                        .orElse(null);
    }

    private static Map<String, String> doneFor(History history, Plan plan) {
        Hooks hooks = forward(plan) ? history.hooks() : history.backHooks();
        return hooks != null && hooks.bundle().equals(plan.bundleDigest()) ? hooks.done() : Map.of();
    }

    /** What is known of the hooks of a rollback or a removal is kept apart: what Git wants begins where it was, after it. */
    private static History with(History before, Plan plan, Hooks hooks) {
        return forward(plan) ? before.withHooks(hooks) : before.withBackHooks(hooks);
    }

    private static boolean forward(Plan plan) {
        return plan.mode() == Plan.Mode.APPLY && plan.trigger() == Plan.Trigger.REVISION;
    }
}
