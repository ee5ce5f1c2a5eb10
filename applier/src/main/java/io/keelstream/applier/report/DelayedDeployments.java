package io.keelstream.applier.report;

import io.keelstream.applier.attention.ProblemText;
import io.keelstream.applier.record.Known;
import io.keelstream.contracts.deployment.DeploymentDelayed;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.targets.TargetIdentity;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Ids;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why the deployment of what Git wants does not begin, where that may end without a person. The read model has the same text, and is
 * written together with the event, so each reason is said once. Pure.
 */
final class DelayedDeployments {

    private DelayedDeployments() {}

    /** The event of the transition that writes the read model; empty where nothing new is to be said. */
    static List<Fact> of(String key, TargetIdentity identity, Known known, EventContext context) {
        Desired desired = known.desired();
        Plan plan = known.plan();
        if (desired == null
                || plan == null
                || known.releasing()
                || !plan.answers(desired)
                || !plan.bundleDigest().equals(desired.bundleDigest())
                || Boolean.TRUE.equals(SkippedDeployments.begun(known))) {
            return List.of();
        }
        String message = message(plan);
        if (message == null || said(known.state(), desired, message)) {
            return List.of();
        }
        String correlation = Ids.correlation(key, desired.revision().commit());
        return List.of(Fact.of(
                EventType.DEPLOYMENT_DELAYED,
                key,
                new DeploymentDelayed(identity, desired.revision(), plan.state(), message),
                new EventContext(context.time(), context.causationId(), correlation, context.traceparent())));
    }

    private static @Nullable String message(Plan plan) {
        return switch (plan.state()) {
            case AWAITING_WINDOW, AWAITING_DEPENDENCY, FAILED -> ProblemText.first(plan.problems());
            case READY, UNCHANGED, AWAITING_APPROVAL, BLOCKED, UNKNOWN -> null;
        };
    }

    private static boolean said(@Nullable TargetState before, Desired desired, String message) {
        return before != null
                && before.desired() != null
                && before.desired().commit().equals(desired.revision().commit())
                && before.waitingFor().contains(message);
    }
}
