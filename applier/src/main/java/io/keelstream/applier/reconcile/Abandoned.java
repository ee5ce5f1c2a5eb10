package io.keelstream.applier.reconcile;

import io.keelstream.applier.inventory.Ledger;
import io.keelstream.contracts.deployment.ChangeSummary;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentSubject;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The end of a release whose plan is lost. It still ends exactly once, and everything it may have touched is marked dirty,
 * so that the next plan looks at all of it.
 */
final class Abandoned {

    private static final Revision UNKNOWN = new Revision("", "", "", "", "", Instant.EPOCH);

    private Abandoned() {}

    static List<Fact> facts(
            String key, Inventory inventory, @Nullable Execution execution, @Nullable Plan plan, EventContext context) {
        Inventory.RunningRelease running = Objects.requireNonNull(inventory.release(), "a release runs");
        TargetName name = TargetName.parse(key);
        DeploymentSubject subject = new DeploymentSubject(
                running.deploymentId(),
                name.target(),
                name.application(),
                inventory.cluster(),
                inventory.namespace(),
                execution != null ? execution.accepted().trigger() : Trigger.UNKNOWN,
                revision(execution, plan),
                inventory.appliedRevision(),
                execution == null ? 0 : execution.accepted().attempt(),
                Map.of());
        Problem lost = Reason.PLAN_LOST.problem(
                "the plan of the running release cannot be read any more; the target is planned anew", key);
        DeploymentFinished finished = new DeploymentFinished(
                subject,
                ExecutionStatus.CANCELLED,
                Outcome.SUPERSEDED,
                new ChangeSummary(0, 0, 0, 0, 0, List.of(), List.of(), false),
                false,
                List.of(lost),
                new DeploymentFinished.Durations(0, 0, 0));
        return List.of(
                Fact.of(EventType.EXECUTION_CHANGED, key, ended(running, subject, context), context),
                Fact.of(EventType.INVENTORY_CHANGED, key, Ledger.doubted(inventory), context),
                Fact.of(EventType.DEPLOYMENT_FINISHED, key, finished, context));
    }

    /** The commit of the lost release, as far as it is known. */
    static Revision revision(@Nullable Execution execution, @Nullable Plan plan) {
        return execution != null ? execution.accepted().revision() : plan != null ? plan.revision() : UNKNOWN;
    }

    private static Execution ended(Inventory.RunningRelease running, DeploymentSubject subject, EventContext context) {
        Execution.Accepted accepted = new Execution.Accepted(
                subject.trigger(), subject.revision(), subject.previousRevision(), subject.attempt(), context.time());
        return new Execution(
                running.deploymentId(),
                running.planId(),
                running.bundleDigest(),
                accepted,
                new Step.Finished(Outcome.SUPERSEDED));
    }
}
