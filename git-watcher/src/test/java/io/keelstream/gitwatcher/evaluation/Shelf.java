package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.source.Answer;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.LfsRepository;
import io.keelstream.gitwatcher.source.RefSources;
import io.keelstream.gitwatcher.source.SourceAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What a test says of charts from elsewhere. A content is its digest in bytes. */
final class Shelf implements RefSources {

    /** What versions are now, by key. */
    final Map<String, String> versions = new ConcurrentHashMap<>();

    /** Digests that nobody has; asking for others gives them. */
    final Set<String> away = ConcurrentHashMap.newKeySet();

    /** Digests that are on their way, for ever. */
    final Set<String> late = ConcurrentHashMap.newKeySet();

    /** What was asked for: keys, and digests. */
    final Set<String> asked = ConcurrentHashMap.newKeySet();

    final Set<String> changed = new HashSet<>();

    /** The files of commits of other repositories. */
    final Map<String, Snapshot> commits = new ConcurrentHashMap<>();

    /** Files in Git LFS by their digests. */
    final Map<String, byte[]> files = new ConcurrentHashMap<>();

    /** The repository of those; null where they are not fetched. */
    @Nullable
    LfsRepository lfs;

    /** Somebody moved a version, and it was noticed. */
    void move(String key, String digest) {
        versions.put(key, digest);
        changed.add(key);
    }

    @Override
    public Answer<String> newest(SourceAddress address) {
        asked.add(address.key());
        String digest = versions.get(address.key());
        return digest == null
                ? new Answer.Failed<>(Reason.SOURCE_UNREACHABLE.problem("'registry' cannot be reached", null))
                : new Answer.Known<>(digest);
    }

    @Override
    public String looked(SourceAddress address, String last) {
        return versions.getOrDefault(address.key(), last);
    }

    @Override
    public Answer<Content> content(SourceAddress address, String digest) {
        asked.add(digest);
        if (late.contains(digest)) {
            return new Answer.Pending<>();
        }
        if (away.contains(digest)) {
            return new Answer.Failed<>(Reason.SOURCE_UNREACHABLE.problem("'registry' cannot be reached", null));
        }
        Snapshot commit = commits.get(digest);
        if (commit != null) {
            return new Answer.Known<>(new Content.Files(commit));
        }
        byte[] large = files.get(digest);
        return new Answer.Known<>(
                large == null
                        ? new Content.Archive(digest.getBytes(StandardCharsets.UTF_8))
                        : new Content.Bytes(large));
    }

    @Override
    public Optional<LfsRepository> lfs() {
        return Optional.ofNullable(lfs);
    }

    @Override
    public boolean await(long deadline) {
        return late.isEmpty();
    }

    @Override
    public boolean isChanged() {
        return !changed.isEmpty();
    }

    @Override
    public Set<String> changed() {
        Set<String> taken = Set.copyOf(changed);
        changed.clear();
        return taken;
    }

    @Override
    public void keep(Set<String> keys) {}

    @Override
    public void close() {}
}
