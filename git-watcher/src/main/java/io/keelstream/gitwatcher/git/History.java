package io.keelstream.gitwatcher.git;

import io.keelstream.gitwatcher.snapshot.UnreadableSnapshotException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * The commits behind a fetched one, as far as the clone has them. What a clone cut off has no parents here. Thread-safe.
 */
public final class History {

    private final Repository repository;
    private final ObjectId at;
    private final Map<ObjectId, Commit> commits = new ConcurrentHashMap<>();

    /**
     * @param repository stays open while the history is used
     * @param at a commit, or an annotated tag of one
     */
    History(Repository repository, ObjectId at) {
        this.repository = repository;
        this.at = at;
    }

    /**
     * One commit.
     *
     * @param id its name
     * @param author who wrote it, for messages
     * @param snapshot its files
     * @param signed what is signed, and the signature
     * @param parents names of the commits before it that are known
     */
    public record Commit(
            String id, String author, CommitSnapshot snapshot, SignedObject signed, List<ObjectId> parents) {

        public Commit {
            parents = List.copyOf(parents);
        }
    }

    /** The fetched commit. */
    public Commit head() {
        try (RevWalk walk = new RevWalk(repository)) {
            return commit(walk.parseCommit(at));
        } catch (IOException e) {
            throw new UnreadableSnapshotException("commit " + at.name() + " cannot be read", e);
        }
    }

    /** A commit before another one; null where the clone does not have it. */
    public @Nullable Commit commit(ObjectId id) {
        Commit known = commits.get(id);
        if (known != null) {
            return known;
        }
        try (RevWalk walk = new RevWalk(repository)) {
            Commit read = commit(walk.parseCommit(id));
            commits.put(id, read);
            return read;
        } catch (MissingObjectException e) {
            return null;
        } catch (IOException e) {
            throw new UnreadableSnapshotException("commit " + id.name() + " cannot be read", e);
        }
    }

    /** The annotated tag that was fetched; null where the ref is none. */
    public @Nullable SignedObject tag() {
        try (RevWalk walk = new RevWalk(repository)) {
            RevObject object = walk.parseAny(at);
            return object instanceof RevTag
                    ? SignedObject.ofTag(walk.getObjectReader().open(at).getBytes())
                    : null;
        } catch (IOException e) {
            throw new UnreadableSnapshotException("tag " + at.name() + " cannot be read", e);
        }
    }

    /**
     * The commits that the fetched one brought: its ancestors that others do not have, and at the end itself. Oldest first, each after
     * its parents. Where the clone has none of the others, the chain of first parents.
     *
     * @param known the commits seen before, newest first
     * @param most at most so many, the newest
     */
    public List<String> since(List<String> known, int most) {
        try (RevWalk walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            RevCommit head = walk.parseCommit(at);
            RevCommit last = newest(known, walk);
            List<String> later = last == null ? firstParents(head, most, walk) : after(last, head, most, walk);
            return later.reversed();
        } catch (IOException e) {
            throw new UnreadableSnapshotException("the history of commit " + at.name() + " cannot be read", e);
        }
    }

    private @Nullable RevCommit newest(List<String> known, RevWalk walk) throws IOException {
        for (String id : known) {
            if (repository.getObjectDatabase().has(ObjectId.fromString(id))) {
                return walk.parseCommit(ObjectId.fromString(id));
            }
        }
        return null;
    }

    private static List<String> after(RevCommit last, RevCommit head, int most, RevWalk walk) throws IOException {
        List<String> later = new ArrayList<>(List.of(head.name()));
        if (!last.equals(head)) {
            walk.sort(RevSort.TOPO);
            walk.markStart(head);
            walk.markUninteresting(last);
            for (RevCommit each = walk.next(); each != null && later.size() < most; each = walk.next()) {
                if (!each.equals(head)) {
                    later.add(each.name());
                }
            }
        }
        return later;
    }

    private static List<String> firstParents(RevCommit head, int most, RevWalk walk) throws IOException {
        List<String> chain = new ArrayList<>();
        RevCommit each = head;
        while (each != null && chain.size() < most) {
            chain.add(each.name());
            each = each.getParentCount() == 0 ? null : parsed(each.getParent(0), walk);
        }
        return chain;
    }

    private static @Nullable RevCommit parsed(RevCommit commit, RevWalk walk) throws IOException {
        try {
            walk.parseHeaders(commit);
            return commit;
        } catch (MissingObjectException cutOff) {
            return null;
        }
    }

    private Commit commit(RevCommit commit) {
        return new Commit(
                commit.name(),
                CommitDetails.author(commit),
                new CommitSnapshot(repository, commit.getTree()),
                SignedObject.ofCommit(commit.getRawBuffer()),
                Arrays.stream(commit.getParents()).map(RevCommit::getId).toList());
    }
}
