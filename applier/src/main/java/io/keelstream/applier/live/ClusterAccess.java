package io.keelstream.applier.live;

import io.keelstream.applier.turn.ReleaseTurns;
import io.keelstream.kubernetes.client.ClusterClient;

/**
 * One cluster.
 *
 * @param client the way to it
 * @param live how it looks now
 * @param turns which releases run on it at once
 */
public record ClusterAccess(ClusterClient client, LiveObjects live, ReleaseTurns turns) {

    /** The same cluster by another way. */
    public ClusterAccess through(ClusterClient other) {
        return new ClusterAccess(other, live, turns);
    }
}
