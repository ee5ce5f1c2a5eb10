package io.keelstream.cli.adopt.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;

/** The working copy that a folder is in, and the addresses of its remotes. Reads Git's files and runs nothing. */
public final class Remotes {

    private Remotes() {}

    /** The nearest folder upwards with {@code .git}; the folder itself where there is none. */
    public static Path workTree(Path folder) {
        for (Path each = folder.toAbsolutePath().normalize(); each != null; each = each.getParent()) {
            if (Files.exists(each.resolve(".git"))) {
                return each;
            }
        }
        return folder;
    }

    /** Empty where the folder is no working copy of its own or has no remote. */
    public static List<String> of(Path root) {
        Path file = root.resolve(".git").resolve("config");
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try {
            Config config = new Config();
            config.fromText(Files.readString(file));
            return config.getSubsections("remote").stream()
                    .map(name -> config.getString("remote", name, "url"))
                    .filter(url -> url != null && !url.isBlank())
                    .toList();
        } catch (IOException | ConfigInvalidException e) {
            return List.of();
        }
    }
}
