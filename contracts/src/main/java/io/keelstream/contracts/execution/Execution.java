package io.keelstream.contracts.execution;

import io.keelstream.contracts.audit.Evidence;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.revision.Revision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The running release's state machine, or the end of the last one. Written wherever a crash could not be inferred from the
 * cluster.
 *
 * @param deploymentId id of the release
 * @param planId the accepted plan
 * @param bundleDigest the bundle it leads to
 * @param accepted what was known when the plan was accepted
 * @param step where the release is
 * @param evidence what let it through since it began, beside what its plan says; null for nothing
 */
public record Execution(
        String deploymentId,
        String planId,
        String bundleDigest,
        Accepted accepted,
        Step step,
        @Nullable Evidence evidence) {

    public Execution {
        evidence = evidence == null ? null : evidence.orNull();
    }

    /** One that nothing came to yet. */
    public Execution(String deploymentId, String planId, String bundleDigest, Accepted accepted, Step step) {
        this(deploymentId, planId, bundleDigest, accepted, step, null);
    }

    /**
     * What was known when the plan was accepted.
     *
     * @param trigger why
     * @param revision the commit it leads to
     * @param previousRevision the commit before; null for the first release
     * @param attempt 0 for the first try
     * @param startedAt when
     */
    public record Accepted(
            Trigger trigger, Revision revision, @Nullable Revision previousRevision, int attempt, Instant startedAt) {}

    /** How the release ended; null while it runs. */
    public @Nullable Outcome outcome() {
        return step instanceof Step.Finished finished ? finished.outcome() : null;
    }

    /** The same release at another step. */
    public Execution at(Step other) {
        return new Execution(deploymentId, planId, bundleDigest, accepted, other, evidence);
    }

    /** What let it through since it began. */
    public Evidence found() {
        return evidence == null ? Evidence.NONE : evidence;
    }

    /** The same with this evidence in place of what it had. */
    public Execution with(Evidence other) {
        return new Execution(deploymentId, planId, bundleDigest, accepted, step, other);
    }
}
