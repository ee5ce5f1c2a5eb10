package io.keelstream.planner.hook;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan.Mode;
import io.keelstream.contracts.plan.Plan.Origin;
import io.keelstream.contracts.plan.Plan.Trigger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What decides about the hooks of a plan. Pure.
 *
 * @param desired what Git says
 * @param origin why the plan is made
 * @param past what is known of hooks that ran; null without any
 * @param applied which commits are applied
 * @param differs whether an object is applied, deleted or let go
 */
public record HookRequest(
        Desired desired, Origin origin, Inventory.@Nullable Hooks past, Inventory.Applied applied, boolean differs) {

    /**
     * The hooks that run, in order, those of a canary only with one. A hook that is done for this bundle does not run again,
     * unless it tests the copies of a canary, which are others then. A bundle in which no object differs runs those that changed
     * themselves.
     *
     * @param first whether this is the first release
     */
    public List<BundleHook> toRun(boolean first) {
        if (origin.trigger() == Trigger.REHEARSAL) {
            return ofCanary();
        }
        if (!forward() || desired.bundleDigest().equals(applied.bundle())) {
            return List.of();
        }
        Map<String, String> done = past != null && (ofThisBundle(past) || !differs) ? past.done() : Map.of();
        return BundleHook.of(desired).stream()
                .filter(hook -> hook.moments().stream().anyMatch(moment -> moment.in(first)))
                .filter(hook -> differs || hook.ofRelease())
                .filter(hook -> hook.phase().ofTrial() || !hook.digest().equals(done.get(hook.id())))
                .toList();
    }

    /** Those that test the copies of a canary or run beside them: a rehearsal runs no others. */
    private List<BundleHook> ofCanary() {
        return BundleHook.of(desired).stream()
                .filter(hook -> hook.phase().ofTrial())
                .filter(hook -> hook.moments().stream().anyMatch(moment -> moment.in(false)))
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
        return forward()
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
        return origin.mode() == Mode.APPLY && putsBack ? BundleHook.of(desired) : List.of();
    }

    private boolean forward() {
        return origin.mode() == Mode.APPLY && origin.trigger() == Trigger.REVISION;
    }

    private boolean ofThisBundle(Inventory.Hooks hooks) {
        return hooks.bundle().equals(desired.bundleDigest());
    }
}
