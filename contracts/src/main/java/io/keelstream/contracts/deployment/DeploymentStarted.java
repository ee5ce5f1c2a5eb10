package io.keelstream.contracts.deployment;

/**
 * A plan was accepted and its execution began. Exactly one per deployment id.
 *
 * @param deployment the deployment
 * @param changes what it is going to change
 */
public record DeploymentStarted(DeploymentSubject deployment, ChangeSummary changes) {}
