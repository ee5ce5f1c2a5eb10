package io.keelstream.contracts.deployment;

import io.keelstream.contracts.event.Inline;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetIdentity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every deployment event says about its deployment, so that no subscriber needs another look-up.
 *
 * @param deploymentId UUIDv5(target, plan id)
 * @param identity the target
 * @param trigger why
 * @param revision the commit it leads to
 * @param previousRevision the commit applied before; null for the first deployment
 * @param attempt 0 for the first try of a bundle
 * @param labels the application's labels under {@code events.keelstream.io/}, without that prefix
 */
public record DeploymentSubject(
        String deploymentId,
        @Inline TargetIdentity identity,
        Plan.Trigger trigger,
        Revision revision,
        @Nullable Revision previousRevision,
        int attempt,
        Map<String, String> labels) {

    public DeploymentSubject {
        labels = Map.copyOf(labels);
    }
}
