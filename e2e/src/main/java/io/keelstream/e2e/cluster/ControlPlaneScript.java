package io.keelstream.e2e.cluster;

import io.keelstream.testing.process.Program;
import io.keelstream.testing.process.Program.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The script {@code e2e/control-plane/control-plane} as Java sees it: verbs go in, lines come out. Immutable.
 *
 * @param file the script
 */
record ControlPlaneScript(Path file) {

    private static final Path PLACE = Path.of("e2e", "control-plane", "control-plane");

    private static final Duration CHECK_LIMIT = Duration.ofMinutes(1);

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

    /** Why these programs neither are built nor can be built here; empty when they are or can. */
    Optional<String> whyUnavailable(List<String> programs) {
        Ended ended = check(programs);
        return ended.code() == 0 ? Optional.empty() : Optional.of(ended.text().replace(System.lineSeparator(), " "));
    }

    /** Whether a control plane with these programs would start at once, without a build of some minutes. */
    boolean built(List<String> programs) {
        Ended ended = check(programs);
        return ended.code() == 0 && ended.out().lines().anyMatch(line -> line.startsWith("built: "));
    }

    private Ended check(List<String> programs) {
        return execute(
                CHECK_LIMIT,
                Stream.concat(Stream.of("check"), programs.stream()).toList());
    }

    /**
     * Runs one verb.
     *
     * @param limit how long it may take
     * @return what it printed
     * @throws IllegalStateException where it fails or takes longer; the message holds what it printed
     */
    List<String> run(Duration limit, List<String> arguments) {
        Ended ended = execute(limit, arguments);
        if (ended.code() != 0) {
            throw new IllegalStateException(file + " " + String.join(" ", arguments) + " failed: " + ended.text());
        }
        return ended.out().lines().toList();
    }

    private Ended execute(Duration limit, List<String> arguments) {
        return Program.of(file.toString()).run(limit, "", arguments);
    }
}
