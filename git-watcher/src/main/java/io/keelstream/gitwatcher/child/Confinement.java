package io.keelstream.gitwatcher.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What this machine offers to confine a child: network and PID namespaces ({@code unshare}) and kernel
 * limits ({@code prlimit}). What is not available is left out, and {@link #description} says so. Immutable; thread-safe.
 */
public final class Confinement {

    private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin");

    private final List<String> nameSpaces;
    private final @Nullable Path prlimit;

    private Confinement(List<String> nameSpaces, @Nullable Path prlimit) {
        this.nameSpaces = List.copyOf(nameSpaces);
        this.prlimit = prlimit;
    }

    /** Tries what the kernel allows. */
    public static Confinement detect() {
        Path unshare = find("unshare");
        List<String> spaces = List.of();
        if (unshare != null) {
            List<String> all = List.of(
                    unshare.toString(), "--user", "--map-root-user", "--net", "--pid", "--fork", "--kill-child");
            spaces = works(all) ? all : List.of();
        }
        return new Confinement(spaces, find("prlimit"));
    }

    /** No confinement, where the kernel allows none. */
    static Confinement none() {
        return new Confinement(List.of(), null);
    }

    /** One line for the start-up log. */
    public String description() {
        String network = nameSpaces.isEmpty()
                ? "no namespaces (the kernel or the container does not allow them: nothing but trust keeps renderers from"
                        + " using the network)"
                : "own network and process namespaces";
        return network + ", "
                + (prlimit == null ? "memory limit enforced by polling" : "memory limit enforced by the kernel");
    }

    /** The command with its confinement in front. */
    List<String> wrap(List<String> command, ChildLimits limits) {
        List<String> wrapped = new ArrayList<>();
        if (prlimit != null) {
            wrapped.add(prlimit.toString());
            wrapped.add("--data=" + limits.memoryBytes());
            wrapped.add("--core=0");
            wrapped.add("--fsize=" + (256L << 20));
            wrapped.add("--");
        }
        wrapped.addAll(nameSpaces);
        wrapped.addAll(command);
        return wrapped;
    }

    private static boolean works(List<String> prefix) {
        Path nothing = find("true");
        if (nothing == null) {
            return false;
        }
        List<String> command = new ArrayList<>(prefix);
        command.add(nothing.toString());
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
