package io.keelstream.gitwatcher.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken over from the commit before is what would have been read. */
class FolderPropertyTests {

    private static final List<String> NAMES = List.of("a", "a.b", "a-b", "a0", "b", "ä", "z");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyCommitIsReadAsIfItWereTheFirst(long seed) {
        Random random = new Random(seed);
        try (GitFixture git = new GitFixture(folder)) {
            CommitSnapshot followed = null;
            for (int number = 0; number < 100; number++) {
                change(git, random);
                CommitSnapshot fresh = git.snapshot();
                followed = new CommitSnapshot(
                        git.repository(), ObjectId.fromString(fresh.root().id()), followed, FetchedFolders.ALL);

                assertThat(all(followed)).as("seed %d, commit %d", seed, number).isEqualTo(all(fresh));
            }
        }
    }

    private static void change(GitFixture git, Random random) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        String path = random.nextBoolean() ? name : name + "/" + NAMES.get(random.nextInt(NAMES.size()));
        switch (random.nextInt(4)) {
            case 0 -> git.remove(name);
            case 1 -> {
                git.remove(name);
                git.link(name, "z");
            }
            default -> {
                // a file makes way for a folder, and a folder for a file
                git.remove(path.contains("/") ? name : path);
                git.write(path, "content " + random.nextInt(3));
            }
        }
    }

    private static List<Entry> all(Snapshot snapshot) {
        List<Entry> found = new ArrayList<>();
        add(snapshot, snapshot.root(), found);
        assertThat(found)
                .allSatisfy(entry -> assertThat(snapshot.find(entry.path())).isEqualTo(entry));
        return found;
    }

    private static void add(Snapshot snapshot, Entry folder, List<Entry> found) {
        for (Entry entry : snapshot.list(folder)) {
            found.add(entry);
            if (entry.isFolder()) {
                add(snapshot, entry, found);
            }
        }
    }
}
