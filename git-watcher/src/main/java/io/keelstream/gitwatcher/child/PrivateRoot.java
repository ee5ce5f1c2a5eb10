package io.keelstream.gitwatcher.child;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file system for one child, inside its own mount namespace: its private folder and its program at their paths, and nothing
 * else. What is not counted as an input cannot be read, whatever a chart or a kustomization refers to. Only 32 MiB each of {@code home} and
 * {@code tmp} can be written, and are gone with the child. Immutable; thread-safe.
 */
final class PrivateRoot {

    /** Arguments: mount, mkdir, unshare, the private folder, the working folder, what else is seen, {@code --}, the command. No input is in it. */
    private static final String SCRIPT = """
            set -e
            mount=$1 mkdir=$2 unshare=$3 work=$4 folder=$5
            shift 5
            root=$work/root
            # as an ordinary user nothing of the system can be written in any case
            protect() { "$mount" -o remount,bind,ro "$root$1" || [ ! -w "$1" ]; }
            "$mount" -t tmpfs -o size=1m,mode=700 none "$root"
            "$mkdir" -p "$root$work"
            "$mount" --bind "$work" "$root$work"
            "$mount" -o remount,bind,ro "$root$work"
            "$mount" -t tmpfs -o size=32m,mode=700 none "$root$work/home"
            "$mount" -t tmpfs -o size=32m,mode=700 none "$root$work/tmp"
            while [ "$1" != -- ]; do
              if [ -d "$1" ]; then
                "$mkdir" -p "$root$1"
                "$mount" --rbind "$1" "$root$1"
                protect "$1"
              else
                "$mkdir" -p "$root${1%/*}"
                [ -e "$root$1" ] || : > "$root$1"
                "$mount" --bind "$1" "$root$1"
                protect "$1"
              fi
              shift
            done
            shift
            exec "$unshare" --root="$root" --wd="$folder" "$@"
            """;

    private static final List<Path> LIBRARIES =
            List.of(Path.of("/usr"), Path.of("/bin"), Path.of("/lib"), Path.of("/lib64"), Path.of("/dev/null"));

    private final List<String> tools;
    private final boolean libraries;
    private final List<Path> reads;

    private PrivateRoot(List<String> tools, boolean libraries, List<Path> reads) {
        this.tools = List.copyOf(tools);
        this.libraries = libraries;
        this.reads = List.copyOf(reads);
    }

    /** With the programs that make it; null where one is missing. */
    static @Nullable PrivateRoot find() {
        List<String> tools = new ArrayList<>();
        for (String name : List.of("sh", "mount", "mkdir", "unshare")) {
            Path tool = Confinement.find(name);
            if (tool == null) {
                return null;
            }
            tools.add(tool.toString());
        }
        return new PrivateRoot(tools, false, List.of());
    }

    /** The same with the system's programs and libraries, for a program that is linked to some. */
    PrivateRoot withLibraries() {
        return new PrivateRoot(tools, true, reads);
    }

    /** The same with files and folders of the machine, at their paths. */
    PrivateRoot withReads(List<Path> more) {
        return new PrivateRoot(tools, libraries, more);
    }

    /** What is readable beside the private folder and the program; empty where that is nothing. */
    String readable() {
        List<String> all = new ArrayList<>(reads.stream().map(Path::toString).toList());
        if (libraries) {
            all.add("/usr and /lib");
        }
        return String.join(", ", all);
    }

    /** The command inside the root, to be run in a new mount namespace. */
    List<String> command(List<String> command, WorkFolder work, Path folder) {
        List<String> wrapped = new ArrayList<>(List.of(tools.getFirst(), "-c", SCRIPT, "sh"));
        wrapped.addAll(tools.subList(1, tools.size()));
        wrapped.add(work.root().toString());
        wrapped.add(folder.toString());
        List<Path> seen = new ArrayList<>(libraries ? LIBRARIES : List.of());
        seen.addAll(reads);
        seen.removeIf(each -> !Files.exists(each));
        seen.forEach(each -> wrapped.add(each.toString()));
        // inside a folder of the machine itself nothing is created
        if (seen.stream().noneMatch(Path.of(command.getFirst())::startsWith)) {
            wrapped.add(command.getFirst());
        }
        wrapped.add("--");
        wrapped.addAll(command);
        return wrapped;
    }
}
