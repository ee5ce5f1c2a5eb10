package io.keelstream.gitwatcher.child;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.problem.Reason;
import io.keelstream.gitwatcher.render.Limits;
import io.keelstream.gitwatcher.render.LinkProblem;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes files of a commit into a folder, as plain files: no links, no permissions. Used once, by one thread. */
final class InputTree {

    private static final long MOST_BYTES = 64L << 20;

    private final Snapshot snapshot;
    private final Path root;
    private final List<Problem> problems = new ArrayList<>();
    private long bytes;
    private int entries;

    private InputTree(Snapshot snapshot, Path root) {
        this.snapshot = snapshot;
        this.root = root;
    }

    /** Writes the entries and all below them at their paths; returns what stood in the way. */
    static List<Problem> write(Snapshot snapshot, List<Entry> inputs, Path root) {
        InputTree tree = new InputTree(snapshot, root);
        try {
            for (Entry entry : inputs) {
                tree.write(entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the inputs of a render cannot be written", e);
        }
        return tree.problems;
    }

    private void write(Entry entry) throws IOException {
        if (++entries > Limits.ENTRIES || bytes > MOST_BYTES) {
            if (problems.isEmpty()) {
                problems.add(Reason.BUNDLE_TOO_LARGE.problem(
                        "the renderer may read more than " + Limits.ENTRIES + " files or " + (MOST_BYTES >> 20)
                                + " MiB; narrow its folders",
                        entry.path()));
            }
            return;
        }
        Path path = root.resolve(entry.path());
        switch (entry.kind()) {
            case FOLDER -> {
                Files.createDirectories(path);
                for (Entry inside : snapshot.list(entry)) {
                    write(inside);
                }
            }
            case FILE -> file(entry, path);
            case LINK -> problems.add(LinkProblem.of(snapshot, entry));
            case SUBMODULE ->
                problems.add(
                        Reason.LINK.problem(entry.path() + " is a submodule; submodules are not read", entry.path()));
        }
    }

    private void file(Entry entry, Path path) throws IOException {
        long size = snapshot.size(entry);
        bytes += size;
        if (size > Limits.FILE_BYTES) {
            problems.add(Reason.FILE_TOO_LARGE.problem(
                    entry.path() + " has " + size + " bytes; at most " + Limits.FILE_BYTES
                            + " (2 MiB) are read from one file",
                    entry.path()));
            return;
        }
        Files.createDirectories(path.getParent());
        Files.write(path, snapshot.read(entry));
    }
}
