package io.keelstream.planner.hook;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan.Mode;
import io.keelstream.contracts.plan.Plan.Origin;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import io.keelstream.kubernetes.hook.Occasion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What decides about the hooks of a plan. Pure.
 *
 * @param desired what the target is to be
 * @param origin why the plan is made
 * @param history what is known of hooks that ran
 * @param applied which commits are applied
 * @param differs whether an object is applied, deleted or let go
 */
public record HookRequest(
        Desired desired, Origin origin, Inventory.History history, Inventory.Applied applied, boolean differs) {

    /**
     * The hooks that run, in order, those of a canary only with one. A hook that is done for this bundle does not run again,
     * unless it tests the copies of a canary, which are others then. A bundle of Git in which no object differs runs those that
     * changed themselves. What is only there for other hooks, e.g. their ServiceAccount, is created again together with them.
     *
     * @param first whether this is the first release
     */
    public List<BundleHook> toRun(boolean first) {
        if (origin.trigger() == Trigger.REHEARSAL) {
            return ofCanary();
        }
        Occasion occasion = occasion(first);
        if (occasion == null || desired.bundleDigest().equals(applied.bundle())) {
            return List.of();
        }
        Inventory.Hooks past = past();
        Map<String, String> done =
                past != null && (ofThisBundle(past) || (forward() && !differs)) ? past.done() : Map.of();
        List<BundleHook> due = BundleHook.of(desired).stream()
                .filter(hook -> hook.in(occasion))
                .filter(hook -> differs || hook.phase().ofEveryRelease())
                .toList();
        Set<HookPhase> run = due.stream()
                .filter(hook -> open(hook, done) && hook.runsToEnd())
                .map(BundleHook::phase)
                .collect(Collectors.toSet());
        return due.stream()
                .filter(hook -> open(hook, done) || (!hook.runsToEnd() && run.contains(hook.phase())))
                .toList();
    }

    private static boolean open(BundleHook hook, Map<String, String> done) {
        return hook.phase().ofTrial() || !hook.digest().equals(done.get(hook.id()));
    }

    /** Those that test the copies of a canary or run beside them: a rehearsal runs no others. */
    private List<BundleHook> ofCanary() {
        return BundleHook.of(desired).stream()
                .filter(hook -> hook.phase().ofTrial())
                .filter(hook -> hook.in(Occasion.LATER))
                .toList();
    }

    /** Whether something has to run before anything is applied. */
    public boolean beginsWithHooks() {
        return toRun(false).stream().anyMatch(hook -> hook.phase() == HookPhase.PRE_APPLY);
    }

    /** Whether anything is to be run although no object differs. */
    public boolean differsByHooks() {
        return !toRun(applied.revision() == null).isEmpty() || failed() != null;
    }

    /** The hook that failed for this bundle, before which nothing is begun; null where nothing stands in the way. */
    public Inventory.@Nullable Block failed() {
        Inventory.Hooks past = past();
        return occasion(false) != null
                        && past != null
                        && ofThisBundle(past)
                        && past.failed() != null
                        && past.failed().blocks(desired.bundleDigest())
                ? past.failed()
                : null;
    }

    /** The hooks that a plan leaves out which puts something back. */
    public List<BundleHook> leftOut() {
        boolean putsBack = origin.trigger() != Trigger.REVISION && origin.trigger() != Trigger.REHEARSAL;
        return origin.mode() == Mode.APPLY && putsBack
                ? BundleHook.of(desired).stream()
                        .filter(hook -> hook.in(Occasion.LATER))
                        .filter(hook -> origin.trigger() != Trigger.ROLLBACK || !hook.in(Occasion.ROLLBACK))
                        .toList()
                : List.of();
    }

    /** What kind of release it is; null for one that runs no hooks. */
    private @Nullable Occasion occasion(boolean first) {
        if (origin.mode() == Mode.REMOVE) {
            return desired.policy().onRemoval() == OnRemoval.ORPHAN ? null : Occasion.REMOVAL;
        }
        if (origin.mode() != Mode.APPLY) {
            return null;
        }
        return switch (origin.trigger()) {
            case REVISION -> first ? Occasion.FIRST : Occasion.LATER;
            case ROLLBACK -> Occasion.ROLLBACK;
            case DRIFT, REHEARSAL, UNKNOWN -> null;
        };
    }

    private boolean forward() {
        return origin.mode() == Mode.APPLY && origin.trigger() == Trigger.REVISION;
    }

    /** What is known of hooks of such releases; null without any. */
    private Inventory.@Nullable Hooks past() {
        return forward() ? history.hooks() : history.backHooks();
    }

    private boolean ofThisBundle(Inventory.@Nullable Hooks hooks) {
        return hooks != null && hooks.bundle().equals(desired.bundleDigest());
    }
}
