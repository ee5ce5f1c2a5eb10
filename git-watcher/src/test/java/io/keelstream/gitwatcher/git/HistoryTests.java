package io.keelstream.gitwatcher.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTests {

    @TempDir
    Path folder;

    private FileRepository repository;

    /** Clocks may go back: it is not times that decide what comes first. */
    private long seconds = 1_000_000;

    @BeforeEach
    void open() throws IOException {
        repository = new FileRepository(folder.toFile());
        repository.create(true);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void skippedCommitsComeOldestFirstAndTheFetchedOneLast() throws IOException {
        // Given
        ObjectId known = commit();
        ObjectId one = commit(known);
        ObjectId two = commit(one);
        // Then
        assertThat(since(two, 10, known)).containsExactly(one.name(), two.name());
        assertThat(since(two, 1, known)).containsExactly(two.name());
        assertThat(since(two, 10, two)).containsExactly(two.name());
    }

    @Test
    void commitsOfAMergedBranchComeAfterTheirParents() throws IOException {
        // Given
        ObjectId known = commit();
        ObjectId side = commit(known);
        ObjectId deeper = commit(side);
        ObjectId straight = commit(known);
        // When
        ObjectId merge = commit(straight, deeper);
        List<String> later = since(merge, 10, known);
        // Then
        assertThat(later)
                .containsExactlyInAnyOrder(side.name(), deeper.name(), straight.name(), merge.name())
                .containsSubsequence(side.name(), deeper.name())
                .endsWith(merge.name());
    }

    @Test
    void rewrittenRefBringsWhatTheOldOneDidNotHave() throws IOException {
        // Given
        ObjectId common = commit();
        ObjectId dropped = commit(common);
        ObjectId one = commit(common);
        ObjectId two = commit(one);
        // Then
        assertThat(since(two, 10, dropped, common)).containsExactly(one.name(), two.name());
        assertThat(since(common, 10, dropped, common)).containsExactly(common.name());
    }

    @Test
    void whereNothingThatWasSeenIsThereTheFirstParentsCount() throws IOException {
        // Given
        ObjectId root = commit();
        ObjectId side = commit(root);
        ObjectId merge = commit(commit(root), side);
        String gone = "0".repeat(39) + "1";
        // When
        List<String> later = new History(repository, merge).since(List.of(gone), 10);
        // Then
        assertThat(later)
                .hasSize(3)
                .startsWith(root.name())
                .endsWith(merge.name())
                .doesNotContain(side.name());
        assertThat(since(merge, 2)).hasSize(2).endsWith(merge.name());
    }

    @Test
    void cloneThatWasCutOffHasNothingBeforeTheCut() throws IOException {
        // Given
        ObjectId cut = commit(commit());
        ObjectId head = commit(cut);
        Files.writeString(folder.resolve("shallow"), cut.name() + "\n");
        // When
        try (FileRepository shallow = new FileRepository(folder.toFile())) {
            // Then
            assertThat(new History(shallow, head).since(List.of(), 10)).containsExactly(cut.name(), head.name());
        }
    }

    private List<String> since(ObjectId head, int most, ObjectId... known) {
        return new History(repository, head)
                .since(Arrays.stream(known).map(ObjectId::name).toList(), most);
    }

    private ObjectId commit(ObjectId... parents) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            seconds -= 60;
            PersonIdent person =
                    new PersonIdent("Ada", "ada@example.com", Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(new TreeFormatter()));
            commit.setParentIds(parents);
            commit.setAuthor(person);
            commit.setCommitter(person);
            commit.setMessage("a commit");
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }
}
