package io.keelstream.gitwatcher.child;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file system for one child, inside its own mount namespace: its private folder and its program at their paths, and nothing
 * else. What is not counted as an input cannot be read, whatever a chart or a kustomization refers to. Immutable; thread-safe.
 */
final class PrivateRoot {

    /** Arguments: mount, mkdir, chroot, the private folder, what else is seen, {@code --}, the command. No input is in it. */
    private static final String SCRIPT = """
            set -e
            mount=$1 mkdir=$2 chroot=$3 work=$4
            shift 4
            root=$work/root
            "$mount" -t tmpfs -o size=1m,mode=700 none "$root"
            "$mkdir" -p "$root$work"
            "$mount" --bind "$work" "$root$work"
            while [ "$1" != -- ]; do
              if [ -d "$1" ]; then
                "$mkdir" -p "$root$1"
                "$mount" --rbind "$1" "$root$1"
              else
                "$mkdir" -p "$root${1%/*}"
                [ -e "$root$1" ] || : > "$root$1"
                "$mount" --bind "$1" "$root$1"
              fi
              shift
            done
            shift
            exec "$chroot" "$root" "$@"
            """;

    private static final List<Path> LIBRARIES =
            List.of(Path.of("/usr"), Path.of("/bin"), Path.of("/lib"), Path.of("/lib64"));

    private final List<String> tools;
    private final boolean libraries;

    private PrivateRoot(List<String> tools, boolean libraries) {
        this.tools = List.copyOf(tools);
        this.libraries = libraries;
    }

    /** With the programs that make it; null where one is missing. */
    static @Nullable PrivateRoot find() {
        List<String> tools = new ArrayList<>();
        for (String name : List.of("sh", "mount", "mkdir", "chroot")) {
            Path tool = Confinement.find(name);
            if (tool == null) {
                return null;
            }
            tools.add(tool.toString());
        }
        return new PrivateRoot(tools, false);
    }

    /** The same with the system's programs and libraries, for a program that is linked to some. */
    PrivateRoot withLibraries() {
        return new PrivateRoot(tools, true);
    }

    /** What is readable beside the private folder and the program; empty where that is nothing. */
    String readable() {
        return libraries ? "/usr and /lib" : "";
    }

    /** The command inside the root, to be run in a new mount namespace. */
    List<String> command(List<String> command, WorkFolder work) {
        List<String> wrapped = new ArrayList<>(List.of(tools.getFirst(), "-c", SCRIPT, "sh"));
        wrapped.addAll(tools.subList(1, tools.size()));
        wrapped.add(work.root().toString());
        List<Path> seen =
                libraries ? LIBRARIES.stream().filter(Files::isDirectory).toList() : List.of();
        seen.forEach(folder -> wrapped.add(folder.toString()));
        // inside a folder of the machine itself nothing may be created
        if (seen.stream().noneMatch(Path.of(command.getFirst())::startsWith)) {
            wrapped.add(command.getFirst());
        }
        wrapped.add("--");
        wrapped.addAll(command);
        return wrapped;
    }
}
