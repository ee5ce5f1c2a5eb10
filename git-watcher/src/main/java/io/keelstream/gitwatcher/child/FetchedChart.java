package io.keelstream.gitwatcher.child;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.render.Limits;
import io.keelstream.gitwatcher.source.SourceAddress;
import io.keelstream.gitwatcher.source.SourceAddress.OciChart;
import io.keelstream.gitwatcher.source.SourceAddress.RepositoryChart;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlDocument;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.kubernetes.yaml.YamlResult;
import io.keelstream.yaml.Quotable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares a chart that was fetched with the one that was asked for: a host may list another one under the name, and a digest that is written
 * may be that of another version. Stateless.
 */
final class FetchedChart {

    private FetchedChart() {}

    /**
     * Why it is not the chart; empty where it is.
     *
     * @param folder where it was unpacked
     * @param where what problems name
     */
    static Optional<Problem> problem(Path folder, SourceAddress address, String where) {
        Map<String, @Nullable Object> chart = chart(folder.resolve("Chart.yaml"));
        String name = String.valueOf(chart.get("name"));
        String version = String.valueOf(chart.get("version"));
        boolean same = name.equals(name(address)) && plain(version).equals(plain(address.version()));
        return same
                ? Optional.empty()
                : Optional.of(Reason.SOURCE_INVALID.problem(
                        address.named() + " is the chart '" + Quotable.path(name) + "' " + Quotable.path(version)
                                + " by its own Chart.yaml; correct the address, version or digest, or have it packed again",
                        where));
    }

    private static String name(SourceAddress address) {
        return switch (address) {
            case OciChart(String _, String repository, String _) ->
                repository.substring(repository.lastIndexOf('/') + 1);
            case RepositoryChart chart -> chart.name();
            default -> throw new IllegalArgumentException(address.named() + " is no chart");
        };
    }

    /** Versions are written with and without a {@code v} before them. */
    private static String plain(String version) {
        return version.startsWith("v") ? version.substring(1) : version;
    }

    private static Map<String, @Nullable Object> chart(Path file) {
        try {
            if (Files.isRegularFile(file)
                    && Files.size(file) <= Limits.FILE_BYTES
                    && new YamlReader(Limits.ofFile()).documents(Files.readAllBytes(file))
                            instanceof YamlResult.Read<YamlDocument> read
                    && !read.items().isEmpty()) {
                return Manifest.map(read.items().getFirst().value());
            }
            return Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException("the inputs of a render cannot be read", e);
        }
    }
}
