package io.keelstream.gitwatcher.application;

import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.source.SourceAddress;
import io.keelstream.gitwatcher.source.Wanted;
import io.keelstream.gitwatcher.source.Written;
import io.keelstream.yaml.StrictMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads {@code chart} and {@code values} of a target. Stateless. */
final class ChartReader {

    private static final List<String> FIELDS = List.of("oci", "repository", "name", "version", "digest", "follow");
    private static final int MOST_VALUES = 20;

    private ChartReader() {}

    /** The chart from elsewhere; empty where the target names none, or where what it says cannot be used. */
    static Optional<RemoteChart> read(StrictMapping target, RendererChoice renderer, String file) {
        Node at = target.get("chart");
        List<String> values = values(target);
        if (at == null) {
            Node written = target.get("values");
            if (written != null) {
                target.invalid("values", written, "is only for a target with 'chart'; write 'parameters'");
            }
            return Optional.empty();
        }
        if (renderer != RendererChoice.BuiltIn.AUTO && renderer != RendererChoice.BuiltIn.HELM) {
            target.invalid("chart", at, "is only for the renderer helm");
        }
        StrictMapping chart = target.section("chart", FIELDS);
        String digest = digest(chart);
        boolean follow = chart.bool("follow").orElse(false);
        if (follow && !digest.isEmpty()) {
            chart.invalid("follow", chart.node(), "is true, and 'digest' names one content; write one of them");
        }
        return address(chart)
                .map(address -> new RemoteChart(
                        new Wanted(address, digest, follow, file), target.has("values") ? values : null));
    }

    private static Optional<SourceAddress> address(StrictMapping chart) {
        String version = chart.required("version");
        Node at = chart.get("version");
        if (at != null && !Written.isVersion(version)) {
            chart.invalid(
                    "version",
                    at,
                    "is '" + version + "' but must be one version such as 1.4.2; ranges are not resolved");
            return Optional.empty();
        }
        Node oci = chart.get("oci");
        if (oci != null) {
            for (String other : List.of("repository", "name")) {
                Node both = chart.get(other);
                if (both != null) {
                    chart.invalid(other, both, "is for charts of a web server; 'oci' has the whole address");
                }
            }
            Optional<SourceAddress> address = Written.oci(chart.required("oci"), version);
            if (address.isEmpty() && at != null) {
                chart.invalid(
                        "oci", oci, "must be an address such as oci://registry.example.com/charts/shop, without a tag");
            }
            return address;
        }
        String repository = chart.required("repository");
        String name = chart.required("name");
        Node where = chart.get("repository");
        Optional<SourceAddress> address = Written.repository(repository, name, version);
        if (address.isEmpty() && where != null && !name.isEmpty() && at != null) {
            chart.invalid(
                    "repository",
                    where,
                    "must be the address of a web server with an index.yaml, such as https://charts.example.com, and 'name'"
                            + " a chart's name");
        }
        return address;
    }

    private static String digest(StrictMapping chart) {
        String digest = chart.text("digest").orElse("");
        Node at = chart.get("digest");
        if (at != null && !digest.matches(SourceAddress.DIGEST)) {
            chart.invalid("digest", at, "must be sha256: and 64 of 0-9 and a-f");
            return "";
        }
        return digest;
    }

    private static List<String> values(StrictMapping target) {
        List<String> files = new ArrayList<>();
        Node at = target.get("values");
        for (String written : target.texts("values")) {
            @Nullable String path = Paths.resolve("", written);
            if (path == null || path.isEmpty()) {
                target.invalid("values", at == null ? target.node() : at, "must be files inside the target's folder");
            } else {
                files.add(path);
            }
        }
        if (files.size() > MOST_VALUES && at != null) {
            target.invalid("values", at, "has more than " + MOST_VALUES + " files");
        }
        return files;
    }
}
