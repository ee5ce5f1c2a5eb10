package io.keelstream.contracts.analysis;

import io.keelstream.contracts.event.Inline;
import io.keelstream.contracts.revision.Revision;

/**
 * What every analysis event says about its analysis, so that no subscriber needs another look-up.
 *
 * @param identity which analysis
 * @param target the target's own name
 * @param application the application's name
 * @param namespace where the pods of both arms are
 * @param revision the commit on trial
 * @param position where the trial is
 */
public record AnalysisSubject(
        @Inline AnalysisIdentity identity,
        String target,
        String application,
        String namespace,
        Revision revision,
        @Inline Position position) {

    /**
     * Where a trial is.
     *
     * @param step step of the release, from 0
     * @param round number of gates of this trial before this one
     * @param need what the release waits for
     */
    public record Position(int step, int round, Need need) {}
}
