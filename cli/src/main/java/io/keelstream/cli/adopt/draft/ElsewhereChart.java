package io.keelstream.cli.adopt.draft;

import io.keelstream.gitwatcher.source.Written;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A chart of a registry or of a web server, as {@code chart} of a target. Pure. */
public final class ElsewhereChart {

    private static final String OCI = "oci://";

    private ElsewhereChart() {}

    /**
     * The chart; empty, with a finding, where it cannot be written.
     *
     * @param address where it is: that of a registry or of a web server
     * @param name its name there; empty where the address has it
     * @param version as it is written
     * @param digest that of its manifest; empty for none
     * @param field where it is said
     */
    public static Optional<Map<String, String>> of(
            String address, String name, String version, String digest, String field, Report report) {
        boolean registry = address.startsWith(OCI);
        String host = address.replaceFirst("/+$", "");
        String whole = registry && !name.isEmpty() ? host + "/" + name : host;
        if (!Written.isVersion(version)) {
            report.needsHand(
                    field,
                    "has " + (version.isEmpty() ? "no version" : "the version '" + version + "'")
                            + ": name the one that is deployed, since ranges are not resolved, and run adopt again");
            return Optional.empty();
        }
        boolean readable = registry
                ? Written.oci(whole, version).isPresent()
                : Written.repository(host, name, version).isPresent();
        if (!readable) {
            report.needsHand(
                    field,
                    "is a chart whose address is not one of a registry or a web server: write 'chart'"
                            + " (docs/applications.md), or copy it into the repository");
            return Optional.empty();
        }
        Map<String, String> chart = new LinkedHashMap<>();
        if (registry) {
            chart.put("oci", whole);
        } else {
            chart.put("repository", host);
            chart.put("name", name);
        }
        chart.put("version", version);
        if (!digest.isEmpty()) {
            chart.put("digest", digest);
        }
        report.translated(
                field, "is fetched by git-watcher: the installation must list its host (renderers.sources.hosts)");
        return Optional.of(chart);
    }
}
