package io.keelstream.cli.adopt.source;

import io.keelstream.gitwatcher.application.ApplicationReader;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.gitwatcher.snapshot.Paths;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The files of a folder, by their paths from it. Contents are read when they are asked for. Immutable, as far as nobody changes the
 * files.
 */
public final class SourceTree {

    /** A file that is larger is not read by anybody. */
    public static final int MOST_BYTES = 2 << 20;

    private final SortedMap<String, Supplier<byte[]>> files;
    private final SortedSet<String> folders = new TreeSet<>();

    /** @param files what gives the content of each file */
    public SourceTree(Map<String, Supplier<byte[]>> files) {
        this.files = new TreeMap<>(files);
        folders.add("");
        for (String file : this.files.keySet()) {
            for (String folder = Paths.parent(file); folders.add(folder); folder = Paths.parent(folder)) {
                // up to the first that is known
            }
        }
    }

    /** Paths of files, in order. */
    public Iterable<String> files() {
        return files.keySet();
    }

    /** Paths of folders with a file in them or below them, in order; the root is empty. */
    public Iterable<String> folders() {
        return folders;
    }

    /** Whether there is such a file. */
    public boolean hasFile(String path) {
        return files.containsKey(path);
    }

    /** Whether there is such a folder. */
    public boolean hasFolder(String path) {
        return folders.contains(path);
    }

    /** Paths of the files in a folder and below it, in order. */
    public Iterable<String> below(String folder) {
        return folder.isEmpty()
                ? files.keySet()
                : files.subMap(folder + "/", folder + "0").keySet();
    }

    /** The content of a file that there is; more than {@link #MOST_BYTES} where it is too large. */
    public byte[] read(String path) {
        Supplier<byte[]> content = files.get(path);
        if (content == null) {
            throw new IllegalArgumentException("no file " + path);
        }
        return content.get();
    }

    /**
     * A folder inside the other for a file of its own, with this name or one that begins so: one that has nothing yet, or only the file that was
     * written for the same object before.
     *
     * @param heading how such a file begins
     */
    public String free(String folder, String name, String heading) {
        String wanted = Paths.join(folder, name);
        String free = wanted;
        for (int i = 2; hasFile(free) || (hasFolder(free) && !isWrittenFor(free, heading)); i++) {
            free = wanted + "-" + i;
        }
        return free;
    }

    private boolean isWrittenFor(String folder, String heading) {
        String file = Paths.join(folder, ApplicationReader.FILE_NAME);
        for (String each : below(folder)) {
            if (!each.equals(file)) {
                return false;
            }
        }
        return new String(read(file), StandardCharsets.UTF_8).startsWith(heading);
    }

    /** Whether the folder is a chart. */
    public boolean isChart(String folder) {
        return hasFile(Paths.join(folder, "Chart.yaml"));
    }

    /** Whether the folder has a kustomization. */
    public boolean isKustomization(String folder) {
        return Renderers.KUSTOMIZATION_FILES.stream().anyMatch(name -> hasFile(Paths.join(folder, name)));
    }
}
