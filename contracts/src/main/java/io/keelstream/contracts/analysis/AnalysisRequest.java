package io.keelstream.contracts.analysis;

import io.keelstream.contracts.revision.Revision;
import java.util.Map;

/**
 * A gate: what the running release of a target needs of its canary now. It stands from the first shift of traffic to the end of the
 * release and is replaced per step and round. Its removal, or the gate of another trial, ends the analysis without a verdict.
 *
 * @param analysisId UUIDv5(target, trial, step, round); a gate with another id than that is ignored
 * @param trial id of the trial; gates of one trial share their evidence of harm, across deployments that take it over
 * @param deploymentId the deployment that waits
 * @param configDigest digest of {@code analysis}; with another one the evidence starts anew
 * @param revision the commit on trial
 * @param cluster name of the cluster of the pods, which decides what metrics source is asked
 * @param namespace where the pods of both arms are
 * @param position where the trial stands, and what it waits for there
 * @param baseline the version to compare with
 * @param canary the version on trial
 * @param analysis the application's {@code analysis} block
 */
public record AnalysisRequest(
        String analysisId,
        String trial,
        String deploymentId,
        String configDigest,
        Revision revision,
        String cluster,
        String namespace,
        AnalysisStep position,
        AnalysisArm baseline,
        AnalysisArm canary,
        Map<String, Object> analysis) {}
