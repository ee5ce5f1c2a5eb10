package io.keelstream.gitwatcher.child;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.pattern.TooManyStepsException;
import io.keelstream.gitwatcher.render.IgnoreRules;
import io.keelstream.gitwatcher.render.LfsPointer;
import io.keelstream.gitwatcher.render.Limits;
import io.keelstream.gitwatcher.render.LinkProblem;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes files of a commit into a folder, as plain files: no links, no permissions. What cannot be written (links,
 * submodules, pointers of Git LFS, files that are too large) is a problem, unless {@code .keelstreamignore} matches it: then
 * it is left out. Used once, by one thread.
 */
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

    /** Writes the entries and all below them at their paths; returns the problems. */
    static List<Problem> write(Snapshot snapshot, List<Entry> inputs, Path root) {
        InputTree tree = new InputTree(snapshot, root);
        for (Entry entry : inputs) {
            try {
                tree.write(entry, IgnoreRules.none(), false);
            } catch (TooManyStepsException e) {
                tree.problems.add(IgnoreRules.tooCostly(entry.path()));
                break;
            }
        }
        return tree.problems;
    }

    private void write(Entry entry, IgnoreRules rules, boolean ignored) {
        if (++entries > Limits.ENTRIES || bytes > MOST_BYTES) {
            if (problems.isEmpty()) {
                problems.add(Reason.BUNDLE_TOO_LARGE.problem(
                        "the renderer reads more than " + Limits.ENTRIES + " files or " + (MOST_BYTES >> 20)
                                + " MiB; narrow its folders",
                        entry.path()));
            }
            return;
        }
        if (entry.isFolder()) {
            folder(entry, rules, ignored);
            return;
        }
        byte[] content = entry.isFile() && isSmall(entry) ? snapshot.read(entry) : null;
        Problem unreadable = unreadable(entry, content);
        if (unreadable == null && content != null) {
            bytes += content.length;
            file(entry, content);
        } else if (unreadable != null && !ignored) {
            problems.add(unreadable);
        }
    }

    private void folder(Entry folder, IgnoreRules outer, boolean ignored) {
        Path path = path(folder);
        if (path == null || !written(folder, () -> Files.createDirectories(path))) {
            return;
        }
        List<Entry> inside = snapshot.list(folder);
        IgnoreRules rules = outer.inside(snapshot, folder, inside);
        for (Entry entry : inside) {
            write(entry, rules, ignored || rules.ignores(entry));
        }
    }

    private void file(Entry entry, byte[] content) {
        Path path = path(entry);
        if (path != null) {
            written(entry, () -> {
                Files.createDirectories(path.getParent());
                Files.write(path, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            });
        }
    }

    private boolean isSmall(Entry file) {
        return snapshot.size(file) <= Limits.FILE_BYTES;
    }

    /** Why the entry cannot be handed to a renderer; null for a file that can. */
    private @Nullable Problem unreadable(Entry entry, byte @Nullable [] content) {
        return switch (entry.kind()) {
            case LINK -> LinkProblem.of(snapshot, entry);
            case SUBMODULE -> LinkProblem.submodule(snapshot, entry);
            case UNFETCHED -> LinkProblem.unfetched(entry);
            case UNSAFE -> LinkProblem.unsafe(entry);
            case DEEP_FOLDER -> Limits.tooDeep(entry.path());
            case FOLDER -> null;
            case FILE -> {
                if (content == null) {
                    yield Limits.tooLarge(entry.path(), snapshot.size(entry));
                }
                yield LfsPointer.is(content) ? LfsPointer.problem(entry.path()) : null;
            }
        };
    }

    /** Where the entry is written; null, with a problem, where this process cannot name the file. */
    private @Nullable Path path(Entry entry) {
        try {
            return root.resolve(entry.path());
        } catch (InvalidPathException e) {
            problems.add(Reason.RENDERER_INPUT.problem(
                    "the name cannot be written under the locale of git-watcher, whose encoding is "
                            + Charset.forName(System.getProperty("sun.jnu.encoding"), Charset.defaultCharset())
                            + "; start git-watcher with LC_ALL=C.UTF-8, or rename the file",
                    entry.path()));
            return null;
        }
    }

    private boolean written(Entry entry, Writing writing) {
        try {
            writing.run();
            return true;
        } catch (FileAlreadyExistsException e) {
            problems.add(Reason.RENDERER_INPUT.problem(
                    "cannot be written for the renderer beside a file whose name differs by case or by the way its"
                            + " letters are encoded alone: the file system of git-watcher does not tell them apart; rename"
                            + " one",
                    entry.path()));
            return false;
        } catch (FileSystemException e) {
            problems.add(Reason.RENDERER_INPUT.problem(
                    "cannot be written for the renderer: " + e.getReason() + "; use a shorter or plainer name",
                    entry.path()));
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("the inputs of a render cannot be written", e);
        }
    }

    private interface Writing {
        void run() throws IOException;
    }
}
