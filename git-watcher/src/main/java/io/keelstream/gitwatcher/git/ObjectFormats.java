package io.keelstream.gitwatcher.git;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Config;
import org.jspecify.annotations.Nullable;

/**
 * Recognises repositories whose objects are named with SHA-256, which JGit does not read: it takes the names for damaged
 * ones of SHA-1. Stateless.
 */
public final class ObjectFormats {

    private static final Pattern LONG_NAME = Pattern.compile("(?i)(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])");

    private static final int TIMEOUT_SECONDS = 10;

    private ObjectFormats() {}

    /** What is wrong with a repository on this machine; null for one that can be read, and for a remote one. */
    public static @Nullable String problemOf(String url) {
        try {
            LocalRepository local = LocalRepository.of(url);
            Path folder = local == null ? null : local.gitFolder();
            return folder != null && isSha256(folder) ? message(url) : null;
        } catch (URISyntaxException | IOException e) {
            return null;
        }
    }

    /**
     * What is wrong with a repository on a server that could not be listed; null where its names are not the reason. Servers
     * drop the connection in protocol 2, and say the names in protocol 0.
     *
     * @param failure of listing its refs
     */
    public static @Nullable String problemOf(String url, Throwable failure) {
        if (!mayExplain(failure)) {
            return null;
        }
        try (InMemoryRepository repository = new InMemoryRepository(new DfsRepositoryDescription("names"))) {
            repository.getConfig().setInt("protocol", null, "version", 0);
            new Git(repository)
                    .lsRemote()
                    .setRemote(url)
                    .setTimeout(TIMEOUT_SECONDS)
                    .call();
            return null;
        } catch (GitAPIException | RuntimeException e) {
            return isToldBy(causes(e).replace(url, "")) ? message(url) : null;
        }
    }

    private static String causes(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            text.append(each.getMessage()).append(' ');
        }
        return text.toString();
    }

    static String message(String url) {
        return url + " names its objects with SHA-256, which is not supported. Use a repository with SHA-1 names"
                + " (git init --object-format=sha1)";
    }

    static boolean isSha256(Path gitFolder) throws IOException {
        Path file = gitFolder.resolve("config");
        if (!Files.isReadable(file)) {
            return false;
        }
        Config config = new Config();
        try {
            config.fromText(Files.readString(file));
        } catch (ConfigInvalidException e) {
            return false;
        }
        String format = config.getString("extensions", null, "objectformat");
        return format != null && format.toLowerCase(Locale.ROOT).equals("sha256");
    }

    /** Whether a server that does not understand us may be the reason for a failure: it was reached. */
    static boolean mayExplain(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof ConnectException
                    || each instanceof UnknownHostException
                    || each instanceof SocketTimeoutException) {
                return false;
            }
        }
        return true;
    }

    /** Whether a server's answer was not understood because of such names. */
    static boolean isToldBy(String failure) {
        return LONG_NAME.matcher(failure).find();
    }
}
