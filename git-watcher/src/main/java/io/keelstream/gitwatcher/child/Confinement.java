package io.keelstream.gitwatcher.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What this machine offers to confine a child: network, process and mount namespaces ({@code unshare}) and kernel
 * limits ({@code prlimit}). What is not available is left out, and {@link #description} says so. Immutable; thread-safe.
 */
public final class Confinement {

    private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin");

    private final List<String> nameSpaces;
    private final @Nullable PrivateRoot root;
    private final @Nullable Path prlimit;

    private Confinement(List<String> nameSpaces, @Nullable PrivateRoot root, @Nullable Path prlimit) {
        this.nameSpaces = List.copyOf(nameSpaces);
        this.root = root;
        this.prlimit = prlimit;
    }

    /** Tries what the kernel allows. */
    public static Confinement detect() {
        Path unshare = find("unshare");
        Path prlimit = find("prlimit");
        List<String> spaces = List.of();
        PrivateRoot root = null;
        if (unshare != null) {
            List<String> all = List.of(
                    unshare.toString(), "--user", "--map-root-user", "--net", "--pid", "--fork", "--kill-child");
            spaces = works(all) ? all : List.of();
            root = spaces.isEmpty() ? null : root(new Confinement(spaces, null, prlimit));
        }
        return new Confinement(spaces, root, prlimit);
    }

    /** No confinement, where the kernel allows none. */
    static Confinement none() {
        return new Confinement(List.of(), null, null);
    }

    /** The same, and others that let a program read more, the strictest first: not every program runs without libraries. */
    List<Confinement> fromStrictest() {
        return root == null
                ? List.of(this)
                : List.of(
                        this,
                        new Confinement(nameSpaces, root.withLibraries(), prlimit),
                        new Confinement(nameSpaces, null, prlimit));
    }

    /**
     * The same for an own renderer, which never sees more than its entry says where there is a private root: without and with the
     * system's libraries.
     */
    List<Confinement> fromStrictest(List<Path> reads) {
        return root == null
                ? List.of(this)
                : List.of(
                        new Confinement(nameSpaces, root.withReads(reads), prlimit),
                        new Confinement(nameSpaces, root.withReads(reads).withLibraries(), prlimit));
    }

    /** Whether a program sees no other file than its own and those of its folder. */
    boolean hasPrivateRoot() {
        return root != null;
    }

    /** What a program can read beside its private folder; empty where that is nothing. */
    String readable() {
        return root == null ? "every file that git-watcher can read" : root.readable();
    }

    /** One line for the start-up log. */
    public String description() {
        String why = " (the kernel or the container does not allow them: ";
        String spaces = nameSpaces.isEmpty()
                ? "no namespaces" + why
                        + "nothing but trust keeps renderers from using the network and reading files of"
                        + " this machine)"
                : root == null
                        ? "own network and process namespaces, no mount namespaces" + why
                                + "nothing but trust keeps renderers from reading files of this machine)"
                        : "own network, process and mount namespaces";
        return spaces + ", "
                + (prlimit == null ? "memory limit enforced by polling" : "memory limit enforced by the kernel");
    }

    /** The command with its confinement in front; it sees all files. */
    List<String> wrap(List<String> command, ChildLimits limits) {
        return wrap(limits, nameSpaces, command);
    }

    /**
     * The command with its confinement in front; where possible it sees nothing but its program and its private folder.
     *
     * @param folder where it runs, inside the private folder
     */
    List<String> wrap(List<String> command, ChildLimits limits, WorkFolder work, Path folder) {
        if (root == null) {
            return wrap(command, limits);
        }
        List<String> spaces = new ArrayList<>(nameSpaces);
        spaces.add("--mount");
        return wrap(limits, spaces, root.command(command, work, folder));
    }

    private List<String> wrap(ChildLimits limits, List<String> spaces, List<String> command) {
        List<String> wrapped = new ArrayList<>();
        if (prlimit != null) {
            wrapped.add(prlimit.toString());
            wrapped.add("--data=" + limits.memoryBytes());
            wrapped.add("--core=0");
            wrapped.add("--fsize=" + (256L << 20));
            wrapped.add("--");
        }
        wrapped.addAll(spaces);
        wrapped.addAll(command);
        return wrapped;
    }

    /** A private root, if it works here. */
    private static @Nullable PrivateRoot root(Confinement spaces) {
        PrivateRoot root = PrivateRoot.find();
        Path nothing = find("true");
        if (root == null || nothing == null) {
            return null;
        }
        Confinement tried = new Confinement(spaces.nameSpaces, root.withLibraries(), spaces.prlimit);
        try (WorkFolder work = WorkFolder.create()) {
            return runs(tried.wrap(List.of(nothing.toString()), ChildLimits.DEFAULT, work, work.tree())) ? root : null;
        }
    }

    private static boolean works(List<String> prefix) {
        Path nothing = find("true");
        if (nothing == null) {
            return false;
        }
        List<String> command = new ArrayList<>(prefix);
        command.add(nothing.toString());
        return runs(command);
    }

    private static boolean runs(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(5, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static @Nullable Path find(String program) {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }
}
