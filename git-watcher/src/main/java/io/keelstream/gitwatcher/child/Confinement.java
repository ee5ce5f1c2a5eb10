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

    /** More processes and threads than any renderer needs, fewer than burden a machine. */
    private static final int MOST_THREADS = 500;

    private final List<String> nameSpaces;

    /** What limits the threads of a child, inside its namespaces; empty where the kernel cannot count those of one child. */
    private final List<String> threadLimit;

    private final @Nullable PrivateRoot root;
    private final @Nullable Path prlimit;

    private Confinement(
            List<String> nameSpaces, List<String> threadLimit, @Nullable PrivateRoot root, @Nullable Path prlimit) {
        this.nameSpaces = List.copyOf(nameSpaces);
        this.threadLimit = List.copyOf(threadLimit);
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
            List<String> all = spaces(unshare);
            spaces = works(all) ? all : List.of();
            root = spaces.isEmpty() ? null : root(new Confinement(spaces, List.of(), null, prlimit));
        }
        return new Confinement(spaces, threadLimit(spaces, prlimit), root, prlimit);
    }

    static List<String> spaces(Path unshare) {
        return List.of(unshare.toString(), "--user", "--map-root-user", "--net", "--pid", "--fork", "--kill-child");
    }

    /**
     * What limits the threads of a child in such namespaces; empty where nothing does. Tried, since not every kernel does it: those before 5.14 count all threads of the user, git-watcher's too, and none counts the
     * administrator's.
     */
    static List<String> threadLimit(List<String> spaces, @Nullable Path prlimit) {
        Path shell = find("sh");
        if (spaces.isEmpty() || prlimit == null || shell == null) {
            return List.of();
        }
        return startsAnother(shell, spaces, threads(prlimit, 5)) && !startsAnother(shell, spaces, threads(prlimit, 1))
                ? threads(prlimit, MOST_THREADS)
                : List.of();
    }

    private static List<String> threads(Path prlimit, int most) {
        return List.of(prlimit.toString(), "--nproc=" + most, "--");
    }

    private static boolean startsAnother(Path shell, List<String> spaces, List<String> limit) {
        List<String> command = new ArrayList<>(spaces);
        command.addAll(limit);
        command.addAll(List.of(shell.toString(), "-c", "(:)"));
        return runs(command);
    }

    /** No confinement, where the kernel allows none. */
    static Confinement none() {
        return new Confinement(List.of(), List.of(), null, null);
    }

    /** The same, and others that let a program read more, the strictest first: not every program runs without libraries. */
    List<Confinement> fromStrictest() {
        return root == null
                ? List.of(this)
                : List.of(
                        this,
                        new Confinement(nameSpaces, threadLimit, root.withLibraries(), prlimit),
                        new Confinement(nameSpaces, threadLimit, null, prlimit));
    }

    /**
     * The same for an own renderer, which never sees more than its entry says where there is a private root: without and with the
     * system's libraries.
     */
    List<Confinement> fromStrictest(List<Path> reads) {
        return root == null
                ? List.of(this)
                : List.of(
                        new Confinement(nameSpaces, threadLimit, root.withReads(reads), prlimit),
                        new Confinement(
                                nameSpaces, threadLimit, root.withReads(reads).withLibraries(), prlimit));
    }

    /** Whether all that a program started ends with it: the first process of a PID namespace does that. */
    boolean endsTogether() {
        return !nameSpaces.isEmpty();
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
        return spaces + ", memory limit enforced by " + (prlimit == null ? "polling" : "the kernel")
                + ", processes counted by " + (threadLimit.isEmpty() ? "polling" : "the kernel");
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
        wrapped.addAll(threadLimit);
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
        Confinement tried = new Confinement(spaces.nameSpaces, List.of(), root.withLibraries(), spaces.prlimit);
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
