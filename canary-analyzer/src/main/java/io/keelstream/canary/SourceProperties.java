package io.keelstream.canary;

import io.keelstream.canary.prometheus.Access;
import io.keelstream.canary.prometheus.Access.Credentials;
import io.keelstream.canary.prometheus.PrometheusSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A Prometheus, or what answers as one does (Thanos, Mimir, Cortex, VictoriaMetrics). Files are read for every request, so what is
 * rotated counts at once.
 *
 * @param name what an application's {@code analysis.source} calls it
 * @param url its base, before {@code /api/v1}
 * @param clusters names of the clusters whose pods it knows; empty: every cluster that no other source names
 * @param bearerTokenFile file with a bearer token; absent: none
 * @param user user of basic authentication; absent: none
 * @param passwordFile file with the user's password
 * @param tenant value of the header {@code X-Scope-OrgID}, by which Mimir and Cortex tell tenants apart; absent: none
 * @param headers further headers, name to value
 * @param headerFiles further headers, name to the file with the value
 * @param tlsBundle SSL bundle ({@code spring.ssl.bundle.pem.<name>}) with the CA that is trusted and the certificate that is shown;
 *     absent: the JVM's own trust
 * @param timeout for a whole answer
 */
public record SourceProperties(
        @DefaultValue("prometheus") String name,
        @DefaultValue("") String url,
        @DefaultValue List<String> clusters,
        @Nullable Path bearerTokenFile,
        @Nullable String user,
        @Nullable Path passwordFile,
        @Nullable String tenant,
        @DefaultValue Map<String, String> headers,
        @DefaultValue Map<String, Path> headerFiles,
        @Nullable String tlsBundle,
        @DefaultValue("5s") Duration timeout) {

    private static final String PREFIX = "keelstream.metrics.sources";

    /** Checks what can be checked without asking the source. */
    public SourceProperties {
        parsed(url);
        readable("bearer-token-file", bearerTokenFile);
        readable("password-file", passwordFile);
        headerFiles.forEach((header, file) -> readable("header-files." + header, file));
        if (bearerTokenFile != null && user != null) {
            throw new IllegalArgumentException(
                    PREFIX + " '" + name + "' has a bearer-token-file and a user; a source takes one of them");
        }
        if ((user == null) != (passwordFile == null)) {
            throw new IllegalArgumentException(PREFIX + " '" + name + "' needs user and password-file together");
        }
        if (tlsBundle != null && !url.startsWith("https:")) {
            throw new IllegalArgumentException(
                    PREFIX + " '" + name + "' has a tls-bundle, so its url must begin with https://");
        }
        CanaryAnalyzerProperties.within(PREFIX + ".timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(1));
    }

    /**
     * What the analyzer needs of it.
     *
     * @param bundles name of an SSL bundle to its present context
     */
    public PrometheusSettings settings(Function<String, Supplier<SSLContext>> bundles) {
        Map<String, String> all = new HashMap<>(headers);
        if (tenant != null) {
            all.put("X-Scope-OrgID", tenant);
        }
        Access access =
                new Access(credentials(), all, headerFiles, tlsBundle == null ? null : bundles.apply(tlsBundle));
        return new PrometheusSettings(name, parsed(url), Set.copyOf(clusters), access, timeout);
    }

    private Credentials credentials() {
        if (bearerTokenFile != null) {
            return new Credentials.Bearer(bearerTokenFile);
        }
        return user == null
                ? new Credentials.None()
                : new Credentials.Basic(user, Objects.requireNonNull(passwordFile));
    }

    private static void readable(String property, @Nullable Path file) {
        if (file != null && !Files.isReadable(file)) {
            throw new IllegalArgumentException(PREFIX + "." + property + " is " + file + ", which cannot be read");
        }
    }

    private static URI parsed(String url) {
        try {
            URI parsed = new URI(url);
            boolean http = "http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme());
            if (http && parsed.getHost() != null && parsed.getUserInfo() == null && parsed.getQuery() == null) {
                return parsed;
            }
        } catch (URISyntaxException e) {
            // reported below: a URL may hold a credential, so its own message is not
        }
        throw new IllegalArgumentException(PREFIX + ".url must be the base URL of a Prometheus without"
                + " user and query, e.g. http://prometheus.monitoring:9090");
    }
}
