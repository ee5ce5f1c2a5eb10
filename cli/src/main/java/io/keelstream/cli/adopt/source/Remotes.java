package io.keelstream.cli.adopt.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;

/** The working copy that a folder is in, and the addresses of its remotes. Reads Git's files and runs nothing. */
public final class Remotes {

    private static final String HEAD = "HEAD";

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

    /** The branch that the first remote with a {@code HEAD} names; {@code HEAD} where none is known. */
    public static String head(Path root) {
        Path remotes = root.resolve(".git").resolve("refs").resolve("remotes");
        try (Stream<Path> all = Files.isDirectory(remotes) ? Files.list(remotes) : Stream.empty()) {
            for (Path head : all.map(each -> each.resolve("HEAD"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList()) {
                String branch = Files.readString(head).strip().replaceFirst("^ref: refs/remotes/[^/]+/", "");
                if (!branch.isEmpty() && !branch.startsWith("ref:")) {
                    return branch;
                }
            }
            return HEAD;
        } catch (IOException e) {
            return HEAD;
        }
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
