package io.keelstream.gitwatcher.submodule;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.evaluation.Provenance;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.source.Answer;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.RefSources;
import io.keelstream.gitwatcher.source.SourceAddress.GitBase;
import io.keelstream.gitwatcher.source.Written;
import io.keelstream.gitwatcher.submodule.Mounts.Mount;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Fetches the submodules of one ref's commits: each at the commit that the repository names, from hosts of the installation's list alone. A
 * commit waits a while for them; what comes later wakes the ref. One that is not to be had is named wherever it is read. Confined to the thread
 * of its ref.
 */
public final class Submodules implements AutoCloseable {

    /** How long the rest of a commit waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Of one commit, those of submodules included. */
    private static final int MOST = 100;

    /** Submodules of submodules. */
    private static final int DEEPEST = 5;

    private final String url;
    private final RefSources sources;
    private final Duration patience;
    private Mounts mounts = Mounts.NONE;

    /**
     * The submodules of a repository.
     *
     * @param url the repository's address, from which relative ones start
     * @param sources fetches them, and nothing else
     */
    public Submodules(String url, RefSources sources) {
        this(url, sources, PATIENCE);
    }

    Submodules(String url, RefSources sources, Duration patience) {
        this.url = url;
        this.sources = sources;
        this.patience = patience;
    }

    /** Whether another commit would be found than by the last {@link #mount}: one has come that was not here. */
    public boolean changed() {
        return sources.isChanged();
    }

    /** The commit with the files of its submodules. */
    public Snapshot mount(Snapshot files) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Walk walk = look(files);
        boolean inTime = true;
        while (walk.pending && inTime) {
            inTime = sources.await(deadline);
            walk = look(files);
        }
        sources.keep(walk.keys);
        mounts = walk.found;
        return mounts.over(files);
    }

    /** What comes while it looks is seen by it, or is a change after it. */
    private Walk look(Snapshot files) {
        Set<String> _ = sources.changed();
        Walk walk = new Walk();
        walk.found = walk.of(files, url, 0);
        return walk;
    }

    /** Who answers for what targets read, submodules of the last {@link #mount} included, of earlier commits too. */
    public Provenance over(Provenance own) {
        Mounts mounted = mounts;
        return (bases, files) -> own.of(bases, earlier -> files.apply(mounted.overEarlier(earlier)));
    }

    /** An earlier commit as far as its submodules are those of the last {@link #mount}. */
    Snapshot earlier(Snapshot files) {
        return mounts.overEarlier(files);
    }

    @Override
    public void close() {
        sources.close();
    }

    /** One look at all of them. */
    private final class Walk {

        private final Set<String> keys = new HashSet<>();
        private boolean pending;
        private Mounts found = Mounts.NONE;

        Mounts of(Snapshot files, String from, int depth) {
            SortedMap<String, Mount> here = new TreeMap<>();
            SortedMap<String, Problem> absent = new TreeMap<>();
            for (Map.Entry<String, String> each : Modules.of(files).entrySet()) {
                String path = each.getKey();
                Entry entry = Objects.requireNonNull(files.find(path));
                Optional<GitBase> base =
                        address(from, each.getValue()).flatMap(address -> Written.git(address, entry.id()));
                if (depth >= DEEPEST || keys.size() >= MOST) {
                    absent.put(path, tooMany(path));
                } else if (base.isEmpty()) {
                    absent.put(path, noAddress(path));
                } else {
                    switch (fetched(base.get())) {
                        case Answer.Known<Content>(Content.Files(Snapshot inside)) ->
                            here.put(path, new Mount(entry.id(), inner(inside, base.get(), depth, path, absent)));
                        case Answer.Known<Content> _ -> throw new IllegalStateException("a commit has files");
                        case Answer.Pending<Content> _ -> {
                            pending = true;
                            absent.put(path, slow(base.get(), path));
                        }
                        case Answer.Failed<Content>(Problem problem) ->
                            absent.put(path, new Problem(problem.reason(), "a submodule: " + problem.message(), path));
                    }
                }
            }
            return new Mounts(here, absent);
        }

        private Answer<Content> fetched(GitBase base) {
            keys.add(base.key());
            return sources.content(base, base.version());
        }

        /** What a submodule's own submodules lack is missing at their paths here. */
        private Snapshot inner(
                Snapshot files, GitBase base, int depth, String path, SortedMap<String, Problem> absent) {
            Mounts inner = of(files, base.url(), depth + 1);
            inner.absent().forEach((name, problem) -> {
                String place = path + "/" + name;
                absent.put(place, new Problem(problem.reason(), problem.message(), place));
            });
            return inner.over(files);
        }
    }

    /**
     * The whole address: one that begins with {@code ./} or {@code ../} starts at the repository's own, as
     * <a href="https://git-scm.com/docs/gitmodules">Git</a> has it.
     */
    static Optional<String> address(String from, String written) {
        if (!written.startsWith("./") && !written.startsWith("../")) {
            return Optional.of(written);
        }
        String folder = from.replaceFirst("/+$", "");
        String rest = written;
        while (rest.startsWith("./") || rest.startsWith("../")) {
            if (rest.startsWith("../")) {
                int slash = folder.lastIndexOf('/');
                if (slash < 0 || folder.substring(0, slash).endsWith("/")) {
                    return Optional.empty();
                }
                folder = folder.substring(0, slash);
            }
            rest = rest.substring(rest.indexOf('/') + 1);
        }
        return Optional.of(folder + "/" + rest);
    }

    private static Problem noAddress(String path) {
        return Reason.SOURCE_NOT_ALLOWED.problem(
                "a submodule whose address in .gitmodules is not one of https://; write such a one, without a user and"
                        + " a password",
                path);
    }

    private static Problem slow(GitBase base, String path) {
        return Reason.SOURCE_UNREACHABLE.problem(
                "a submodule that is still being fetched from " + base.host()
                        + "; what is deployed stays until it is here",
                path);
    }

    private static Problem tooMany(String path) {
        return Reason.BUNDLE_TOO_LARGE.problem(
                "a submodule, and a commit has at most " + MOST + ", " + DEEPEST
                        + " inside one another; copy what is needed into the repository",
                path);
    }
}
