package io.keelstream.gitwatcher.source;

/** Where a chart or a base is that is not in the repository, and under which version. Who owns the place may move the version. */
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
}
