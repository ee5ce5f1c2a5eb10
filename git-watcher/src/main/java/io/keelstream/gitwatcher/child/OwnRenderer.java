package io.keelstream.gitwatcher.child;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program of the installation that renders, as its list has it. In arguments and values of the environment {@code $(NAME)} stands for
 * a variable of the {@link ExecVariables render} or of the environment.
 *
 * @param name what targets call it behind {@code exec:}; a DNS label
 * @param invocation what is run
 * @param inputs folders and files of the repository, from its root, that it may read beside the application's folder
 * @param reads folders and files of the machine that it may read beside itself; absolute
 * @param digest the only content that the program's file may have, {@code sha256:} and 64 hexadecimal digits; empty for any
 * @param allowUnconfined whether it may run where the kernel allows no namespaces
 */
public record OwnRenderer(
        String name,
        Invocation invocation,
        List<String> inputs,
        List<Path> reads,
        String digest,
        boolean allowUnconfined) {

    public OwnRenderer {
        inputs = List.copyOf(inputs);
        reads = List.copyOf(reads);
    }

    /**
     * A program with what it is given.
     *
     * @param command the program: a path, or a name that is looked for along {@code PATH}
     * @param args its arguments
     * @param environment variables beside those of the render
     */
    public record Invocation(String command, List<String> args, Map<String, String> environment) {

        public Invocation {
            args = List.copyOf(args);
            environment = new LinkedHashMap<>(environment);
        }
    }

    /** Whether an installation may set the variable: not those of a render, and of its private folders. */
    public static boolean maySet(String variable) {
        return variable.matches("[A-Za-z_][A-Za-z0-9_]*")
                && !variable.startsWith(ExecVariables.PREFIX)
                && !List.of("HOME", "TMPDIR").contains(variable);
    }

    /** What targets, events and problems call it. */
    String label() {
        return "exec:" + name;
    }
}
