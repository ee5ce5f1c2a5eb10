package io.keelstream.gitwatcher.child;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.render.Limits;
import io.keelstream.gitwatcher.render.RenderBudget;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.Wanted;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlBudget;
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
 * Finds what a chart may read: its folder, the folders of its {@code file://} dependencies, transitively, and what {@code Chart.lock} says of
 * those from elsewhere. All are copied into {@code charts/}, as {@code helm dependency build} would. Used once, by one thread.
 */
final class ChartInputs {

    private static final int MOST_CHARTS = 50;
    private static final int MOST_COPIES = 2_000;
    private static final long MOST_BYTES = 64L << 20;

    private final Snapshot snapshot;
    private final SortedMap<String, Entry> found = new TreeMap<>();

    /** Where a chart is copied to, and its folder; after what is copied into that one. */
    private final Map<String, String> placed = new LinkedHashMap<>();

    /** Where the archive of a dependency from elsewhere is written to. */
    private final SortedMap<String, Wanted> fetched = new TreeMap<>();

    private final List<Problem> problems = new ArrayList<>();
    private final YamlBudget budget = new RenderBudget().files();
    private int copies;
    private long bytes;

    private ChartInputs(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    static ChartInputs of(Snapshot snapshot, String path) {
        ChartInputs inputs = new ChartInputs(snapshot);
        Entry folder = snapshot.find(path);
        if (folder != null && folder.isFolder()) {
            inputs.visit(folder);
        } else if (folder != null && folder.kind() == Entry.Kind.SUBMODULE) {
            inputs.found.put(folder.path(), folder);
        }
        return inputs;
    }

    List<Entry> entries() {
        return OuterEntries.of(found);
    }

    List<Problem> problems() {
        return problems;
    }

    /** The dependencies from elsewhere. */
    List<Wanted> sources() {
        return List.copyOf(fetched.values());
    }

    /** Writes the archives of dependencies from elsewhere to where helm looks for them. */
    void write(Map<String, Content> contents, Path tree) {
        fetched.forEach((place, wanted) -> {
            if (contents.get(wanted.address().key()) instanceof Content.Archive archive) {
                try {
                    Files.createDirectories(tree.resolve(place).getParent());
                    Files.write(tree.resolve(place), archive.bytes());
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot write a chart's dependency to charts/", e);
                }
            }
        });
    }

    /** Dependencies from elsewhere that are other charts than those that were asked for; they are unpacked already. */
    List<Problem> others(Path tree) {
        List<Problem> others = new ArrayList<>();
        fetched.forEach((place, wanted) -> {
            Path folder = tree.resolve(place.substring(0, place.length() - ".tgz".length()));
            if (Files.isDirectory(folder)) {
                FetchedChart.problem(folder, wanted.address(), wanted.where()).ifPresent(others::add);
            }
        });
        return others;
    }

    /**
     * Copies local dependencies to where helm looks for them; inner ones first. Each copy has the copies that were made in it
     * before, so charts that depend on one another multiply: what is copied is counted, and more than a render may read is
     * a problem.
     */
    List<Problem> place(Path tree) {
        for (Map.Entry<String, String> copy : placed.entrySet()) {
            if (!copy(tree.resolve(copy.getValue()), tree.resolve(copy.getKey()))) {
                return List.of(Reason.BUNDLE_TOO_LARGE.problem(
                        "with its dependencies copied into it, the chart has more than " + MOST_COPIES
                                + " files or " + (MOST_BYTES >> 20)
                                + " MiB; let fewer charts depend on one another",
                        Paths.join(copy.getValue(), "Chart.yaml")));
            }
        }
        return List.of();
    }

    private void visit(Entry folder) {
        if (found.containsKey(folder.path())) {
            return;
        }
        if (found.size() >= MOST_CHARTS) {
            problem(
                    "the chart depends on more than " + MOST_CHARTS + " charts of the repository; split it",
                    folder.path());
            return;
        }
        found.put(folder.path(), folder);
        Entry chart = snapshot.find(Paths.join(folder.path(), "Chart.yaml"));
        if (chart == null) {
            return;
        }
        ChartLock lock = ChartLock.of(documents(snapshot.find(Paths.join(folder.path(), "Chart.lock"))));
        for (YamlDocument document : documents(chart)) {
            Manifest.list(Manifest.map(document.value()).get("dependencies"))
                    .forEach(dependency -> dependency(folder, chart, lock, Manifest.map(dependency)));
        }
    }

    private List<YamlDocument> documents(@Nullable Entry file) {
        if (file == null || !file.isFile() || snapshot.size(file) > Limits.FILE_BYTES) {
            return List.of();
        }
        if (new YamlReader(Limits.ofFile()).documents(snapshot.read(file), budget)
                instanceof YamlResult.Read<YamlDocument> read) {
            return read.items();
        }
        if (budget.isSpent()) {
            problem(
                    "the files Chart.yaml and Chart.lock have more values than a target may have; split the chart",
                    file.path());
        }
        return List.of();
    }

    private void problem(String message, String where) {
        if (problems.stream().noneMatch(each -> each.message().equals(message))) {
            problems.add(Reason.BUNDLE_TOO_LARGE.problem(message, where));
        }
    }

    private void dependency(Entry folder, Entry chart, ChartLock lock, Map<String, @Nullable Object> dependency) {
        String name = dependency.get("name") instanceof String text ? text : "";
        String repository = dependency.get("repository") instanceof String text ? text : "";
        String place = Paths.join(folder.path(), "charts/" + name);
        if (name.isEmpty() || name.contains("/") || snapshot.find(place) != null) {
            return;
        }
        if (!repository.startsWith("file://")) {
            elsewhere(folder, lock, name, repository);
            return;
        }
        String path = Paths.resolve(folder.path(), repository.substring("file://".length()));
        Entry entry = path == null ? null : snapshot.find(path);
        if (entry != null && entry.kind() == Entry.Kind.SUBMODULE) {
            found.put(entry.path(), entry);
        } else if (entry == null || !entry.isFolder()) {
            problems.add(Reason.RENDERER_INPUT.problem(
                    chart.path() + " depends on '" + Quotable.path(repository)
                            + "', which is not a folder of the repository",
                    chart.path()));
        } else {
            visit(entry);
            placed.put(place, entry.path());
        }
    }

    /** Without a lock nothing says which version is meant; then helm says that the chart is not in {@code charts/}. */
    private void elsewhere(Entry folder, ChartLock lock, String name, String repository) {
        String file = Paths.join(folder.path(), "Chart.lock");
        for (ChartLock.Locked locked : lock.of(name, repository)) {
            String place = Paths.join(folder.path(), "charts/" + locked.archive());
            if (snapshot.find(place) != null) {
                continue;
            }
            locked.address()
                    .ifPresentOrElse(
                            address -> fetched.put(place, Wanted.first(address, file)),
                            () -> problems.add(Reason.RENDERER_INPUT.problem(
                                    "the dependency '" + Quotable.path(name) + "' is of '" + Quotable.path(repository)
                                            + "', from which nothing can be fetched; use an https:// or oci://"
                                            + " address, or copy it into charts/",
                                    file)));
        }
    }

    /** False where it stopped because of the limits. */
    private boolean copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : (Iterable<Path>) all.filter(each -> !each.startsWith(to))::iterator) {
                Path target = to.resolve(from.relativize(path).toString());
                boolean folder = Files.isDirectory(path);
                bytes += folder ? 0 : Files.size(path);
                if (++copies > MOST_COPIES || bytes > MOST_BYTES) {
                    return false;
                }
                if (folder) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy a chart's dependency to charts/", e);
        }
    }
}
