package io.keelstream.contracts.deployment;

import io.keelstream.contracts.event.Inline;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetIdentity;

/**
 * A commit that changed what Git wants of a target gets no deployment of its own. Every commit of which {@code revision.observed} says
 * that it changed the target has either this, or a deployment that starts and finishes.
 *
 * @param identity the target
 * @param commit the commit; all its hexadecimal digits
 * @param reason why
 * @param revision what Git wants now: a newer commit where that is the reason, else the commit itself
 */
public record DeploymentSkipped(@Inline TargetIdentity identity, String commit, Reason reason, Revision revision) {

    /** Why a commit gets no deployment. */
    public enum Reason {
        /** A newer commit came before the deployment began. */
        OVERTAKEN,
        /** What is applied is what it wants already. */
        UNCHANGED,
        UNKNOWN
    }
}
