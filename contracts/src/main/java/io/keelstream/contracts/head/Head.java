package io.keelstream.contracts.head;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.event.Inline;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetPolicy;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One record of {@code head}: either a ref (its last processed commit) or an application on it (its claim and the inputs
 * of its last render).
 *
 * @param revision the last processed commit; null before the first
 * @param application what is known of the application; null in a ref's record
 * @param problems what is wrong with the ref itself (unreachable, deleted, ...); empty when nothing is
 * @param commits the commits that were seen last, of which {@code revision} need not be the newest; null in an application's record, and
 *     in records of versions that do not number commits
 * @param undecided the files of the last processed commit that describe no application which can be used; a thousand at most. Null
 *     without any, in an application's record, and in records of versions that do not say so
 */
public record Head(
        @Nullable Revision revision,
        @Nullable ApplicationHead application,
        List<Problem> problems,
        @Nullable Commits commits,
        @Nullable List<Undecided> undecided) {

    public Head {
        problems = List.copyOf(problems);
        undecided = undecided == null || undecided.isEmpty() ? null : List.copyOf(undecided);
    }

    /** A record of a ref. */
    public static Head of(@Nullable Revision revision, List<Problem> problems, @Nullable Commits commits) {
        return new Head(revision, null, problems, commits, null);
    }

    /** A record of an application. */
    public static Head of(Revision revision, ApplicationHead application) {
        return new Head(revision, application, List.of(), null, null);
    }

    /**
     * An application claimed by the ref.
     *
     * @param base folder that holds its file
     * @param targets what is known of each target, by the target's own name
     * @param describedIn folder of the file that describes it, as a fleet may do further up; null where that is {@code base}
     * @param limits digest of the limits of tenants that its targets are held to, as they are published; null without any
     */
    public record ApplicationHead(
            String base,
            Map<String, TargetHead> targets,
            @Nullable String describedIn,
            @Nullable String limits) {

        public ApplicationHead {
            targets = Map.copyOf(targets);
        }

        /** One with a file of its own, of an installation without tenants. */
        public ApplicationHead(String base, Map<String, TargetHead> targets) {
            this(base, targets, null, null);
        }
    }

    /**
     * A target's last render.
     *
     * @param inputKey digest over tree ids, renderer version, parameters and policy; equal key, equal render
     * @param bundle the last good bundle
     * @param ending how the newest render ended
     * @param removed whether the target was removed from Git
     * @param sources the charts and bases from elsewhere of the last good bundle
     * @param lifetime the commits that made it what it is
     */
    public record TargetHead(
            String inputKey,
            @Inline BundleHead bundle,
            @Inline Ending ending,
            boolean removed,
            List<SourceHead> sources,
            @Inline Lifetime lifetime) {

        public TargetHead {
            sources = List.copyOf(sources);
        }

        /** Whether the newest render was rejected. */
        public boolean rejected() {
            return ending.rejected();
        }

        /** Why the newest render was rejected, the first few; empty when it was not. */
        public List<Problem> problems() {
            return ending.problems();
        }

        /** The same, whose bundle was changed by another commit last; null for one without a number. */
        public TargetHead changedBy(@Nullable NumberedCommit commit) {
            return new TargetHead(inputKey, bundle, ending, removed, sources, lifetime.changedBy(commit));
        }

        /** The commits that changed it, newest first. */
        private List<NumberedCommit> changes() {
            return lifetime.changes();
        }

        /** The commit that changed the last good bundle last, or removed it; null where none is known. */
        public @Nullable NumberedCommit changedAt() {
            return changes().isEmpty() ? null : changes().getFirst();
        }

        /** The commits that changed it before that one, newest first. */
        public List<NumberedCommit> overtaken() {
            return changes().isEmpty()
                    ? List.of()
                    : changes().subList(1, changes().size());
        }

        /** Whether a plan is about what Git wants now. Versions that do not number commits cannot tell. */
        public boolean isAnsweredBy(Plan plan) {
            String identity = desiredIdentity();
            return identity == null || removed || plan.origin().forDesired().equals(identity);
        }

        /** The identity of the last record of {@code desired} that has a bundle; null where that is not known. */
        public @Nullable String desiredIdentity() {
            NumberedCommit last = changedAt();
            return last == null || bundleDigest() == null
                    ? null
                    : Desired.identity(
                            bundleDigest(), last.commit(), lifetime.addedAt() == null ? null : last.number());
        }

        /** Digest of the last good bundle; null when there was none. */
        public @Nullable String bundleDigest() {
            return bundle.bundleDigest();
        }
    }

    /**
     * How the newest render of a target ended.
     *
     * @param rejected whether it was rejected
     * @param problems why, the first few; empty when it was not
     * @param since number of the first commit that may have let go of what the target keeps, because it is rejected without a break since
     *     then, or its removal waits; null where it is what the last processed commit says, and in records of versions that do not say so
     * @param files the files that are rejected, as long as the target is; null where they are not known
     */
    public record Ending(
            boolean rejected,
            List<Problem> problems,
            @Nullable Long since,
            @Nullable Undecided files) {

        /** With a good bundle, or none any more. */
        public static final Ending GOOD = new Ending(false, List.of(), null, null);

        public Ending {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Files of which it is not known what they describe.
     *
     * @param folder digest of what they are: of what says how they are read, or what is wrong, and of their folder
     * @param inputs digest of what is read for them, also from other folders; null where that is not known
     * @param since number of the commit with which they became what they are; an object may have moved there since then
     */
    public record Undecided(String folder, @Nullable String inputs, long since) {}

    /**
     * The commits that made a target what it is, since Git added it last.
     *
     * @param changes the commits that changed the last good bundle, or removed it, newest first, at most {@value #MOST_CHANGES}; empty before
     *     the first, and in records of versions that do not number commits
     * @param addedAt the commit that added the target last; null before its first good bundle, and for targets that were added by versions
     *     that do not say so
     */
    public record Lifetime(
            List<NumberedCommit> changes, @Nullable NumberedCommit addedAt) {

        private static final int MOST_CHANGES = 20;

        /** Before the first good bundle. */
        public static final Lifetime NONE = new Lifetime(List.of(), null);

        public Lifetime {
            changes = List.copyOf(changes);
        }

        /** Of a target that a commit adds; null for one without a number. */
        public static Lifetime from(@Nullable NumberedCommit added) {
            return new Lifetime(List.of(), added);
        }

        private Lifetime changedBy(@Nullable NumberedCommit commit) {
            List<NumberedCommit> all = commit == null
                    ? List.of()
                    : Stream.concat(
                                    Stream.of(commit),
                                    changes.stream()
                                            .filter(each -> !each.commit().equals(commit.commit())))
                            .limit(MOST_CHANGES)
                            .toList();
            return new Lifetime(all, addedAt);
        }
    }

    /**
     * What is remembered of a target's last good bundle.
     *
     * @param bundleDigest its digest; null when there was none
     * @param objects its objects
     * @param movedTo objects that left the target for another one
     * @param cluster its cluster
     * @param namespace its default namespace
     * @param policy its policy
     * @param memory about what its objects take in the memory of a process that holds them; bytes
     */
    public record BundleHead(
            @Nullable String bundleDigest,
            List<ObjectHead> objects,
            List<Desired.Moved> movedTo,
            String cluster,
            String namespace,
            TargetPolicy policy,
            long memory) {

        public BundleHead {
            objects = List.copyOf(objects);
            movedTo = List.copyOf(movedTo);
        }
    }

    /**
     * What is remembered of a chart or base that is not in the repository.
     *
     * @param address where it is, without its version
     * @param version the version, tag or commit that was asked for
     * @param digest what was rendered
     * @param newest what the version was when it was looked at last; another one than {@code digest} where it moved, empty where nobody
     *     asks since the digest is written
     */
    public record SourceHead(String address, String version, String digest, String newest) {}

    /**
     * What is remembered of one object of the last good bundle.
     *
     * @param reference {@code Kind.group/namespace/name}
     * @param digest its digest
     * @param commit the commit at which the digest changed last
     * @param movedFrom the target that it left for this one; null without a move
     */
    public record ObjectHead(
            String reference,
            String digest,
            String commit,
            @Nullable String movedFrom) {}
}
