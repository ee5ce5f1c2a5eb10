package io.keelstream.gitwatcher.signature;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.evaluation.Provenance;
import io.keelstream.gitwatcher.git.History;
import io.keelstream.gitwatcher.git.SignatureSettings;
import io.keelstream.gitwatcher.git.SignatureSettings.Merges;
import io.keelstream.gitwatcher.git.SignedObject;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.MalformedEntryException;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Finds the commit that changed some files last, as {@code git log} does, and whether an allowed key signed it. Where the clone's
 * history ends before, the oldest commit that is known answers. An annotated tag that an allowed key signed answers for
 * everything in it. Thread-safe.
 *
 * @param history the commits behind what is evaluated
 * @param settings which keys count where
 * @param rings the keys by their folders
 */
record SignedHistory(History history, SignatureSettings settings, Map<Path, KeyRing> rings) implements Provenance {

    /** So many commits are looked at; the last one answers for what is older. */
    private static final int MOST_COMMITS = 10_000;

    @Override
    public Answer of(Set<String> bases, Function<Snapshot, Optional<List<Entry>>> files) {
        Set<Path> folders = new TreeSet<>();
        bases.forEach(base -> {
            Path keys = Signatures.keysFor(settings, base);
            if (keys != null) {
                folders.add(keys);
            }
        });
        if (folders.isEmpty()) {
            return new Answer.Signed(List.of());
        }
        SignedObject tag = history.tag();
        Answer.Signed byTag = tag == null ? null : signed(tag, folders);
        if (byTag != null) {
            return byTag;
        }
        History.Commit last = last(files);
        Answer.Signed byCommit = signed(last.signed(), folders);
        return byCommit != null
                ? byCommit
                : folders.stream()
                        .flatMap(folder -> objection(last, folder).stream())
                        .findFirst()
                        .<Answer>map(Answer.Objection::new)
                        .orElseThrow();
    }

    /** The keys that signed an object, where each folder has one of them; null otherwise. */
    private Answer.@Nullable Signed signed(SignedObject object, Set<Path> folders) {
        List<String> keys = new ArrayList<>();
        for (Path folder : folders) {
            if (!(ring(folder).signer(object) instanceof Signer.Known(String key))) {
                return null;
            }
            keys.add(key);
        }
        return new Answer.Signed(keys);
    }

    private KeyRing ring(Path folder) {
        KeyRing known = rings.get(folder);
        return known == null ? KeyRing.read(folder) : known;
    }

    private History.Commit last(Function<Snapshot, Optional<List<Entry>>> files) {
        History.Commit commit = history.head();
        Optional<List<Entry>> now = read(files, commit);
        for (int looked = 0; looked < MOST_COMMITS; looked++) {
            History.Commit same = now.isEmpty() ? null : sameParent(commit, now, files);
            if (same == null) {
                return commit;
            }
            commit = same;
        }
        return commit;
    }

    private History.@Nullable Commit sameParent(
            History.Commit commit, Optional<List<Entry>> now, Function<Snapshot, Optional<List<Entry>>> files) {
        List<ObjectId> parents = commit.parents();
        int considered = settings.merges() == Merges.FIRST_PARENT ? Math.min(1, parents.size()) : parents.size();
        for (ObjectId id : parents.subList(0, considered)) {
            History.Commit parent = history.commit(id);
            if (parent != null
                    && (parent.snapshot().root().equals(commit.snapshot().root())
                            || read(files, parent).equals(now))) {
                return parent;
            }
        }
        return null;
    }

    private static Optional<List<Entry>> read(Function<Snapshot, Optional<List<Entry>>> files, History.Commit commit) {
        try {
            return files.apply(commit.snapshot());
        } catch (MalformedEntryException e) {
            return Optional.empty();
        }
    }

    private Optional<Problem> objection(History.Commit commit, Path folder) {
        String wrong = switch (ring(folder).signer(commit.signed())) {
            case Signer.Known _ -> "";
            case Signer.Nobody _ -> "is not signed";
            case Signer.Stranger(String key) -> "is signed by " + key + ", which is not among the keys in " + folder;
            case Signer.Broken(String why) -> "has a signature that " + why;
        };
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of(Reason.UNSIGNED_COMMIT.problem(
                        "commit " + commit.id() + " of " + commit.author() + " " + wrong
                                + "; the last good revision stays. Revert or change it with a commit that is signed by"
                                + " an allowed key (git commit -S)",
                        commit.id()));
    }
}
