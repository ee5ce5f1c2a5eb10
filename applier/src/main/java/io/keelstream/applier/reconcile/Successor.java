package io.keelstream.applier.reconcile;

import io.keelstream.applier.gate.LaterCommit;
import io.keelstream.applier.record.Known;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.canary.TrialIdentity;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.messaging.event.Ids;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The release of a newer commit that goes on with a running trial: the plan of that commit, with the trial as it runs. What the
 * trial wrote stays as it is, so its bodies are those of the plan that began it. Pure.
 */
final class Successor {

    private Successor() {}

    /**
     * The release that takes the trial over now; null where none does. A person may have paused the target with its trial,
     * so a paused trial is not taken over.
     */
    static @Nullable Release of(ReleaseState state, Known known, Instant now) {
        Release before = state.release();
        TrialIdentity running = before.runs();
        Plan plan = known.planIsCurrent() ? known.plan() : null;
        if (running == null
                || before.plan().rehearses()
                || plan == null
                || !(state instanceof OnTrial)
                || state.trial() == null
                || state.trial().held(Cause.PAUSED)
                || known.desired() == null
                || before.plan().answers(known.desired())) {
            return null;
        }
        CanaryRules rules = plan.bundle().policy().canary();
        boolean takesOver = rules != null
                && CanaryPlan.takingOver(running).equals(plan.work().canary())
                && plan.state() == Plan.State.READY
                && plan.cluster().equals(before.plan().cluster())
                && plan.actions().stream().noneMatch(action -> action instanceof PlannedAction.Unknown)
                && LaterCommit.sameTrial(rules, before.trial().rules());
        return takesOver && rules != null ? release(before, plan, running, rules, known.inventory(), now) : null;
    }

    private static Release release(
            Release before,
            Plan plan,
            TrialIdentity running,
            CanaryRules rules,
            @Nullable Inventory inventory,
            Instant now) {
        Trial trial = before.trial().takenOver(autoscaler(before.trial(), plan), rules);
        Plan whole = plan.withActions(besides(before.plan(), plan))
                .withCanary(new CanaryPlan(running.digest(), null, trial, running.begunBy()));
        return new Release(
                Ids.nameBased(before.target().toString(), plan.id()).toString(),
                before.target(),
                whole,
                inventory == null ? null : inventory.appliedRevision(),
                now);
    }

    /** What runs beside the trial goes on as it was begun. */
    private static List<PlannedAction> besides(Plan before, Plan plan) {
        return Stream.concat(
                        plan.actions().stream().filter(each -> !besides(each)),
                        before.actions().stream().filter(Successor::besides))
                .toList();
    }

    private static boolean besides(PlannedAction action) {
        return action instanceof PlannedAction.RunHook hook
                && hook.rule().phase().besideCanary();
    }

    /** What scales the workload, as the newer commit wants it. */
    private static Trial.@Nullable Body autoscaler(Trial trial, Plan plan) {
        Trial.Body scaler = trial.stable().autoscaler();
        return scaler == null
                ? null
                : plan.actions().stream()
                        .flatMap(action -> action instanceof PlannedAction.Update update
                                        && update.reference().equals(scaler.reference())
                                        && Objects.equals(update.uid(), scaler.uid())
                                ? Stream.of(update)
                                : Stream.empty())
                        .findFirst()
                        .map(update -> new Trial.Body(
                                update.reference(),
                                update.apiVersion(),
                                update.uid(),
                                update.content().body()))
                        .orElse(scaler);
    }
}
