package io.keelstream.contracts.analysis;

import io.keelstream.contracts.revision.Revision;

/**
 * What every analysis event says about its analysis, so that no subscriber needs another look-up.
 *
 * @param analysisId the analysis
 * @param trial the trial that it belongs to
 * @param deploymentId the deployment that waits for it
 * @param configDigest digest of the configuration that is judged by
 * @param target the target's own name
 * @param application the application's name
 * @param namespace where the pods of both arms are
 * @param revision the commit on trial
 * @param step step of the release, from 0
 * @param round number of gates of this trial before this one
 * @param need what the release waits for
 */
public record AnalysisSubject(
        String analysisId,
        String trial,
        String deploymentId,
        String configDigest,
        String target,
        String application,
        String namespace,
        Revision revision,
        int step,
        int round,
        Need need) {}
