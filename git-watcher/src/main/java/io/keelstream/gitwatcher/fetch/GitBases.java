package io.keelstream.gitwatcher.fetch;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.credential.CredentialException;
import io.keelstream.gitwatcher.credential.CredentialHelper;
import io.keelstream.gitwatcher.git.GitCredentials;
import io.keelstream.gitwatcher.git.OtherRepository;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.SourceAddress.GitBase;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Commits of other repositories, each fetched alone, without history, into a folder of its own. Thread-safe. */
final class GitBases implements Origin<GitBase> {

    /** So many fetched commits are open; a closed one is opened again when it is read. */
    private static final int MOST_OPEN = 32;

    /** Bytes; what a host says of its tags, of which Git keeps all in memory. */
    private static final long LARGEST_LIST = 16L << 20;

    /** Bytes; a little more than the largest pack, which has its own limit, and what is said around it. */
    private static final long LARGEST_TRANSFER = 128L << 20;

    private final HostGuard guard;
    private final SourceCache cache;
    private final Duration longest;
    private final Deque<OtherRepository.Opened> open = new ArrayDeque<>();

    GitBases(HostGuard guard, SourceCache cache, Duration longest) {
        this.guard = guard;
        this.cache = cache;
        this.longest = longest;
    }

    @Override
    public String newest(GitBase base) throws FetchException, InterruptedException {
        return inFolder(
                base,
                LARGEST_LIST,
                (repository, folder) -> repository
                        .commitOf(base.version(), longest)
                        .orElseThrow(() -> new FetchException(
                                Reason.SOURCE_NOT_FOUND,
                                base.url() + " has no tag '" + base.version() + "'; 'ref' must be a tag or a commit")));
    }

    @Override
    public Content fetch(GitBase base, String commit) throws FetchException, InterruptedException {
        guard.listed(base.host());
        String name = base.url() + " " + commit;
        Content kept = opened(cache.folder(name), commit);
        if (kept != null) {
            return kept;
        }
        Path made = inFolder(base, LARGEST_TRANSFER, (repository, folder) -> {
            repository.fetch(commit, base.isCommit() ? "" : base.version(), longest);
            return cache.keep(folder, name);
        });
        Content fetched = opened(made, commit);
        if (fetched == null) {
            throw new FetchException(
                    Reason.SOURCE_UNREACHABLE, base.named() + " cannot be kept on disk; it is fetched again by itself");
        }
        return fetched;
    }

    private @Nullable Content opened(@Nullable Path folder, String commit) {
        if (folder == null) {
            return null;
        }
        try {
            OtherRepository.Opened opened = OtherRepository.open(folder, commit);
            remember(opened);
            return new Content.Files(opened.snapshot());
        } catch (IOException e) {
            try {
                SourceCache.delete(folder);
            } catch (IOException _) {
                // it is damaged, and is found so the next time
            }
            return null;
        }
    }

    private synchronized void remember(OtherRepository.Opened opened) {
        open.add(opened);
        if (open.size() > MOST_OPEN) {
            open.remove().close();
        }
    }

    private interface Use<T> {
        T with(OtherRepository repository, Path folder) throws IOException, FetchException;
    }

    private <T> T inFolder(GitBase base, long most, Use<T> use) throws FetchException, InterruptedException {
        SourceHost host = guard.allowed(url(base));
        Path folder = cache.incoming();
        GuardedConnections web = new GuardedConnections(guard, most, longest);
        try {
            try (OtherRepository repository = OtherRepository.at(base.url(), credentials(host), web, folder)) {
                return use.with(repository, folder);
            } finally {
                SourceCache.delete(folder);
            }
        } catch (CredentialException e) {
            throw HostCredentials.Exec.failed(e);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            throw failed(base, host, e);
        }
    }

    private static URL url(GitBase base) throws FetchException {
        try {
            return URI.create(base.url()).toURL();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new FetchException(Reason.SOURCE_INVALID, base.named() + " has an address that cannot be used");
        }
    }

    private static GitCredentials credentials(SourceHost host) {
        return switch (host.credentials()) {
            case HostCredentials.None _ -> new GitCredentials.None();
            case HostCredentials.Basic(String user, String password) -> new GitCredentials.Basic(user, password);
            case HostCredentials.Bearer(String token) -> new GitCredentials.Basic("token", token);
            case HostCredentials.Exec(CredentialHelper helper) -> new GitCredentials.Exec(helper);
        };
    }

    private static FetchException failed(GitBase base, SourceHost host, IOException failure) {
        StringBuilder said = new StringBuilder();
        Throwable each = failure;
        for (int depth = 0; each != null && depth < 8; depth++) {
            if (each instanceof GuardedConnections.RefusedException && each.getCause() instanceof FetchException why) {
                return why;
            }
            said.append(String.valueOf(each.getMessage()).toLowerCase(Locale.ROOT))
                    .append('\n');
            each = each.getCause();
        }
        if (said.indexOf("not authorized") >= 0
                || said.indexOf("authentication") >= 0
                || said.indexOf("not permitted") >= 0) {
            return new RefusedCredentialsException(host);
        }
        if (said.indexOf("more than ") == 0) {
            return new FetchException(
                    Reason.SOURCE_INVALID,
                    base.named() + " is larger than 100 MiB; copy what is needed into the repository");
        }
        if (said.indexOf("not found") >= 0 || said.indexOf("not our ref") >= 0 || said.indexOf("does not have") >= 0) {
            return new FetchException(
                    Reason.SOURCE_NOT_FOUND,
                    "'" + host.name() + "' does not have " + base.named() + ", or does not show it");
        }
        return new FetchException(
                Reason.SOURCE_UNREACHABLE,
                base.named() + " cannot be fetched (" + failure.getClass().getSimpleName()
                        + "); it is tried again by itself");
    }
}
