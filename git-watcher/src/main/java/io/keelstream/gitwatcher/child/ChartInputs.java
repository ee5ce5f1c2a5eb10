package io.keelstream.gitwatcher.child;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.render.Limits;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlDocument;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.kubernetes.yaml.YamlResult;
import io.keelstream.yaml.Quotable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a chart may read: its folder, and the folders of its {@code file://} dependencies, transitively. Those are
 * copied into {@code charts/}, as {@code helm dependency build} would. Used once, by one thread.
 */
final class ChartInputs {

    private static final int MOST_CHARTS = 50;

    private final Snapshot snapshot;
    private final SortedMap<String, Entry> found = new TreeMap<>();
    private final Map<String, String> placed = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private ChartInputs(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    static ChartInputs of(Snapshot snapshot, String path) {
        ChartInputs inputs = new ChartInputs(snapshot);
        Entry folder = snapshot.find(path);
        if (folder != null && folder.isFolder()) {
            inputs.visit(folder);
        }
        return inputs;
    }

    List<Entry> entries() {
        return OuterEntries.of(found);
    }

    List<Problem> problems() {
        return problems;
    }

    /** Copies local dependencies to where helm looks for them; inner ones first. */
    void place(Path tree) {
        List<Map.Entry<String, String>> copies = new ArrayList<>(placed.entrySet());
        for (Map.Entry<String, String> copy : copies.reversed()) {
            copy(tree.resolve(copy.getValue()), tree.resolve(copy.getKey()));
        }
    }

    private void visit(Entry folder) {
        if (found.containsKey(folder.path()) || found.size() >= MOST_CHARTS) {
            return;
        }
        found.put(folder.path(), folder);
        Entry chart = snapshot.find(Paths.join(folder.path(), "Chart.yaml"));
        if (chart == null || !chart.isFile() || snapshot.size(chart) > Limits.FILE_BYTES) {
            return;
        }
        if (new YamlReader().documents(snapshot.read(chart)) instanceof YamlResult.Read<YamlDocument> read) {
            for (YamlDocument document : read.items()) {
                Manifest.list(Manifest.map(document.value()).get("dependencies"))
                        .forEach(dependency -> dependency(folder, chart, Manifest.map(dependency)));
            }
        }
    }

    private void dependency(Entry folder, Entry chart, Map<String, @Nullable Object> dependency) {
        String name = dependency.get("name") instanceof String text ? text : "";
        String repository = dependency.get("repository") instanceof String text ? text : "";
        String place = Paths.join(folder.path(), "charts/" + name);
        if (!repository.startsWith("file://") || name.contains("/") || snapshot.find(place) != null) {
            return;
        }
        String path = Paths.resolve(folder.path(), repository.substring("file://".length()));
        Entry entry = path == null ? null : snapshot.find(path);
        if (entry == null || !entry.isFolder()) {
            problems.add(Reason.RENDERER_INPUT.problem(
                    chart.path() + " depends on '" + Quotable.path(repository)
                            + "', which is not a folder of the repository",
                    chart.path()));
        } else {
            placed.put(place, entry.path());
            visit(entry);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : (Iterable<Path>) all.filter(each -> !each.startsWith(to))::iterator) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy a chart's dependency to charts/", e);
        }
    }
}
