package io.keelstream.e2e.compose;

import io.keelstream.testing.process.Program;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Stream;

/** Compose as it is installed here: the plugin of {@code docker}, or the command of its own. Stateless. */
final class DockerCompose {

    private DockerCompose() {}

    /** How it is called; empty where it is not installed. */
    static Optional<Program> find() {
        return Stream.of(Program.of("docker", "compose"), Program.of("docker-compose"))
                .filter(DockerCompose::answers)
                .findFirst();
    }

    private static boolean answers(Program compose) {
        try {
            return compose.run("version").code() == 0;
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
