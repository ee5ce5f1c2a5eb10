package io.keelstream.gitwatcher.network;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the web server of a repository is reached.
 *
 * @param ca file of the only certificates that vouch for it (PEM), read for every connection; null for those of Java
 * @param proxy what it is asked through; null where it is asked directly
 */
public record Network(@Nullable Path ca, @Nullable HttpProxy proxy) {

    /** As most are reached. */
    public static final Network DIRECT = new Network(null, null);
}
