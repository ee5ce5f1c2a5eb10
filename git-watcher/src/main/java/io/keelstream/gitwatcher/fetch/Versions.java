package io.keelstream.gitwatcher.fetch;

import io.keelstream.gitwatcher.source.SourceAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What hosts said that versions are, and when each is to be looked at again. Not thread-safe. */
final class Versions {

    /**
     * What the host of a version said that it is.
     *
     * @param digest empty where it was not asked yet
     * @param at when it was asked, or is said to have been: the time of {@link System#nanoTime}
     */
    private record Looked(SourceAddress address, String digest, long at) {}

    private final Duration check;
    private final Map<String, Looked> newest = new HashMap<>();

    /** @param check how often a version is looked at */
    Versions(Duration check) {
        this.check = check;
    }

    /** What a version is; empty where its host was not asked yet. */
    Optional<String> known(SourceAddress address) {
        return Optional.ofNullable(newest.get(address.key()))
                .map(Looked::digest)
                .filter(each -> !each.isEmpty());
    }

    /** The same for a version that is looked at from now on; where its host was not asked yet, at the next look. */
    Optional<String> watched(SourceAddress address) {
        newest.computeIfAbsent(address.key(), absent -> new Looked(address, "", System.nanoTime() - check.toNanos()));
        return known(address);
    }

    /** Its host says now what a version is. */
    void said(SourceAddress address, String digest) {
        newest.put(address.key(), new Looked(address, digest, System.nanoTime()));
    }

    /**
     * The versions that were not looked at for a while. They count as looked at from now on.
     *
     * @param watched the keys of those that targets read; others are forgotten
     */
    Set<SourceAddress> due(Set<String> watched) {
        long now = System.nanoTime();
        newest.keySet().retainAll(watched);
        Set<SourceAddress> due = new HashSet<>();
        newest.replaceAll((key, each) -> {
            if (now - each.at() < check.toNanos()) {
                return each;
            }
            due.add(each.address());
            return new Looked(each.address(), each.digest(), now);
        });
        return due;
    }
}
