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
 * @param clusters the installation's clusters by name
 * @param secrets what happens to plain Secrets
 * @param renderers the renderers that are on
 * @param held how much memory bundles may take
 */
public record GitWatcherSettings(
        String installation,
        Path state,
        Sources sources,
        Map<String, ClusterFacts> clusters,
        SecretRule secrets,
        Renderers renderers,
        HeldMemory held) {

    public GitWatcherSettings {
        clusters = Map.copyOf(clusters);
    }
}
