package io.keelstream.gitwatcher.fetch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What may be fetched from elsewhere.
 *
 * @param hosts the only hosts that are asked, redirects included
 * @param check how often a version is looked at that may have been moved
 * @param cacheBytes how much of what was fetched is kept on disk; bytes
 */
public record SourceSettings(List<SourceHost> hosts, Duration check, long cacheBytes) {

    /** How often a version is looked at. */
    public static final Duration CHECK = Duration.ofMinutes(10);

    /** 1 GiB. */
    public static final long CACHE_BYTES = 1L << 30;

    /** Nothing is fetched. */
    public static final SourceSettings NONE = new SourceSettings(List.of(), CHECK, CACHE_BYTES);

    public SourceSettings {
        hosts = List.copyOf(hosts);
    }

    /** The entry of a host as an address names it. */
    Optional<SourceHost> find(String name) {
        return hosts.stream().filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
    }
}
