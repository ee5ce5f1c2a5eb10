package io.keelstream.gitwatcher;

import io.keelstream.gitwatcher.bundle.SecretRule;
import io.keelstream.gitwatcher.evaluation.HeldMemory;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.Renderers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything a {@link GitWatcher} is made of.
 *
 * @param installation the installation's name
 * @param state folder of the clones; losing it costs a fetch
 * @param repositories every ref of the installation, including those that another instance watches
 * @param clusters the installation's clusters by name
 * @param secrets what happens to plain Secrets
 * @param renderers the renderers that are on
 * @param held how much memory bundles may take
 */
public record GitWatcherSettings(
        String installation,
        Path state,
        List<RepositorySettings> repositories,
        Map<String, ClusterFacts> clusters,
        SecretRule secrets,
        Renderers renderers,
        HeldMemory held) {

    public GitWatcherSettings {
        repositories = List.copyOf(repositories);
        clusters = Map.copyOf(clusters);
    }
}
