package io.keelstream.contracts.analysis;

import io.keelstream.contracts.event.Inline;
import io.keelstream.contracts.revision.Revision;
import java.util.Map;

/**
 * A gate: what the running release of a target needs of its canary now. It stands from the first shift of traffic to the end of the
 * release and is replaced per step and round. Its removal, or the gate of another trial, ends the analysis without a verdict.
 *
 * @param identity which analysis; a gate whose id is not that of its target, trial, step and round is ignored
 * @param revision the commit on trial
 * @param place where the pods of both arms are
 * @param position where the trial stands, and what it waits for there
 * @param baseline the version to compare with
 * @param canary the version on trial
 * @param analysis the application's {@code analysis} block
 */
public record AnalysisRequest(
        @Inline AnalysisIdentity identity,
        Revision revision,
        @Inline Place place,
        AnalysisStep position,
        AnalysisArm baseline,
        AnalysisArm canary,
        Map<String, Object> analysis) {

    /**
     * Where the pods of both arms are.
     *
     * @param cluster the cluster's name, which decides what metrics source is asked
     * @param namespace their namespace
     */
    public record Place(String cluster, String namespace) {}

    /** The analysis. */
    public String analysisId() {
        return identity.analysisId();
    }

    /** The trial that it belongs to. */
    public String trial() {
        return identity.trial();
    }

    /** The deployment that waits for it. */
    public String deploymentId() {
        return identity.deploymentId();
    }

    /** Digest of {@code analysis}. */
    public String configDigest() {
        return identity.configDigest();
    }

    /** Name of the cluster of the pods. */
    public String cluster() {
        return place.cluster();
    }

    /** Where the pods of both arms are. */
    public String namespace() {
        return place.namespace();
    }
}
