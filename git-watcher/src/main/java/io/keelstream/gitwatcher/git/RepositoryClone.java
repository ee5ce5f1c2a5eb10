package io.keelstream.gitwatcher.git;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The bare clone of one ref. The ref is read before anything is fetched, only the ref's own commits are fetched, and nothing
 * is ever checked out. A commit that was kept is complete, so that a fetch looks only at what differs from it. Confined to
 * the thread of its ref; snapshots may be read by others while it is open.
 */
public final class RepositoryClone implements AutoCloseable {

    private static final long LARGEST_PACK = 100L << 20;
    private static final Duration LONGEST_FETCH = Duration.ofMinutes(10);
    /** What a first fetch brings where commits are signed: the oldest of these answers for what is older. */
    private static final int SIGNED_HISTORY = 200;

    private static final String INCOMING = "refs/keelstream/incoming";
    private static final String KEPT = "refs/keelstream/fetched";

    private final RepositorySettings settings;
    private final FileRepository repository;
    private final Connections connections;
    private final @Nullable LocalRepository local;
    private final WantedRef wanted;
    private final FetchedFolders files;
    private final PartialClone partial;
    private @Nullable CommitSnapshot snapshot;

    private RepositoryClone(
            RepositorySettings settings,
            FileRepository repository,
            Connections connections,
            @Nullable LocalRepository local) {
        this.settings = settings;
        this.repository = repository;
        this.connections = connections;
        this.local = local;
        this.files = FetchedFolders.of(settings);
        this.partial = new PartialClone(repository, files);
        this.wanted = WantedRef.parse(settings.ref())
                .orElseThrow(() -> new IllegalArgumentException("no ref: " + settings.ref()));
    }

    /**
     * Opens the clone, and creates it where there is none.
     *
     * @param folder a folder for this ref alone
     * @throws IOException when the folder cannot be used
     */
    public static RepositoryClone open(RepositorySettings settings, Path folder) throws IOException {
        IsolatedSystemReader.install();
        File bare = folder.resolve("clone.git").toFile();
        Path home = Files.createDirectories(folder.resolve("home"));
        FetchedFolders files = FetchedFolders.of(settings);
        if (!CloneState.isFor(bare, files)) {
            CloneState.delete(bare);
        }
        FileRepository repository = new FileRepository(bare);
        try {
            if (!repository.getObjectDatabase().exists()) {
                repository.create(true);
                CloneState.note(repository, files);
            }
            ClonePacks.only(repository);
            Connections connections = new Connections(settings, home);
            return new RepositoryClone(settings, repository, connections, LocalRepository.of(settings.url()));
        } catch (URISyntaxException e) {
            repository.close();
            throw new IOException("the url of repository '" + settings.name() + "' is not well-formed", e);
        } catch (IOException e) {
            repository.close();
            throw e;
        }
    }

    /** The folder to watch for a repository on this machine; null for a remote one. */
    public @Nullable LocalRepository local() {
        return local;
    }

    /** Where the ref is now: a request for one name, no objects. */
    public Look look() {
        try {
            if (wanted instanceof WantedRef.Pinned(ObjectId commit)) {
                return pinned(commit);
            }
            Ref ref = local == null ? remoteRef() : localRef(local);
            if (ref == null || ref.getObjectId() == null) {
                return new Look.Failed(GitProblems.refNotFound(settings));
            }
            return new Look.At(ref.getLeaf().getName(), ref.getObjectId());
        } catch (IOException | RuntimeException e) {
            return new Look.Failed(GitProblems.of(settings, explained(e)));
        }
    }

    /**
     * Servers drop the connection when they are asked in protocol 2 for objects that they name with SHA-256; in protocol 0
     * they say the names. Tried only while nothing was ever fetched.
     */
    private Exception explained(Exception failure) {
        try {
            if (local == null && kept() == null && ObjectFormats.mayExplain(failure)) {
                repository.getConfig().setInt("protocol", null, "version", 0);
                remoteRef();
            }
            return failure;
        } catch (IOException | RuntimeException e) {
            return ObjectFormats.isToldBy(String.valueOf(e.getMessage()).replace(settings.url(), "")) ? e : failure;
        } finally {
            repository.getConfig().unset("protocol", null, "version");
        }
    }

    private @Nullable Ref remoteRef() throws IOException {
        boolean range = wanted instanceof WantedRef.Newest;
        RefSpec asked = new RefSpec(range ? "refs/tags/*:refs/tags/*" : settings.ref());
        try (Transport transport = connections.open(repository);
                FetchConnection connection = transport.openFetch(List.of(asked))) {
            String name = wanted instanceof WantedRef.Newest newest
                    ? newest.of(connection.getRefs().stream().map(Ref::getName).toList())
                            .orElse("")
                    : settings.ref();
            return connection.getRef(name);
        }
    }

    private @Nullable Ref localRef(LocalRepository repository) throws IOException {
        return wanted instanceof WantedRef.Newest newest
                ? repository.find(newest.of(repository.tags()).orElse(Constants.R_TAGS + "none"))
                : repository.find(settings.ref());
    }

    /** Whether a commit exists is known once it is fetched; one of a local repository at once. */
    private Look pinned(ObjectId commit) throws IOException {
        if (local != null) {
            Ref _ = local.find(Constants.HEAD);
            if (!local.opened().getObjectDatabase().has(commit)) {
                return new Look.Failed(GitProblems.refNotFound(settings));
            }
        }
        return new Look.At(commit.name(), commit);
    }

    /**
     * Fetches the commit into the clone, unless it is there already. Where the ref has moved on meanwhile, and the clone is too shallow to
     * have both, the commit is the newer one.
     */
    public Fetched fetch(Look.At looked) {
        try {
            Look.At at = new Look.At(looked.ref(), local == null ? looked.commit() : peeled(local.opened(), looked));
            ObjectId before = kept();
            if (!isComplete(at.commit(), before)) {
                switch (transfer(at, before)) {
                    case Look.Failed(Problem problem) -> {
                        return new Fetched.Failed(problem);
                    }
                    case Look.At arrived -> at = arrived;
                }
                CompleteTree.check(repository, at.commit(), before, files);
            }
            return commit(
                    at,
                    before,
                    local == null
                            ? new History(repository, at.commit())
                            : new History(local.opened(), looked.commit()));
        } catch (IOException | RuntimeException e) {
            return new Fetched.Failed(GitProblems.of(settings, e));
        }
    }

    private boolean isComplete(ObjectId commit, @Nullable ObjectId before) throws IOException {
        try {
            if (before == null || !repository.getObjectDatabase().has(commit)) {
                return false;
            }
            CompleteTree.check(repository, commit, before, files);
            return true;
        } catch (MissingObjectException e) {
            return false;
        }
    }

    /** What arrived. */
    private Look transfer(Look.At at, @Nullable ObjectId before) throws IOException {
        Path objects = repository.getObjectsDirectory().toPath();
        try (TransferLimit limit = new TransferLimit(objects, LARGEST_PACK, LONGEST_FETCH)) {
            try {
                if (local != null) {
                    LocalTransfer.copy(local.opened(), repository, at.commit(), before, limit);
                    return at;
                }
                Look.At arrived = receive(at, before == null, limit);
                partial.files(connections, arrived, before, limit);
                return arrived;
            } catch (IOException | RuntimeException e) {
                if (limit.exceeded()) {
                    return new Look.Failed(Reason.TRANSFER_TOO_LARGE.problem(
                            "the transfer from " + settings.url() + " was stopped at " + LARGEST_PACK
                                    + " bytes (100 MiB); deployed objects stay. Keep large files out of the"
                                    + " repository",
                            settings.key()));
                }
                throw e;
            }
        }
    }

    private Look.At receive(Look.At at, boolean first, TransferLimit limit) throws IOException {
        try (Transport transport = connections.open(repository)) {
            if (first) {
                transport.setDepth(settings.signatures() == null ? 1 : SIGNED_HISTORY);
            }
            partial.filter(transport);
            transport.fetch(limit, Set.of(new RefSpec("+" + at.ref() + ":" + INCOMING)));
        }
        Ref incoming = repository.exactRef(INCOMING);
        boolean movedOn = incoming != null && !repository.getObjectDatabase().has(at.commit());
        return movedOn ? new Look.At(at.ref(), incoming.getObjectId()) : at;
    }

    /** The commit of an annotated tag, which is not copied itself. */
    private static ObjectId peeled(Repository source, Look.At at) throws IOException {
        try (RevWalk walk = new RevWalk(source)) {
            return walk.parseCommit(at.commit()).copy();
        }
    }

    private Fetched commit(Look.At at, @Nullable ObjectId before, History history) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit commit = walk.parseCommit(at.commit());
            boolean rewritten = before != null && !before.equals(commit) && !isAncestor(before, commit);
            keep(commit);
            Revision revision = new Revision(
                    settings.name(),
                    at.ref(),
                    commit.name(),
                    CommitDetails.author(commit),
                    CommitDetails.message(commit),
                    CommitDetails.time(commit),
                    CommitDetails.committer(commit));
            snapshot = new CommitSnapshot(repository, commit.getTree(), snapshot, files);
            return new Fetched.Commit(revision, snapshot, rewritten, history);
        }
    }

    private boolean isAncestor(ObjectId before, RevCommit commit) throws IOException {
        if (commit.getParentCount() > 0 && commit.getParent(0).equals(before)) {
            return true;
        }
        Repository history = local == null ? repository : local.opened();
        try (RevWalk walk = new RevWalk(history)) {
            return history.getObjectDatabase().has(before)
                    && walk.isMergedInto(walk.parseCommit(before), walk.parseCommit(commit));
        }
    }

    private @Nullable ObjectId kept() throws IOException {
        Ref ref = repository.exactRef(KEPT);
        return ref == null ? null : ref.getObjectId();
    }

    private void delete(String ref) throws IOException {
        RefUpdate update = repository.updateRef(ref);
        update.setForceUpdate(true);
        update.delete();
    }

    private void keep(ObjectId commit) throws IOException {
        RefUpdate update = repository.updateRef(KEPT);
        update.setNewObjectId(commit);
        update.setForceUpdate(true);
        update.disableRefLog();
        update.update();
    }

    /** Packs what many small fetches left, once it is worthwhile; the caller must not be reading an older commit. */
    public void tidy() throws IOException {
        ObjectId kept = kept();
        if (kept != null && ClonePacks.worthwhile(repository)) {
            delete(INCOMING);
            if (partial.isPartial()) {
                partial.pack(kept);
            } else {
                ClonePacks.pack(repository, kept, settings.signatures() != null);
            }
        }
    }

    /**
     * Whether the clone itself is at fault when it cannot be read: it is deleted then, and the next {@link #open} makes it again.
     * Reads all folders of the commit that it keeps.
     */
    public boolean deletedAsDamaged() throws IOException {
        File bare = repository.getDirectory();
        if (CloneState.isWhole(bare, KEPT, files)) {
            return false;
        }
        repository.close();
        CloneState.delete(bare);
        return true;
    }

    /** The clone's repository. */
    Repository repository() {
        return repository;
    }

    @Override
    public void close() {
        connections.close();
        repository.close();
        if (local != null) {
            local.close();
        }
    }
}
