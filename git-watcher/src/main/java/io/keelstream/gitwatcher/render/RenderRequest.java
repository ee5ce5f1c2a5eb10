package io.keelstream.gitwatcher.render;

import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.snapshot.Snapshot;

/**
 * One target of one commit.
 *
 * @param snapshot the commit's files
 * @param application the application's name
 * @param base the application's folder
 * @param target the target
 * @param cluster the configured facts of the target's cluster
 */
public record RenderRequest(Snapshot snapshot, String application, String base, Target target, ClusterFacts cluster) {

    /** The same in another commit. */
    public RenderRequest in(Snapshot other) {
        return new RenderRequest(other, application, base, target, cluster);
    }
}
