package io.keelstream.canary;

import io.keelstream.canary.analysis.AnalysisSettings;
import io.keelstream.service.InstallationName;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The canary analyzer's configuration. A wrong value stops the start with a line that names the property, the value and what is
 * allowed.
 *
 * @param installation the installation's name; the same for all services
 * @param metrics where measurements come from
 * @param analysis how much is published
 */
@ConfigurationProperties("keelstream")
record CanaryAnalyzerProperties(
        @DefaultValue("") String installation,
        @DefaultValue Metrics metrics,
        @DefaultValue Publishing analysis) {

    CanaryAnalyzerProperties {
        InstallationName.check(installation);
    }

    /**
     * Where measurements come from.
     *
     * @param sources each a Prometheus, or what answers as one does; at least one
     */
    record Metrics(@DefaultValue List<SourceProperties> sources) {

        Metrics {
            sources = List.copyOf(sources);
            if (sources.isEmpty()) {
                throw new IllegalArgumentException(
                        "keelstream.metrics.sources is empty: name at least one, e.g. keelstream.metrics.sources[0].url");
            }
            Set<String> names = new HashSet<>();
            for (SourceProperties source : sources) {
                if (!names.add(source.name())) {
                    throw new IllegalArgumentException(
                            "keelstream.metrics.sources names '" + source.name() + "' twice; a name is given once");
                }
            }
        }
    }

    /**
     * How much is published.
     *
     * @param measuredEvery how often an event reports what a running analysis has measured
     * @param verdictValidity how long a verdict may be acted on
     */
    record Publishing(
            @DefaultValue("1m") Duration measuredEvery,
            @DefaultValue("10m") Duration verdictValidity) {

        Publishing {
            within("keelstream.analysis.measured-every", measuredEvery, Duration.ofSeconds(1), Duration.ofHours(1));
            within("keelstream.analysis.verdict-validity", verdictValidity, Duration.ofMinutes(1), Duration.ofDays(1));
        }

        AnalysisSettings settings() {
            return new AnalysisSettings(measuredEvery, verdictValidity);
        }
    }

    static void within(String property, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(property + " is " + value + "; allowed is " + least + " to " + most);
        }
    }
}
