package io.keelstream.canary;

import io.keelstream.canary.analysis.AnalysisSettings;
import io.keelstream.canary.prometheus.PrometheusSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The canary analyzer's configuration. A wrong value stops the start with a line that names the property, the value and what is
 * allowed.
 *
 * @param installation the installation's name; the same for all services
 * @param prometheus where measurements come from
 * @param analysis how much is told
 */
@ConfigurationProperties("keelstream")
record CanaryAnalyzerProperties(
        @DefaultValue("") String installation,
        @DefaultValue Source prometheus,
        @DefaultValue Telling analysis) {

    CanaryAnalyzerProperties {
        if (!installation.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            throw new IllegalArgumentException("keelstream.installation is '" + installation
                    + "'; allowed is a DNS-1123 label: lower-case letters, digits and dashes, at most 63");
        }
    }

    /**
     * A Prometheus, or what answers as one does.
     *
     * @param url its base, before {@code /api/v1}
     * @param tokenFile file with a bearer token, read for every request; absent: none
     * @param timeout for a whole answer
     */
    record Source(
            @DefaultValue("") String url,
            @Nullable Path tokenFile,
            @DefaultValue("5s") Duration timeout) {

        Source {
            parsed(url);
            if (tokenFile != null && !Files.isReadable(tokenFile)) {
                throw new IllegalArgumentException(
                        "keelstream.prometheus.token-file is " + tokenFile + ", which cannot be read");
            }
            within("keelstream.prometheus.timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(1));
        }

        PrometheusSettings settings() {
            return new PrometheusSettings(parsed(url), tokenFile, timeout);
        }

        private static URI parsed(String url) {
            try {
                URI parsed = new URI(url);
                boolean http = "http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme());
                if (http && parsed.getHost() != null && parsed.getUserInfo() == null && parsed.getQuery() == null) {
                    return parsed;
                }
            } catch (URISyntaxException e) {
                // told below: a URL may hold a credential, so its own message is not
            }
            throw new IllegalArgumentException("keelstream.prometheus.url must be the base URL of a Prometheus without"
                    + " user and query, e.g. http://prometheus.monitoring:9090");
        }
    }

    /**
     * How much is told.
     *
     * @param measuredEvery how often an event tells what a running analysis has measured
     * @param verdictValidity how long a verdict may be acted on
     */
    record Telling(
            @DefaultValue("1m") Duration measuredEvery,
            @DefaultValue("10m") Duration verdictValidity) {

        Telling {
            within("keelstream.analysis.measured-every", measuredEvery, Duration.ofSeconds(1), Duration.ofHours(1));
            within("keelstream.analysis.verdict-validity", verdictValidity, Duration.ofMinutes(1), Duration.ofDays(1));
        }

        AnalysisSettings settings() {
            return new AnalysisSettings(measuredEvery, verdictValidity);
        }
    }

    private static void within(String property, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(property + " is " + value + "; allowed is " + least + " to " + most);
        }
    }
}
