package io.keelstream.gitwatcher.snapshot;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Paths inside a repository: relative, {@code /} between names, empty for the root. Stateless. */
public final class Paths {

    private Paths() {}

    /** The path of a name inside a folder. */
    public static String join(String folder, String name) {
        if (folder.isEmpty() || name.isEmpty()) {
            return folder + name;
        }
        return folder + "/" + name;
    }

    /** The path as people are told it: {@code .} for the root. */
    public static String named(String path) {
        return path.isEmpty() ? "." : path;
    }

    /** The folder that holds the path; empty for a path of one name. */
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /**
     * Resolves a written path against a folder; null where it would leave the repository or is absolute.
     *
     * @param folder where it is written
     * @param written with {@code .} and {@code ..} allowed
     */
    public static @Nullable String resolve(String folder, String written) {
        if (written.startsWith("/") || written.indexOf('\\') >= 0 || written.indexOf('\0') >= 0) {
            return null;
        }
        List<String> names = new ArrayList<>(folder.isEmpty() ? List.of() : List.of(folder.split("/", -1)));
        for (String name : written.split("/", -1)) {
            switch (name) {
                case "", "." -> {}
                case ".." -> {
                    if (names.isEmpty()) {
                        return null;
                    }
                    names.removeLast();
                }
                default -> names.add(name);
            }
        }
        return String.join("/", names);
    }

    /** Whether the path is the folder or is below it. */
    public static boolean isWithin(String folder, String path) {
        return folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/");
    }

    /** The path as seen from a folder that holds it. */
    public static String relative(String folder, String path) {
        return folder.isEmpty() ? path : path.length() == folder.length() ? "" : path.substring(folder.length() + 1);
    }
}
