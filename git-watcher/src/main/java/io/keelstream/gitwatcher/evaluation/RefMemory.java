package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.head.Head.Undecided;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.discovery.Claims;
import io.keelstream.gitwatcher.discovery.Discovery;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.snapshot.Difference;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.source.RefSources;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a ref between two commits: the recorded state of its applications, and what was found in the last commit.
 * The second part is a cache; without it the next commit is walked as a whole. Confined to the thread of its ref.
 */
public final class RefMemory {

    private final Map<String, ApplicationHead> heads = new HashMap<>();
    private final InputIndex inputs = new InputIndex();
    private List<Problem> problems = List.of();
    private List<Undecided> undecided = List.of();
    private long processed;
    private @Nullable Discovery discovery;
    private boolean removalsWait;
    private Map<String, ClusterFacts> published = Map.of();
    private final RefSources sources;

    /** Empty, of a ref for which nothing is fetched from elsewhere. */
    public RefMemory() {
        this(RefSources.NONE);
    }

    /** Empty. */
    public RefMemory(RefSources sources) {
        this.sources = sources;
    }

    /** Adds the recorded state of an application. */
    public void record(String application, ApplicationHead head) {
        heads.put(application, head);
    }

    /** Adds the recorded problems of the ref. */
    public void record(List<Problem> known) {
        problems = List.copyOf(known);
    }

    /**
     * Adds what is recorded of the last processed commit.
     *
     * @param commit the commit; null before the first
     * @param files the files that described no usable application
     */
    public void recordCommit(@Nullable Revision commit, List<Undecided> files) {
        processed = number(commit);
        undecided = List.copyOf(files);
    }

    /** Remembers a commit that was evaluated and written completely. */
    public void evaluated(Evaluation evaluation, Revision commit) {
        processed = number(commit);
        discovery = evaluation.discovery();
        removalsWait = !evaluation.waiting().files().isEmpty();
        problems = evaluation.problems();
        undecided = evaluation.undecided();
        published = evaluation.published();
    }

    /** Drops what was found, for instance because a commit was written only in part: the next one is walked as a whole. */
    public void forgetCommit() {
        discovery = null;
    }

    /** The highest number of a commit that a record of a target names; 0 where none does. */
    public long newestNumber() {
        return heads.values().stream()
                .flatMap(head -> head.targets().values().stream())
                .flatMapToLong(target -> {
                    NumberedCommit changed = target.changedAt();
                    Long since = target.ending().since();
                    Undecided files = target.ending().files();
                    return LongStream.of(
                            changed == null ? 0 : changed.number(),
                            since == null ? 0 : since,
                            files == null ? 0 : files.since());
                })
                .max()
                .orElse(0);
    }

    /** Recorded applications by name. */
    public Map<String, ApplicationHead> heads() {
        return heads;
    }

    /** The recorded problems of the ref. */
    public List<Problem> problems() {
        return problems;
    }

    /** The recorded {@linkplain UnusableFile files} that described no usable application. */
    public List<Undecided> undecided() {
        return undecided;
    }

    /**
     * Number of the first commit that may have let go of what a target still has: that after the last one which was written completely. One
     * in between may be written in part, by a process that died.
     *
     * @param commit the commit that is evaluated
     */
    long since(Revision commit) {
        return Math.min(processed + 1, number(commit));
    }

    static long number(@Nullable Revision commit) {
        return commit == null || commit.number() == null ? 0 : commit.number();
    }

    /** Whether targets that Git no longer has were not removed by the last commit. */
    boolean removalsWait() {
        return removalsWait;
    }

    /** The application as the last commit described it; null where it was unknown. */
    @Nullable
    Application application(String name) {
        return discovery == null ? null : discovery.catalog().applications().get(name);
    }

    /** What was wrong with what a target depends on, in the last commit; null where nothing was, or that is not known. */
    @Nullable
    Problem dependencyProblem(TargetName name) {
        return discovery == null ? null : discovery.catalog().dependencies().get(name);
    }

    /** What is fetched for the ref from elsewhere. */
    public RefSources sources() {
        return sources;
    }

    /** The targets for which clusters serve something else than when the last commit was evaluated. */
    Set<TargetName> servedOtherwise(Map<String, ClusterFacts> now) {
        Set<String> names = new HashSet<>(published.keySet());
        names.addAll(now.keySet());
        names.removeIf(name -> Objects.equals(published.get(name), now.get(name)));
        return inputs.reading(names.stream().map(UsedSources::ofCluster).collect(Collectors.toSet()));
    }

    InputIndex inputs() {
        return inputs;
    }

    /** What differs from the last commit; empty where that is not known, or too much: then the last commit is forgotten. */
    Optional<List<Difference>> differences(Snapshot next) {
        if (discovery == null) {
            return Optional.empty();
        }
        Optional<List<Difference>> differences = Difference.between(discovery.snapshot(), next);
        if (differences.isEmpty()) {
            forgetCommit();
        }
        return differences;
    }

    Discovery discover(Snapshot next, String root, Optional<List<Difference>> differences, Claims claims) {
        return discovery == null || differences.isEmpty()
                ? Discovery.in(next, root, claims)
                : discovery.after(next, differences.get(), claims);
    }

    @Nullable
    TargetHead head(String application, String target) {
        ApplicationHead head = heads.get(application);
        return head == null ? null : head.targets().get(target);
    }

    /** About what its last good bundles take in the memory of a service that holds them. */
    long bytes() {
        return heads.values().stream()
                .flatMap(head -> head.targets().values().stream())
                .mapToLong(target -> target.bundle().memory())
                .sum();
    }

    /** The same of one target. */
    long bytes(TargetName name) {
        TargetHead head = head(name.application(), name.target());
        return head == null ? 0 : head.bundle().memory();
    }

    /** Whether anything was ever deployed from here: without it nothing can move or disappear. */
    boolean hasObjects() {
        return heads.values().stream()
                .flatMap(head -> head.targets().values().stream())
                .anyMatch(target -> target.bundleDigest() != null && !target.removed());
    }
}
