package io.keelstream.gitwatcher.submodule;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.source.Answer;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.LfsRepository;
import io.keelstream.gitwatcher.source.RefSources;
import io.keelstream.gitwatcher.source.SourceAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Commits of other repositories that a test has. */
final class Commits implements RefSources {

    /** Commits whose host is away, and those that are on their way for ever. */
    final Set<String> away = new HashSet<>();

    final Set<String> late = new HashSet<>();

    /** The keys of what was asked for. */
    final Set<String> asked = new HashSet<>();

    final Set<String> changed = new HashSet<>();

    private final Map<String, Snapshot> commits = new HashMap<>();

    void has(String url, String commit, Snapshot files) {
        commits.put("git::" + url + " " + commit, files);
    }

    @Override
    public Answer<Content> content(SourceAddress address, String digest) {
        asked.add(address.key());
        if (late.contains(digest)) {
            return new Answer.Pending<>();
        }
        Snapshot files = away.contains(digest) ? null : commits.get(address.key());
        return files == null
                ? new Answer.Failed<>(
                        Reason.SOURCE_UNREACHABLE.problem("'" + address.host() + "' cannot be reached", null))
                : new Answer.Known<>(new Content.Files(files));
    }

    @Override
    public Answer<String> newest(SourceAddress address) {
        throw new AssertionError("a commit cannot be moved");
    }

    @Override
    public String looked(SourceAddress address, String last) {
        throw new AssertionError("a commit cannot be moved");
    }

    @Override
    public Optional<LfsRepository> lfs() {
        return Optional.empty();
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
