package io.keelstream.gitwatcher;

import io.keelstream.gitwatcher.bundle.SecretRule;
import io.keelstream.gitwatcher.evaluation.HeldMemory;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.Renderers;
import java.nio.file.Path;
import java.util.Map;

/**
 * Everything a {@link GitWatcher} is made of.
 *
 * @param installation the installation's name
 * @param state folder of the clones; losing it costs a fetch
 * @param sources what is watched
 * @param clusters the installation's clusters, and what charts see of them
 * @param secrets what happens to plain Secrets
 * @param renderers the renderers that are on
 * @param held how much memory bundles may take
 */
public record GitWatcherSettings(
        String installation,
        Path state,
        Sources sources,
        Clusters clusters,
        SecretRule secrets,
        Renderers renderers,
        HeldMemory held) {

    /**
     * The clusters of an installation, by name.
     *
     * @param stated what the installation states of each
     * @param answered what some answered at the start: counts until they publish what they serve
     */
    public record Clusters(Map<String, ClusterFacts> stated, Map<String, ClusterFacts> answered) {

        public Clusters {
            stated = Map.copyOf(stated);
            answered = Map.copyOf(answered);
        }

        /** Clusters that nobody asked. */
        public static Clusters stated(Map<String, ClusterFacts> stated) {
            return new Clusters(stated, Map.of());
        }
    }

    /** The same, which knows what clusters answered at the start. */
    public GitWatcherSettings knowing(Map<String, ClusterFacts> answered) {
        return new GitWatcherSettings(
                installation, state, sources, new Clusters(clusters.stated(), answered), secrets, renderers, held);
    }
}
