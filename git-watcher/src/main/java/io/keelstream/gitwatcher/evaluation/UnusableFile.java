package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.ApplicationFile;
import io.keelstream.gitwatcher.discovery.Catalog;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.kubernetes.digest.ObjectDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file of a commit that describes applications which cannot be used, or may not have their names. Its key follows from the commit alone
 * and is recorded with it, so that the next one knows whether the file, and all that lies beside it, is as it was.
 *
 * @param path path from the repository's root
 * @param application the application whose file it is; null where that is not known, or another file describes it
 * @param key another one with what is wrong, and with everything that is changed in the file's folder
 */
record UnusableFile(String path, @Nullable String application, String key) {

    /** How many keys are recorded; what is beyond that is new with each commit. */
    private static final int MOST_KEYS = 1_000;

    private static final int KEY_LENGTH = 16;

    /** Those of a commit, by path. */
    static List<UnusableFile> in(Catalog catalog, Snapshot snapshot) {
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
        List<UnusableFile> files = new ArrayList<>();
        problems.forEach(
                (path, wrong) -> files.add(new UnusableFile(path, names.get(path), key(path, wrong, snapshot))));
        return files;
    }

    /** What is recorded of these files. */
    static List<String> recorded(List<UnusableFile> files) {
        return files.stream().map(UnusableFile::key).limit(MOST_KEYS).toList();
    }

    String folder() {
        return Paths.parent(path);
    }

    private static void add(SortedMap<String, List<Problem>> problems, String file, List<Problem> more) {
        problems.computeIfAbsent(file, _ -> new ArrayList<>()).addAll(more);
    }

    private static String key(String path, List<Problem> problems, Snapshot snapshot) {
        String digest = ObjectDigest.of(
                List.of(path, problems.toString(), TargetEvaluation.content(snapshot.find(Paths.parent(path)))));
        return digest.substring(digest.length() - KEY_LENGTH);
    }
}
