package io.keelstream.contracts.analysis;

import io.keelstream.contracts.revision.Revision;
import java.time.Instant;
import java.util.Map;

/**
 * The analysis that the running release of a target waits for. It stands as long as the release waits: its removal, or another
 * one in its place, ends the analysis without a verdict.
 *
 * @param analysisId one per step: UUIDv5(deployment id, step); another id is another analysis
 * @param deploymentId the deployment that waits
 * @param configDigest digest of {@code analysis}; steps of one deployment with the same one share their evidence of harm
 * @param revision the commit on trial
 * @param namespace where the pods of both arms are
 * @param step step of the release, from 0
 * @param baseline the version to compare with
 * @param canary the version on trial
 * @param analysis the application's {@code analysis} block
 * @param until without a verdict by then it ends INCONCLUSIVE
 */
public record AnalysisRequest(
        String analysisId,
        String deploymentId,
        String configDigest,
        Revision revision,
        String namespace,
        int step,
        AnalysisArm baseline,
        AnalysisArm canary,
        Map<String, Object> analysis,
        Instant until) {}
