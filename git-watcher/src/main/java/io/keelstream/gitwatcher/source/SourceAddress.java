package io.keelstream.gitwatcher.source;

import java.net.URI;

/** Where a chart, a base or a large file is that is not in the repository, and under which version. Who owns the place may move the version. */
public sealed interface SourceAddress {

    /** A content: SHA-256 of a chart's archive or manifest. */
    String DIGEST = "sha256:[0-9a-f]{64}";

    /** Where it is, without its version. */
    String text();

    /** The version, tag or commit that is asked for. */
    String version();

    /** The host, with its port where one is written. */
    String host();

    /** Names it among all others. */
    default String key() {
        return text() + " " + version();
    }

    /** What it is for people. */
    default String named() {
        return "'" + text() + "' " + version();
    }

    /**
     * A chart in a registry.
     *
     * @param host the registry
     * @param repository its repository there
     * @param version the chart's version, of which the registry has a tag
     */
    record OciChart(String host, String repository, String version) implements SourceAddress {
        @Override
        public String text() {
            return "oci://" + host + "/" + repository;
        }

        /** The tag of the version: a tag has no {@code +}, and helm writes {@code _}. */
        public String tag() {
            return version.replace('+', '_');
        }
    }

    /**
     * A chart of a web server with an {@code index.yaml}.
     *
     * @param scheme {@code https} or {@code http}
     * @param host the web server
     * @param folder the folder of {@code index.yaml}; empty or with a slash at its end
     * @param name the chart's name
     * @param version its version
     */
    record RepositoryChart(String scheme, String host, String folder, String name, String version)
            implements SourceAddress {
        @Override
        public String text() {
            return scheme + "://" + host + "/" + folder + name;
        }

        /** Where the list of charts is. */
        public String index() {
            return scheme + "://" + host + "/" + folder + "index.yaml";
        }
    }

    /**
     * A commit of another repository.
     *
     * @param scheme {@code https} or {@code http}
     * @param host its host
     * @param path its path there
     * @param version a commit, or a tag
     */
    record GitBase(String scheme, String host, String path, String version) implements SourceAddress {

        private static final String COMMIT = "[0-9a-f]{40}";

        @Override
        public String text() {
            return "git::" + url();
        }

        /** What is fetched from. */
        public String url() {
            return scheme + "://" + host + "/" + path;
        }

        /** Whether the version is a commit, which cannot be moved. */
        public boolean isCommit() {
            return version.matches(COMMIT);
        }
    }

    /**
     * A file that is in the Git LFS of a repository of the installation.
     *
     * @param oid SHA-256 of its content, which cannot be moved; 64 of 0-9 and a-f
     * @param bytes its size
     */
    record LargeFile(LfsRepository repository, String oid, long bytes) implements SourceAddress {

        @Override
        public String text() {
            return "lfs::" + repository.url();
        }

        @Override
        public String version() {
            return oid;
        }

        @Override
        public String host() {
            return URI.create(repository.url()).getRawAuthority();
        }

        /** Its content, as digests are written here. */
        public String digest() {
            return "sha256:" + oid;
        }

        @Override
        public String named() {
            return "the file " + oid + " in the Git LFS of '" + repository.url() + "'";
        }
    }
}
