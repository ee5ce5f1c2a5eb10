package io.keelstream.gitwatcher.git;

import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;

/**
 * A repository that is not watched, of which one commit is fetched into a folder. Used once, by one thread; the snapshot may be read by
 * others.
 */
public final class OtherRepository implements AutoCloseable {

    private static final long LARGEST_PACK = 100L << 20;
    private static final String FETCHED = "refs/keelstream/base";
    private static final String BARE = "base.git";

    private final FileRepository repository;
    private final Connections connections;
    private final HttpConnectionFactory web;

    private OtherRepository(FileRepository repository, Connections connections, HttpConnectionFactory web) {
        this.repository = repository;
        this.connections = connections;
        this.web = web;
    }

    /**
     * Nothing is fetched yet.
     *
     * @param url an address of the web
     * @param web makes every connection
     * @param folder an empty folder
     */
    public static OtherRepository at(String url, GitCredentials credentials, HttpConnectionFactory web, Path folder)
            throws IOException {
        IsolatedSystemReader.install();
        Path home = Files.createDirectories(folder.resolve("home"));
        FileRepository repository = new FileRepository(folder.resolve(BARE).toFile());
        try {
            repository.create(true);
            ClonePacks.only(repository);
            RepositorySettings settings =
                    new RepositorySettings("base", url, Constants.HEAD, "", Duration.ofMinutes(1), credentials);
            return new OtherRepository(repository, new Connections(settings, home), web);
        } catch (URISyntaxException e) {
            repository.close();
            throw new IOException("the address is not well-formed", e);
        } catch (IOException e) {
            repository.close();
            throw e;
        }
    }

    /**
     * The commit of a tag; empty where there is no such tag.
     *
     * @param limit how long it may take
     * @throws IOException when it is not to be had, or takes longer than it may
     */
    public Optional<String> commitOf(String tag, Duration limit) throws IOException {
        String name = Constants.R_TAGS + tag;
        try (TransferLimit _ = new TransferLimit(objects(), LARGEST_PACK, limit);
                Transport transport = open();
                FetchConnection connection = transport.openFetch(List.of(new RefSpec(name)))) {
            Ref ref = connection.getRef(name);
            if (ref == null || ref.getObjectId() == null) {
                return Optional.empty();
            }
            Ref peeled = connection.getRef(name + "^{}");
            ObjectId commit = ref.getPeeledObjectId() != null
                    ? ref.getPeeledObjectId()
                    : peeled == null ? ref.getObjectId() : peeled.getObjectId();
            return Optional.of(commit.name());
        }
    }

    /**
     * Fetches one commit, without those before it, and closes the repository.
     *
     * @param commit its name
     * @param tag a tag that has it, for servers that give no commits by their names; empty without one
     * @param limit how long it may take
     * @throws IOException when it is not to be had, or takes longer or more than it may
     */
    public void fetch(String commit, String tag, Duration limit) throws IOException {
        try (TransferLimit transfer = new TransferLimit(objects(), LARGEST_PACK, limit)) {
            try {
                receive(commit, transfer);
            } catch (IOException e) {
                if (tag.isEmpty() || transfer.isCancelled()) {
                    throw transfer.exceeded()
                            ? new IOException("more than " + LARGEST_PACK + " bytes (100 MiB)", e)
                            : e;
                }
                receive(Constants.R_TAGS + tag, transfer);
            }
        }
        ObjectId wanted = ObjectId.fromString(commit);
        try (RevWalk walk = new RevWalk(repository)) {
            walk.parseCommit(wanted);
        }
        CompleteTree.check(repository, wanted, null, FetchedFolders.ALL);
    }

    private Path objects() {
        return repository.getObjectsDirectory().toPath();
    }

    private void receive(String what, TransferLimit transfer) throws IOException {
        try (Transport transport = open()) {
            transport.setDepth(1);
            transport.fetch(transfer, Set.of(new RefSpec("+" + what + ":" + FETCHED)));
        }
    }

    private Transport open() throws IOException {
        Transport transport = connections.open(repository);
        if (!(transport instanceof TransportHttp http)) {
            transport.close();
            throw new IOException("not an address of the web");
        }
        http.setHttpConnectionFactory(web);
        return transport;
    }

    @Override
    public void close() {
        connections.close();
        repository.close();
    }

    /**
     * A commit that was fetched.
     *
     * @param repository stays open while the snapshot is read
     */
    public record Opened(FileRepository repository, Snapshot snapshot) implements AutoCloseable {
        @Override
        public void close() {
            repository.close();
        }
    }

    /** The files of a commit that was fetched into a folder. */
    public static Opened open(Path folder, String commit) throws IOException {
        FileRepository repository = new FileRepository(folder.resolve(BARE).toFile());
        try (RevWalk walk = new RevWalk(repository)) {
            ObjectId tree =
                    walk.parseCommit(ObjectId.fromString(commit)).getTree().copy();
            return new Opened(repository, new CommitSnapshot(repository, tree));
        } catch (IOException e) {
            repository.close();
            throw e;
        }
    }
}
