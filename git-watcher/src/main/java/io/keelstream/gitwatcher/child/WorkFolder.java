package io.keelstream.gitwatcher.child;

import io.keelstream.contracts.file.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A private folder for one render: {@code tree} holds the inputs, {@code home}, {@code tmp} and {@code root} are empty. It is deleted when
 * closed.
 */
final class WorkFolder implements AutoCloseable {

    private final Path root;

    private WorkFolder(Path root) {
        this.root = root;
    }

    static WorkFolder create() {
        try {
            Path root = Files.createTempDirectory("keelstream-render-", OwnerOnly.folder())
                    .toRealPath();
            for (String name : List.of("tree", "home", "tmp", "root")) {
                Files.createDirectory(root.resolve(name));
            }
            return new WorkFolder(root);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the private folder of a render", e);
        }
    }

    Path root() {
        return root;
    }

    Path tree() {
        return root.resolve("tree");
    }

    Path file(String name) {
        return root.resolve(name);
    }

    /** The whole environment of a child: nothing of this process, and private folders where programs require some. */
    Map<String, String> environment() {
        String home = root.resolve("home").toString();
        return Map.of(
                "HOME", home,
                "TMPDIR", root.resolve("tmp").toString(),
                "HELM_CACHE_HOME", home,
                "HELM_CONFIG_HOME", home,
                "HELM_DATA_HOME", home,
                "GOMEMLIMIT", "384MiB",
                "PATH", "");
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(root)) {
            all.sorted(Comparator.reverseOrder()).forEach(WorkFolder::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("the private folder of a render cannot be removed", e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            path.toFile().deleteOnExit();
        }
    }
}
