package io.keelstream.contracts.deployment;

import io.keelstream.contracts.event.Inline;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetIdentity;

/**
 * What Git wants of a target is not deployed yet, for a reason that may end without a person: a window, another target, or a plan that
 * fails and is tried again. Published when the reason changes. What needs a person is said by {@code attention.needed}.
 *
 * @param identity the target
 * @param revision the commit that waits
 * @param state the state of its plan
 * @param message what is waited for, for people
 */
public record DeploymentDelayed(@Inline TargetIdentity identity, Revision revision, Plan.State state, String message) {}
