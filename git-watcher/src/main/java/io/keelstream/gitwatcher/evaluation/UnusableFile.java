package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.Undecided;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.ApplicationFile;
import io.keelstream.gitwatcher.discovery.Catalog;
import io.keelstream.gitwatcher.snapshot.Paths;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A file of a commit that describes applications which cannot be used, or may not have their names.
 *
 * @param path path from the repository's root
 * @param application the application whose file it is; null where that is not known, or another file describes it
 * @param files what is recorded of it, so that the next commit knows whether the file, and all that lies beside it, is as it was
 */
record UnusableFile(String path, @Nullable String application, Undecided files) {

    /** How many are recorded; what is beyond that is new with each commit. */
    private static final int MOST_RECORDED = 1_000;

    /**
     * Those of a commit, by path.
     *
     * @param known what is recorded of those of the commit before
     * @param commit number of the commit
     */
    static List<UnusableFile> in(Catalog catalog, FolderContent content, Collection<Undecided> known, long commit) {
        SortedMap<String, List<Problem>> problems = new TreeMap<>();
        SortedMap<String, String> names = new TreeMap<>();
        catalog.unusable().forEach((application, file) -> {
            names.put(file.file(), application);
            add(problems, file.file(), file.problems());
        });
        for (ApplicationFile.Unusable file : catalog.anonymous()) {
            add(problems, file.file(), file.problems());
        }
        for (Catalog.RejectedClaim claim : catalog.rejectedClaims()) {
            String file = claim.problem().where();
            if (file != null) {
                add(problems, file, List.of(claim.problem()));
            }
        }
        Map<String, Undecided> recorded =
                known.stream().collect(Collectors.toMap(Undecided::folder, Function.identity(), (one, _) -> one));
        List<UnusableFile> files = new ArrayList<>();
        problems.forEach((path, wrong) -> {
            String folder = content.of(Paths.parent(path), path, wrong.toString());
            files.add(new UnusableFile(
                    path, names.get(path), recorded.getOrDefault(folder, new Undecided(folder, null, commit))));
        });
        return files;
    }

    /** What is recorded of these files. */
    static List<Undecided> recorded(List<UnusableFile> files) {
        return files.stream().map(UnusableFile::files).limit(MOST_RECORDED).toList();
    }

    String folder() {
        return Paths.parent(path);
    }

    private static void add(SortedMap<String, List<Problem>> problems, String file, List<Problem> more) {
        problems.computeIfAbsent(file, _ -> new ArrayList<>()).addAll(more);
    }
}
