package io.keelstream.contracts.audit;

import io.keelstream.contracts.deployment.DeploymentSubject;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.deployment.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deployment ended, for auditors. It is written in the transaction of the deployment's {@code finished} event, so there is
 * exactly one per deployment id, whatever crashed in between.
 *
 * @param deployment the deployment, with its commit, author and committer
 * @param execution whether our machinery worked
 * @param outcome whether the release was good
 * @param basis what it was made from
 * @param evidence what let it through
 */
public record DeploymentRecorded(
        DeploymentSubject deployment, ExecutionStatus execution, Outcome outcome, Basis basis, Evidence evidence) {

    /**
     * What a deployment was made from.
     *
     * @param planId the plan that was accepted
     * @param bundleDigest the bundle that it applied
     * @param changeDigest what an approval of it names; null where the plan is lost
     * @param authors who wrote what it changes: authors and committers of the commits since the one before
     * @param startedAt when the plan was accepted
     */
    public record Basis(
            String planId,
            String bundleDigest,
            @Nullable String changeDigest,
            List<String> authors,
            Instant startedAt) {

        public Basis {
            authors = List.copyOf(authors);
        }
    }
}
