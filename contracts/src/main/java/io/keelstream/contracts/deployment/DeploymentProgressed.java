package io.keelstream.contracts.deployment;

/**
 * A wave was applied and became healthy, or pruning began.
 *
 * @param deployment the deployment
 * @param phase phase that was entered
 * @param wave the wave that is done
 * @param message for people
 */
public record DeploymentProgressed(DeploymentSubject deployment, String phase, int wave, String message) {}
