package io.keelstream.gitwatcher.git;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One ref of one repository, as the installation names it.
 *
 * @param name the repository's name in the installation
 * @param url {@code https://}, {@code ssh://}, {@code git@host:path}, {@code file://} or a local path; no credentials in it
 * @param ref full ref name, {@code HEAD} for whatever branch that is, a commit, or {@code semver:} and a range of tags
 * @param root the folder below which applications are looked for; empty for all
 * @param poll how often a remote repository is polled; a local one is watched, and polling is the fallback
 * @param credentials how to authenticate
 * @param signatures who must sign its commits; null where nobody must
 */
public record RepositorySettings(
        String name,
        String url,
        String ref,
        String root,
        Duration poll,
        GitCredentials credentials,
        @Nullable SignatureSettings signatures) {

    /** A ref whose commits nobody must sign. */
    public RepositorySettings(
            String name, String url, String ref, String root, Duration poll, GitCredentials credentials) {
        this(name, url, ref, root, poll, credentials, null);
    }

    /** The key of the ref's record. */
    public String key() {
        return name + "@" + ref;
    }
}
