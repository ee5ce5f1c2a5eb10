package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.Wanted;
import java.util.Map;

/**
 * One target of one commit.
 *
 * @param snapshot the commit's files
 * @param application the application's name
 * @param base the application's folder
 * @param target the target
 * @param cluster what is known of the target's cluster: what the installation states, and what else it serves where the renderer
 *     {@linkplain Renderer#asksCluster asks}
 * @param contents what was fetched of charts and bases from elsewhere, by the keys of their addresses
 */
public record RenderRequest(
        Snapshot snapshot,
        String application,
        String base,
        Target target,
        ClusterFacts cluster,
        Map<String, Content> contents) {

    public RenderRequest {
        contents = Map.copyOf(contents);
    }

    /** One for which nothing is fetched. */
    public RenderRequest(Snapshot snapshot, String application, String base, Target target, ClusterFacts cluster) {
        this(snapshot, application, base, target, cluster, Map.of());
    }

    /** The same in another commit. */
    public RenderRequest in(Snapshot other) {
        return new RenderRequest(other, application, base, target, cluster, contents);
    }

    /** The same with what else is known of the cluster. */
    public RenderRequest on(ClusterFacts known) {
        return new RenderRequest(snapshot, application, base, target, known, contents);
    }

    /** The same with what was fetched. */
    public RenderRequest with(Map<String, Content> fetched) {
        return new RenderRequest(snapshot, application, base, target, cluster, fetched);
    }

    /** Whether something from elsewhere was not fetched. */
    public boolean misses(Wanted wanted) {
        return !contents.containsKey(wanted.address().key());
    }

    /** The problem of a render without it: that of a command, which fetches nothing. */
    public Problem missing(Wanted wanted) {
        return Reason.SOURCE_NOT_ALLOWED.problem(
                wanted.address().named() + " is not in the repository, and only git-watcher fetches", wanted.where());
    }
}
