package io.keelstream.contracts.analysis;

/**
 * Which analysis, and what it belongs to.
 *
 * @param analysisId UUIDv5(target, trial, step, round)
 * @param trial id of the trial; its gates share their evidence of harm, across deployments that take it over
 * @param deploymentId the deployment that waits for it
 * @param configDigest digest of the configuration that is judged by; with another one the evidence starts anew
 */
public record AnalysisIdentity(String analysisId, String trial, String deploymentId, String configDigest) {}
