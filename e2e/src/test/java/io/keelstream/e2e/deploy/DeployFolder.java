package io.keelstream.e2e.deploy;

import io.keelstream.e2e.system.InfraRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where {@code deploy/} lies. Stateless. */
public final class DeployFolder {

    private DeployFolder() {}

    /** The repository's root. */
    public static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("deploy/helm"))) {
                return folder;
            }
        }
        throw new IllegalStateException("deploy/helm is not under " + start + " nor under a folder above it");
    }

    /** The chart. */
    public static Path chart() {
        return root().resolve("deploy/helm/keelstream");
    }

    /** Writes the chart into a folder {@code keelstream} of a repository. */
    public static void writeChart(InfraRepository repository) throws IOException {
        Path chart = chart().toRealPath();
        for (Path file : files(chart)) {
            repository.write("keelstream/" + chart.relativize(file), Files.readString(file));
        }
    }

    /** The rules of Prometheus. */
    static Path alerts() {
        return chart().resolve("alerts/rules.yaml");
    }

    /** The dashboards. */
    static List<Path> dashboards() throws IOException {
        return files(root().resolve("deploy/dashboards"));
    }

    /** The regular files below a folder, in order. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder.toRealPath())) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
