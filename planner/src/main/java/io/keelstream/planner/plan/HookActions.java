package io.keelstream.planner.plan;

import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.hook.HookRule;
import io.keelstream.contracts.hook.HookRule.DeletePolicy;
import io.keelstream.contracts.plan.Plan.Mode;
import io.keelstream.contracts.plan.PlannedAction.Content;
import io.keelstream.contracts.plan.PlannedAction.RunHook;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.hook.BundleHook;
import io.keelstream.planner.mark.Marked;
import io.keelstream.planner.ownership.WriteKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the hooks of a plan in the contract's words. Pure. */
public final class HookActions {

    private static final Duration USUAL = Duration.ofMinutes(30);

    /** The end of the trial ends load for a canary, and no trial is that long. */
    private static final Duration WHOLE_TRIAL = Duration.ofDays(365);

    /** Kubernetes ends a Job itself, and says why; only where it does not, the release does. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private HookActions() {}

    /**
     * Whether no object of the bundle is live but what an earlier try of the first release left: neither adoption nor lost
     * records make a release the first one.
     */
    public static boolean first(PlanRequest request, List<ObjectPlan> plans) {
        return request.known().applied().revision() == null
                && plans.stream()
                        .noneMatch(plan -> plan instanceof ObjectPlan.Act act
                                && act.subject().changed().known() == null
                                && !(act.terms().kind() instanceof WriteKind.Create));
    }

    /**
     * What becomes of the hooks of a bundle.
     *
     * @param run those that the plan runs, in order
     * @param leftOut why others do not run
     */
    record Sorted(List<RunHook> run, List<Problem> leftOut) {}

    /**
     * Sorts the hooks.
     *
     * @param trial whether a trial begins or goes on, which has hooks of its own
     */
    static Sorted sorted(PlanRequest request, List<ObjectPlan> plans, boolean trial) {
        List<RunHook> run = new ArrayList<>();
        List<Problem> leftOut = new ArrayList<>();
        boolean recovered = Recovery.complete(request, plans);
        for (BundleHook each : request.hooks().toRun(first(request, plans))) {
            RunHook hook = action(request, each);
            if (hook.rule().phase().ofTrial() && !trial) {
                continue;
            }
            if (deletesNamespace(request, hook)) {
                leftOut.add(left(
                        "post-delete", hook.reference(), "because its namespace is deleted together with the target"));
            } else if (recovered) {
                leftOut.add(left(
                        hook.rule().phase().word(),
                        hook.reference(),
                        "because the cluster has everything of this commit already"));
            } else {
                run.add(hook);
            }
        }
        request.hooks()
                .leftOut()
                .forEach(hook -> leftOut.add(
                        left(hook.phase().word(), hook.object().reference(), "because no commit led to this release")));
        return new Sorted(run, leftOut);
    }

    /** Whether the namespace of a hook that follows a removal goes with the target. */
    private static boolean deletesNamespace(PlanRequest request, RunHook hook) {
        String namespace = ObjectReference.parse(hook.reference()).namespace();
        return request.origin().mode() == Mode.REMOVE
                && hook.rule().phase() == HookPhase.POST_APPLY
                && request.known().objects().stream()
                        .map(object -> ObjectReference.parse(object.reference()))
                        .anyMatch(each ->
                                each.kind().equals("Namespace") && each.name().equals(namespace));
    }

    private static Problem left(String moment, String reference, String why) {
        return Reason.HOOK_LEFT_OUT.problem("the " + moment + " hook does not run, " + why, reference);
    }

    /** The action that runs a hook. */
    public static RunHook action(PlanRequest request, BundleHook hook) {
        Manifest manifest = new Manifest(hook.object().body());
        Marked marked = Marked.of(
                manifest,
                hook.reference(),
                request.shard(),
                request.own().toString(),
                hook.object().commit());
        HookRule rule = new HookRule(
                hook.phase(),
                hook.reading().weight(),
                hook.reading().deletions().stream()
                        .map(each -> DeletePolicy.valueOf(each.name()))
                        .sorted()
                        .toList(),
                hook.reading().interruptible(),
                timeout(manifest, hook).toMillis(),
                hook.reading().barrier() && hook.phase().ofEveryRelease());
        Content content = new Content(
                hook.digest(), hook.object().sealed(), Map.of(), marked.body().tree());
        return new RunHook(hook.object().reference(), manifest.apiVersion(), rule, content);
    }

    private static Duration timeout(Manifest manifest, BundleHook hook) {
        if (manifest.spec().get("activeDeadlineSeconds") instanceof Long seconds) {
            return Duration.ofSeconds(seconds).plus(GRACE);
        }
        Duration stated = hook.reading().timeout();
        return stated != null ? stated : hook.phase() == HookPhase.CANARY_LOAD ? WHOLE_TRIAL : USUAL;
    }
}
