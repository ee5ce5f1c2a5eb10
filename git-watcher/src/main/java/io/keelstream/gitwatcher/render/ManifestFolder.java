package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.ApplicationReader;
import io.keelstream.gitwatcher.pattern.TooManyStepsException;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * The YAML and JSON files below a folder. Left out: {@code keelstream.yaml}, what {@code .keelstreamignore} matches, and
 * folders that are applications of their own, because an object must not have two owners. Links and submodules are
 * problems. Confined to one thread.
 */
final class ManifestFolder {

    private final Snapshot snapshot;
    private final Entry root;
    private final List<Entry> files = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final RenderBudget budget;
    private int entries;
    private long bytes;

    private ManifestFolder(Snapshot snapshot, Entry root, RenderBudget budget) {
        this.snapshot = snapshot;
        this.budget = budget;
        this.root = root;
    }

    /** Walks the folder; of the files it reads only the ignore rules. */
    static ManifestFolder walk(Snapshot snapshot, Entry root, RenderBudget budget) {
        ManifestFolder folder = new ManifestFolder(snapshot, root, budget);
        try {
            folder.walk(root, IgnoreRules.none());
        } catch (TooManyStepsException e) {
            folder.problems.add(IgnoreRules.tooCostly(root.path()));
        }
        return folder;
    }

    /** The files in Git's order; only meaningful without problems. */
    List<Entry> files() {
        return files;
    }

    List<Problem> problems() {
        return problems;
    }

    private void walk(Entry folder, IgnoreRules outer) {
        budget.pace();
        List<Entry> inside = snapshot.list(folder);
        boolean applicationOfItsOwn = !folder.equals(root)
                && inside.stream().anyMatch(each -> each.name().equals(ApplicationReader.FILE_NAME));
        if (applicationOfItsOwn || entries > Limits.ENTRIES) {
            return;
        }
        IgnoreRules rules = outer.inside(snapshot, folder, inside);
        IgnoreRules.problem(snapshot, inside).ifPresent(problems::add);
        for (Entry entry : inside) {
            if (++entries > Limits.ENTRIES) {
                problems.add(Reason.BUNDLE_TOO_LARGE.problem(
                        root.path() + " holds more than " + Limits.ENTRIES + " files; split the application",
                        root.path()));
                return;
            }
            if (!rules.ignores(entry)) {
                visit(entry, rules);
            }
        }
    }

    private void visit(Entry entry, IgnoreRules rules) {
        switch (entry.kind()) {
            case FOLDER -> walk(entry, rules);
            case FILE -> file(entry);
            case LINK -> problems.add(LinkProblem.of(snapshot, entry));
            case DEEP_FOLDER -> problems.add(Limits.tooDeep(entry.path()));
            case SUBMODULE -> problems.add(LinkProblem.submodule(snapshot, entry));
            case UNFETCHED -> problems.add(LinkProblem.unfetched(entry));
            case UNSAFE -> problems.add(LinkProblem.unsafe(entry));
        }
    }

    private void file(Entry entry) {
        String name = entry.name();
        boolean manifest = name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
        if (!manifest || name.equals(ApplicationReader.FILE_NAME)) {
            return;
        }
        long size = snapshot.size(entry);
        bytes += size;
        if (size > Limits.FILE_BYTES) {
            problems.add(Limits.tooLarge(entry.path(), size));
        } else if (bytes > Limits.BUNDLE_BYTES) {
            problems.add(Reason.BUNDLE_TOO_LARGE.problem(
                    "the files below " + root.path() + " have more than " + Limits.BUNDLE_BYTES
                            + " bytes (10 MiB); split the application",
                    entry.path()));
            entries = Limits.ENTRIES + 1;
        } else {
            files.add(entry);
        }
    }
}
