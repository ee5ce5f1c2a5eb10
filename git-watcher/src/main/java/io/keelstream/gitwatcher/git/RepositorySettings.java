package io.keelstream.gitwatcher.git;

import io.keelstream.gitwatcher.network.Network;
import java.time.Duration;
import java.util.List;
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
 * @param options what else is wanted
 */
public record RepositorySettings(
        String name, String url, String ref, String root, Duration poll, GitCredentials credentials, Options options) {

    /**
     * What is not usual.
     *
     * @param signatures who must sign its commits; null where nobody must
     * @param submodules whether submodules are fetched; otherwise one rejects the targets that read it
     * @param network how its web server is reached
     * @param folders the only folders whose files are fetched, beside {@code root}; empty for all
     */
    public record Options(
            @Nullable SignatureSettings signatures, boolean submodules, Network network, List<String> folders) {

        public Options {
            folders = List.copyOf(folders);
        }

        /** Everything is as usual. */
        public static final Options NONE = new Options(null, false, Network.DIRECT, List.of());

        /** The same with signers. */
        public Options signedBy(@Nullable SignatureSettings signers) {
            return new Options(signers, submodules, network, folders);
        }

        /** The same of which only some folders are fetched. */
        public Options of(List<String> only) {
            return new Options(signatures, submodules, network, only);
        }

        /** The same reached otherwise. */
        public Options over(Network other) {
            return new Options(signatures, submodules, other, folders);
        }
    }

    /** A ref of which everything is as usual. */
    public RepositorySettings(
            String name, String url, String ref, String root, Duration poll, GitCredentials credentials) {
        this(name, url, ref, root, poll, credentials, Options.NONE);
    }

    /** Who must sign its commits; null where nobody must. */
    public @Nullable SignatureSettings signatures() {
        return options.signatures();
    }

    /** The key of the ref's record. */
    public String key() {
        return name + "@" + ref;
    }
}
