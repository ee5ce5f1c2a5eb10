package io.keelstream.gitwatcher.child;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.render.Limits;
import io.keelstream.kubernetes.sops.SopsDocument;
import io.keelstream.kubernetes.sops.SopsReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A chart as it was written for helm. Before helm runs, packed charts are unpacked, and each schema is looked at: nothing but
 * what is here is read. Used once, by one thread.
 */
final class ChartFolder {

    private static final long MOST_BYTES = 32L << 20;
    private static final String PACKED = ".tgz";

    private final Path tree;
    private final List<Problem> problems = new ArrayList<>();
    private long bytes;
    private int files;

    private ChartFolder(Path tree) {
        this.tree = tree;
    }

    /** Prepares every chart below the folder; returns what is refused. */
    static List<Problem> prepare(Path tree) {
        ChartFolder folder = new ChartFolder(tree);
        try {
            folder.unpack();
            if (folder.problems.isEmpty()) {
                folder.schemas();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the inputs of a render cannot be prepared", e);
        }
        return folder.problems;
    }

    /**
     * Unpacks a chart from elsewhere into a folder and prepares it; returns what is refused.
     *
     * @param named what the chart is called in problems
     */
    static List<Problem> unpack(byte[] archive, Path folder, String named) {
        ChartFolder chart = new ChartFolder(folder);
        try {
            Files.createDirectories(folder);
            chart.write(PackedChart.withoutLinks(archive, MOST_BYTES, Limits.ENTRIES), folder);
            chart.unpack();
            if (chart.problems.isEmpty()) {
                chart.schemas();
            }
        } catch (PackedChart.UnreadableException e) {
            return List.of(Reason.SOURCE_INVALID.problem("the chart " + e.getMessage(), named));
        } catch (FileSystemException | InvalidPathException e) {
            return List.of(Reason.SOURCE_INVALID.problem("the chart has a file whose name cannot be written", named));
        } catch (IOException e) {
            throw new UncheckedIOException("the inputs of a render cannot be prepared", e);
        }
        return chart.problems.stream()
                .map(each -> new Problem(each.reason(), each.message(), named + "/" + each.where()))
                .toList();
    }

    private void write(Map<String, byte[]> content, Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : content.entrySet()) {
            bytes += file.getValue().length;
            files++;
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
            if (!(SopsDocument.read(file.getKey(), file.getValue()) instanceof SopsReading.Other)) {
                problems.add(Reason.RENDERER_INPUT.problem(
                        "is encrypted with SOPS, which is not read in a packed chart; put its values into a file of the"
                                + " repository",
                        place(path)));
            }
        }
    }

    private void unpack() throws IOException {
        Deque<Path> packed = new ArrayDeque<>(found(tree, ChartFolder::isPackedChart));
        while (!packed.isEmpty() && problems.isEmpty()) {
            Path archive = packed.pop();
            Path into = free(archive);
            try {
                Map<String, byte[]> content =
                        PackedChart.files(Files.readAllBytes(archive), MOST_BYTES - bytes, Limits.ENTRIES - files);
                Files.delete(archive);
                Files.createDirectory(into);
                write(content, into);
                packed.addAll(found(into, ChartFolder::isPackedChart));
            } catch (PackedChart.UnreadableException e) {
                refuse(archive, String.valueOf(e.getMessage()));
            } catch (FileSystemException | InvalidPathException e) {
                refuse(archive, "has a file whose name cannot be written");
            }
        }
    }

    private void refuse(Path archive, String why) {
        problems.add(
                Reason.RENDERER_INPUT.problem(why + "; pack the chart again, or commit its folder", place(archive)));
    }

    private void schemas() throws IOException {
        for (Path schema : found(tree, path -> path.endsWith(SchemaReferences.FILE_NAME))) {
            SchemaReferences.problem(Files.readAllBytes(schema), place(schema)).ifPresent(problems::add);
        }
    }

    private String place(Path path) {
        return tree.relativize(path).toString();
    }

    /** Whether helm reads the file as a chart that another one holds. */
    private static boolean isPackedChart(Path path) {
        String name = path.getFileName().toString();
        Path folder = path.getParent();
        return name.endsWith(PACKED)
                && !name.startsWith("_")
                && !name.startsWith(".")
                && folder != null
                && folder.endsWith("charts")
                && Files.exists(folder.resolveSibling("Chart.yaml"));
    }

    /** A name in the same folder that nothing has. */
    private static Path free(Path archive) {
        String name = archive.getFileName().toString();
        Path free = archive.resolveSibling(name.substring(0, name.length() - PACKED.length()));
        while (Files.exists(free)) {
            free = free.resolveSibling(free.getFileName() + "-packed");
        }
        return free;
    }

    private static List<Path> found(Path folder, java.util.function.Predicate<Path> wanted) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).filter(wanted).sorted().toList();
        }
    }
}
