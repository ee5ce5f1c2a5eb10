package io.keelstream.gitwatcher.source;

import io.keelstream.gitwatcher.source.SourceAddress.GitBase;
import io.keelstream.gitwatcher.source.SourceAddress.OciChart;
import io.keelstream.gitwatcher.source.SourceAddress.RepositoryChart;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads addresses as people write them. Nothing in one is guessed: user and password, fragments and relative parts are no part of an
 * address here. Pure.
 */
public final class Written {

    /** A whole version as charts have it, <a href="https://semver.org">SemVer 2</a> with an optional {@code v}; no range. */
    private static final Pattern VERSION =
            Pattern.compile("v?\\d{1,18}(\\.\\d{1,18}){0,2}(-[0-9A-Za-z.-]{1,100})?(\\+[0-9A-Za-z.-]{1,100})?");

    /** As the distribution specification has it. */
    private static final Pattern REPOSITORY =
            Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,200}");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._~+@-]+(?:/[A-Za-z0-9._~+@-]+)*");
    private static final Pattern HOST = Pattern.compile("[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\\d{1,5})?");
    private static final Pattern REF = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/+-]{0,200}");
    private static final int LONGEST = 1_000;

    private Written() {}

    /** Whether it is one version, and not a range of them. */
    public static boolean isVersion(String version) {
        return VERSION.matcher(version).matches();
    }

    /** A chart under {@code oci://}; empty for what is none. */
    public static Optional<SourceAddress> oci(String address, String version) {
        if (!address.startsWith("oci://") || address.length() > LONGEST || !isVersion(version)) {
            return Optional.empty();
        }
        String rest = address.substring("oci://".length());
        int slash = rest.indexOf('/');
        String host = slash < 0 ? "" : rest.substring(0, slash).toLowerCase(Locale.ROOT);
        String repository = rest.substring(slash + 1);
        boolean good =
                HOST.matcher(host).matches() && REPOSITORY.matcher(repository).matches();
        return good ? Optional.of(new OciChart(host, repository, version)) : Optional.empty();
    }

    /** A chart of a web server; empty for what is none. */
    public static Optional<SourceAddress> repository(String url, String name, String version) {
        if (!NAME.matcher(name).matches() || !isVersion(version)) {
            return Optional.empty();
        }
        return web(url).filter(uri -> uri.getRawQuery() == null)
                .filter(uri -> folder(uri).isEmpty() || plain(folder(uri).replaceFirst("/$", "")))
                .map(uri -> new RepositoryChart(uri.getScheme(), host(uri), folder(uri), name, version));
    }

    /**
     * A base in another repository.
     *
     * @param base the commit
     * @param folder the folder in it; empty for its root
     */
    public record Base(GitBase base, String folder) {}

    /** A base, {@code https://host/repository//folder?ref=<commit or tag>}; empty for what is none. */
    public static Optional<Base> base(String written) {
        String address = written.startsWith("git::") ? written.substring("git::".length()) : written;
        Optional<URI> uri = web(address);
        if (uri.isEmpty() || uri.get().getRawQuery() == null) {
            return Optional.empty();
        }
        Matcher query = Pattern.compile("ref=(.*)").matcher(uri.get().getRawQuery());
        String path = uri.get().getRawPath().replaceFirst("^/", "");
        int inside = path.indexOf("//");
        String repository = inside < 0 ? path : path.substring(0, inside);
        String folder = inside < 0 ? "" : path.substring(inside + 2);
        boolean good = query.matches()
                && REF.matcher(query.group(1)).matches()
                && !query.group(1).contains("..")
                && plain(repository)
                && (folder.isEmpty() || plain(folder));
        return good
                ? Optional.of(new Base(
                        new GitBase(uri.get().getScheme(), host(uri.get()), repository, query.group(1)), folder))
                : Optional.empty();
    }

    /** A commit of a repository; empty where its address is none of the web. */
    public static Optional<GitBase> git(String url, String commit) {
        return web(url).filter(uri -> uri.getRawQuery() == null)
                .map(uri ->
                        new GitBase(uri.getScheme(), host(uri), uri.getRawPath().replaceAll("^/+|/+$", ""), commit))
                .filter(base -> plain(base.path()));
    }

    private static boolean plain(String path) {
        return PATH.matcher(path).matches()
                && !("/" + path + "/").contains("/../")
                && !("/" + path + "/").contains("/./");
    }

    private static Optional<URI> web(String url) {
        if (url.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(url);
            boolean good = ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && uri.getHost() != null
                    && HOST.matcher(host(uri)).matches()
                    && !("/" + uri.getPath() + "/").contains("/../");
            return good ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String host(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return uri.getPort() < 0 ? host : host + ":" + uri.getPort();
    }

    private static String folder(URI uri) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("^/+|/+$", "");
        return path.isEmpty() ? "" : path + "/";
    }
}
