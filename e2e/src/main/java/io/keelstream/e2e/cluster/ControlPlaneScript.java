package io.keelstream.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The script {@code e2e/control-plane/control-plane} as Java sees it: verbs go in, lines come out. Immutable.
 *
 * @param file the script
 */
record ControlPlaneScript(Path file) {

    private static final Path PLACE = Path.of("e2e", "control-plane", "control-plane");

    /** How a run of a program ended. */
    private record Ending(int code, List<String> lines) {}

    /**
     * Finds the script from wherever inside the repository the tests run.
     *
     * @throws IllegalStateException where no folder above the working directory holds it
     */
    static ControlPlaneScript locate() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve(PLACE))) {
                return new ControlPlaneScript(folder.resolve(PLACE));
            }
        }
        throw new IllegalStateException(PLACE + " is not under " + start + " nor under a folder above it");
    }

    /** Why the programs neither are built nor can be built here; empty when they are or can. */
    Optional<String> whyUnavailable() {
        Ending ending = execute(Duration.ofMinutes(1), List.of("check"));
        return ending.code() == 0 ? Optional.empty() : Optional.of(String.join(" ", ending.lines()));
    }

    /** Whether a control plane would start at once, without a build of some minutes. */
    boolean built() {
        Ending ending = execute(Duration.ofMinutes(1), List.of("check"));
        return ending.code() == 0 && ending.lines().stream().anyMatch(line -> line.startsWith("built: "));
    }

    /**
     * Runs one verb.
     *
     * @param limit how long it may take
     * @return what it printed
     * @throws IllegalStateException where it fails or takes longer; the message holds what it printed
     */
    List<String> run(Duration limit, List<String> arguments) {
        Ending ending = execute(limit, arguments);
        if (ending.code() != 0) {
            throw new IllegalStateException(file + " " + String.join(" ", arguments) + " failed: "
                    + String.join(System.lineSeparator(), ending.lines()));
        }
        return ending.lines();
    }

    private Ending execute(Duration limit, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(file.toString());
        command.addAll(arguments);
        try {
            Path output = Files.createTempFile("control-plane", ".log");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroy();
                    throw new IllegalStateException(command + " takes longer than " + limit);
                }
                return new Ending(process.exitValue(), Files.readAllLines(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(command + " was interrupted", e);
        }
    }
}
