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
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.jspecify.annotations.Nullable;

/**
 * Recognises repositories whose objects are named with SHA-256, which JGit does not read: it takes the names for damaged
 * ones of SHA-1. Stateless.
 */
public final class ObjectFormats {

    private static final Pattern LONG_NAME = Pattern.compile("(?i)(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])");

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
