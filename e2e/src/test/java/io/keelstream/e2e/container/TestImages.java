package io.keelstream.e2e.container;

import io.keelstream.e2e.deploy.DeployFolder;
import io.keelstream.testing.process.Program;
import io.keelstream.testing.process.Program.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The images that {@code e2e/containers/images} makes. Stateless. */
public final class TestImages {

    /** Modules that have an image. */
    static final List<String> MODULES =
            List.of("git-watcher", "planner", "applier", "drift-detector", "canary-analyzer", "notifier", "cli");

    private TestImages() {}

    /** Which images of services are not built; empty where all are. */
    public static Optional<String> whyNot() {
        return MODULES.stream()
                .filter(module -> !Files.exists(tar(module)))
                .findFirst()
                .map(module -> "the image of " + module + " is not built; run: e2e/containers/images services");
    }

    /** The tar of the image of a service or of the command line, as it was built last. */
    static Path tar(String module) {
        return DeployFolder.root().resolve(module).resolve("target/jib-image.tar");
    }

    /** The tars of other images, made if they are missing, e.g. of {@code busybox} or of the {@code stand-ins}. */
    public static List<Path> made(String image) {
        Ended ended = Program.of(
                        DeployFolder.root().resolve("e2e/containers/images").toString())
                .run(image);
        if (ended.code() != 0) {
            throw new IllegalStateException("the image " + image + " is not made: " + ended.text());
        }
        return ended.out().lines().map(line -> Path.of(line.split(" ", 2)[1])).toList();
    }
}
