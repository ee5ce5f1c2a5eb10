package io.keelstream.gitwatcher.child;

import io.keelstream.gitwatcher.source.SourceAddress;
import io.keelstream.gitwatcher.source.Written;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a chart's dependencies as {@code helm dependency update} wrote them into {@code Chart.lock}.
 *
 * @param locked one for each, in the order of the file
 */
record ChartLock(List<Locked> locked) {

    /**
     * A dependency.
     *
     * @param name its chart
     * @param repository where the chart is
     * @param version the version
     */
    record Locked(String name, String repository, String version) {

        /** Where it is fetched from; empty for an address that nothing is fetched from. */
        Optional<SourceAddress> address() {
            return repository.startsWith("oci://")
                    ? Written.oci(repository.replaceFirst("/+$", "") + "/" + name, version)
                    : Written.repository(repository, name, version);
        }

        /** The name that helm gives its archive in {@code charts/}. */
        String archive() {
            return name + "-" + version + ".tgz";
        }
    }

    static ChartLock of(List<YamlDocument> documents) {
        List<Locked> locked = new ArrayList<>();
        for (YamlDocument document : documents) {
            for (Object each : Manifest.list(Manifest.map(document.value()).get("dependencies"))) {
                Map<String, @Nullable Object> fields = Manifest.map(each);
                locked.add(new Locked(text(fields, "name"), text(fields, "repository"), text(fields, "version")));
            }
        }
        return new ChartLock(List.copyOf(locked));
    }

    /** Those that answer to a dependency of {@code Chart.yaml}. */
    List<Locked> of(String name, String repository) {
        return locked.stream()
                .filter(each -> each.name().equals(name) && each.repository().equals(repository))
                .toList();
    }

    private static String text(Map<String, @Nullable Object> fields, String name) {
        return fields.get(name) instanceof String text ? text : "";
    }
}
