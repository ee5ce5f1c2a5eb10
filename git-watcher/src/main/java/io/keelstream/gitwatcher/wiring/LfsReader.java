package io.keelstream.gitwatcher.wiring;

import io.keelstream.gitwatcher.fetch.LfsSettings;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.network.Network;
import io.keelstream.gitwatcher.source.LfsRepository;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks of which repositories files in Git LFS are fetched. Used once.
 *
 * @param mistakes gets one line per mistake
 */
record LfsReader(List<String> mistakes) {

    /** What all refs of a repository must have in common. */
    private record Written(String url, GitWatcherProperties.Credentials credentials, Network network) {}

    /** @param repositories the repositories that are written, in their order */
    List<LfsSettings> read(List<GitWatcherProperties.Repository> written, List<RepositorySettings> repositories) {
        Map<String, LfsSettings> lfs = new LinkedHashMap<>();
        Map<String, Written> asWritten = new HashMap<>();
        for (int i = 0; i < repositories.size(); i++) {
            RepositorySettings each = repositories.get(i);
            if (!written.get(i).lfs()) {
                continue;
            }
            String property = "keelstream.repositories[" + i + "].lfs";
            if (!each.url().startsWith("https://") && !each.url().startsWith("http://")) {
                mistakes.add(property + ": is true for '" + each.url() + "'; allowed: with https://, since Git LFS is"
                        + " asked over the web");
                continue;
            }
            lfs.putIfAbsent(
                    each.name(),
                    new LfsSettings(
                            new LfsRepository(each.name(), each.url()),
                            each.credentials(),
                            each.options().network()));
            Written described = new Written(
                    each.url(), written.get(i).credentials(), each.options().network());
            if (!asWritten.computeIfAbsent(each.name(), absent -> described).equals(described)) {
                mistakes.add(property + ": another ref of '" + each.name()
                        + "' has another url, credentials, ca or proxy; allowed: the same for all refs of a name");
            }
        }
        return List.copyOf(lfs.values());
    }
}
