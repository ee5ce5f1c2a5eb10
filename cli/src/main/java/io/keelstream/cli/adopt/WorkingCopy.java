package io.keelstream.cli.adopt;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.adopt.layout.PlannedFile;
import io.keelstream.gitwatcher.snapshot.Paths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where files are written. What stands in the way is found before the first one is written. The files of one folder belong together: where one of
 * them is there already, none of them is written, unless it is forced.
 *
 * @param root the folder that paths of files begin at
 */
record WorkingCopy(Path root) {

    /**
     * A file that is not written.
     *
     * @param file its path
     * @param there the file of its folder that is there already; often itself
     */
    record Kept(String file, String there) {

        /** As people are told it. */
        String text() {
            return (file.equals(there) ? file : file + " is not written: " + there)
                    + " is there already; --force overwrites it";
        }
    }

    /** Those of the files that are not to be written over what is there. */
    List<Kept> kept(List<PlannedFile> files) {
        List<Kept> kept = new ArrayList<>();
        for (PlannedFile file : files) {
            there(file, files).ifPresent(there -> kept.add(new Kept(file.path(), there)));
        }
        return kept;
    }

    private Optional<String> there(PlannedFile file, List<PlannedFile> files) {
        return Optional.of(file.path())
                .filter(this::exists)
                .or(() -> files.stream()
                        .map(PlannedFile::path)
                        .filter(each -> Paths.parent(each).equals(Paths.parent(file.path())))
                        .filter(this::exists)
                        .findFirst());
    }

    private boolean exists(String path) {
        return Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    /** Writes all of the files, over what is there; ends the command where one cannot be written, saying which are. */
    void write(List<PlannedFile> files) {
        files.forEach(each -> unhindered(each.path()));
        List<String> written = new ArrayList<>();
        for (PlannedFile file : files) {
            Path path = root.resolve(file.path());
            try {
                Files.createDirectories(root.resolve(Paths.parent(file.path())));
                Files.writeString(path, file.content());
            } catch (IOException e) {
                throw CommandFailure.no(path + " cannot be written: " + e.getMessage() + ". "
                        + (written.isEmpty()
                                ? "Nothing was written"
                                : "Written before: " + String.join(", ", written)));
            }
            written.add(file.path());
        }
    }

    /** Nothing is written through a link, nor in place of a folder. */
    private void unhindered(String path) {
        for (String folder = Paths.parent(path); !folder.isEmpty(); folder = Paths.parent(folder)) {
            if (exists(folder) && !Files.isDirectory(root.resolve(folder), LinkOption.NOFOLLOW_LINKS)) {
                throw inTheWay(folder, "is not a folder");
            }
        }
        Path file = root.resolve(path);
        if (Files.isSymbolicLink(file)) {
            throw inTheWay(path, "is a link");
        }
        if (Files.isDirectory(file)) {
            throw inTheWay(path, "is a folder");
        }
    }

    private CommandFailure inTheWay(String path, String what) {
        return CommandFailure.no(root.resolve(path) + " " + what + "; remove it first. Nothing was written");
    }
}
