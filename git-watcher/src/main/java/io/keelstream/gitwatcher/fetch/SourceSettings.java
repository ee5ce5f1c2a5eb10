package io.keelstream.gitwatcher.fetch;

import io.keelstream.gitwatcher.source.LfsRepository;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What may be fetched from elsewhere.
 *
 * @param hosts the only hosts that are asked, redirects included
 * @param check how often a version is looked at that may have been moved
 * @param cacheBytes how much of what was fetched is kept on disk; bytes
 * @param lfs the repositories of the installation whose files in Git LFS are fetched
 */
public record SourceSettings(List<SourceHost> hosts, Duration check, long cacheBytes, List<LfsSettings> lfs) {

    /** How often a version is looked at. */
    public static final Duration CHECK = Duration.ofMinutes(10);

    /** 1 GiB. */
    public static final long CACHE_BYTES = 1L << 30;

    /** Nothing is fetched. */
    public static final SourceSettings NONE = new SourceSettings(List.of(), CHECK, CACHE_BYTES);

    public SourceSettings {
        hosts = List.copyOf(hosts);
        lfs = List.copyOf(lfs);
    }

    /** Nothing in Git LFS is fetched. */
    public SourceSettings(List<SourceHost> hosts, Duration check, long cacheBytes) {
        this(hosts, check, cacheBytes, List.of());
    }

    /** The same with repositories whose files in Git LFS are fetched. */
    public SourceSettings with(List<LfsSettings> repositories) {
        return new SourceSettings(hosts, check, cacheBytes, repositories);
    }

    /** The repository of the installation, where its files in Git LFS are fetched. */
    Optional<LfsRepository> lfs(String name) {
        return lfs.stream()
                .map(LfsSettings::repository)
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    /** The entry of a host as an address names it. */
    Optional<SourceHost> find(String name) {
        return hosts.stream().filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
    }
}
