package io.keelstream.gitwatcher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.head.Commits;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.messaging.event.Fact;
import io.keelstream.testing.partition.MemoryPartition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commits of a ref have numbers: one more each, skipped ones included, whoever watches. */
class NumberedCommitsTests {

    private static final String REF = WatchedRepository.REF;
    private static final String TARGET = "production/shop";

    @TempDir
    Path folder;

    private final MemoryPartition partition = new MemoryPartition();
    private WatchedRepository watched;
    private GitFixture git;

    @BeforeEach
    void open() {
        watched = new WatchedRepository(folder);
        git = watched.git;
        git.write("shop/keelstream.yaml", """
                apiVersion: keelstream.io/v1
                kind: Application
                metadata: {name: shop}
                spec: {targets: [{name: production}]}
                """);
    }

    @AfterEach
    void close() {
        watched.close();
    }

    @Test
    void whatWasPushedWhileNobodyWatchedHasNumbersToo() {
        // Given
        String first = change("one");
        watched.processed(partition, first);
        assertThat(desired(partition).revision().number()).isEqualTo(1);
        // When
        String skipped = change("two");
        String untouched = commit("a file of nobody");
        watched.processed(partition, untouched);
        // Then
        assertThat(head(partition).commits()).isEqualTo(new Commits(3, List.of(untouched, skipped, first)));
        assertThat(desired(partition).revision().numberedCommit()).isEqualTo(new NumberedCommit(3, untouched));
    }

    @Test
    void commitThatChangesNothingOfATargetLeavesItsNumber() {
        // Given
        String first = change("one");
        watched.processed(partition, first);
        // When
        watched.processed(partition, commit("a file of nobody"));
        // Then
        assertThat(desired(partition).revision().number()).isEqualTo(1);
        assertThat(changedAt(partition)).isEqualTo(new NumberedCommit(1, first));
    }

    @Test
    void recordNamesTheCommitsThatChangedTheTargetBefore() {
        // Given
        String first = change("one");
        watched.processed(partition, first);
        watched.processed(partition, commit("a file of nobody"));
        String third = change("three");
        watched.processed(partition, third);
        // When
        watched.processed(partition, change("four"));
        // Then
        assertThat(desired(partition).overtaken())
                .containsExactly(new NumberedCommit(3, third), new NumberedCommit(1, first));
        // When
        for (int each = 5; each < 30; each++) {
            watched.processed(partition, change("value " + each));
        }
        // Then
        assertThat(desired(partition).overtaken())
                .hasSize(19)
                .extracting(NumberedCommit::number)
                .startsWith(28L, 27L)
                .endsWith(10L);
    }

    @Test
    void targetThatComesBackOvertakesNothing() {
        // Given
        git.write("other/keelstream.yaml", """
                apiVersion: keelstream.io/v1
                kind: Application
                metadata: {name: other}
                spec: {targets: [{name: production}]}
                """);
        String first = change("one");
        watched.processed(partition, first);
        git.remove("shop");
        watched.processed(partition, commit("remove the shop"));
        assertThat(desired(partition).overtaken()).containsExactly(new NumberedCommit(1, first));
        // When
        git.write("shop/keelstream.yaml", """
                apiVersion: keelstream.io/v1
                kind: Application
                metadata: {name: shop}
                spec: {targets: [{name: production}]}
                """);
        watched.processed(partition, change("one"));
        // Then
        assertThat(desired(partition).removed()).isFalse();
        assertThat(desired(partition).overtaken()).isEmpty();
    }

    @Test
    void targetThatComesBackByTheSameCommitIsAnotherOne() throws IOException {
        // Given
        git.write("other/keelstream.yaml", """
                apiVersion: keelstream.io/v1
                kind: Application
                metadata: {name: other}
                spec: {targets: [{name: production}]}
                """);
        String added = change("one");
        watched.processed(partition, added);
        Desired before = desired(partition);
        git.remove("shop");
        String gone = commit("remove the shop");
        watched.processed(partition, gone);
        Desired removed = desired(partition);
        // When
        setBack(added);
        watched.processed(partition, added);
        Desired back = desired(partition);
        setBack(gone);
        watched.processed(partition, gone);
        Desired removedAgain = desired(partition);
        // Then
        assertThat(back.bundleDigest()).isEqualTo(before.bundleDigest());
        assertThat(back.revision().commit()).isEqualTo(before.revision().commit());
        assertThat(List.of(before, removed, back, removedAgain))
                .extracting(Desired::addedAt)
                .containsExactly(
                        new NumberedCommit(1, added),
                        new NumberedCommit(1, added),
                        new NumberedCommit(3, added),
                        new NumberedCommit(3, added));
        assertThat(List.of(before, removed, back, removedAgain))
                .extracting(Desired::identity)
                .doesNotHaveDuplicates();
    }

    @Test
    void commitThatIsSetBackToHasARecordOfItsOwn() throws IOException {
        // Given
        String first = change("one");
        watched.processed(partition, first);
        Desired before = desired(partition);
        watched.processed(partition, change("two"));
        // When
        setBack(first);
        watched.processed(partition, first);
        // Then
        assertThat(desired(partition).bundleDigest()).isEqualTo(before.bundleDigest());
        assertThat(desired(partition).addedAt()).isEqualTo(before.addedAt());
        assertThat(desired(partition).identity())
                .as("limits that were said of the one say nothing of the other")
                .isNotEqualTo(before.identity());
    }

    @Test
    void targetIsAddedByTheFirstCommitThatCanBeUsedAndChangedByTheOthers() {
        // Given
        git.write("shop/a.yaml", "kind: [");
        watched.processed(partition, commit("broken"));
        String added = change("one");
        watched.processed(partition, added);
        // When
        git.write("shop/a.yaml", "kind: [");
        watched.processed(partition, commit("broken again"));
        watched.processed(partition, change("two"));
        // Then
        assertThat(desired(partition).revision().number()).isEqualTo(4);
        assertThat(desired(partition).addedAt()).isEqualTo(new NumberedCommit(2, added));
    }

    @Test
    void ancestorsOfTheFirstCommitAreNumberedBeforeIt() {
        // Given
        String first = change("one");
        String second = change("two");
        // When
        watched.processed(partition, second);
        // Then
        assertThat(head(partition).commits()).isEqualTo(new Commits(2, List.of(second, first)));
    }

    @Test
    void restartGivesTheSameCommitNoOtherNumber() {
        // Given
        String first = change("one");
        watched.processed(partition, first);
        int written = partition.written().size();
        // When
        watched.processed(partition, first);
        String second = change("two");
        watched.processed(partition, second);
        // Then
        assertThat(partition.written().subList(0, written)).hasSize(written);
        assertThat(head(partition).commits()).isEqualTo(new Commits(2, List.of(second, first)));
    }

    @Test
    void rewrittenHistoryGoesOnUpwards() {
        // Given
        String first = change("one");
        String dropped = change("two");
        watched.processed(partition, dropped);
        // When
        git.write("shop/a.yaml", configMap("three"));
        Revision other = git.commit("refs/heads/main", "rewritten", true);
        watched.processed(partition, other.commit());
        // Then
        assertThat(head(partition).commits()).isEqualTo(new Commits(3, List.of(other.commit(), dropped, first)));
        assertThat(desired(partition).revision().number()).isEqualTo(3);
    }

    /** Whoever watched was killed after the application's records and before the ref's; then the commit was dropped. */
    @Test
    void numberOfACommitThatWasWrittenInPartIsNotGivenAgain() {
        // Given
        String first = change("one");
        watched.processed(partition, first);
        String half = change("two");
        watched.processed(partition, half);
        MemoryPartition after = new MemoryPartition();
        List<Fact> written = partition.written();
        assertThat(written.getLast().key()).isEqualTo(REF);
        written.subList(0, written.size() - 1).stream()
                .filter(fact -> fact.type().topic().compacted())
                .forEach(fact -> after.put(fact.type().topic(), fact.key(), fact.payload()));
        assertThat(Objects.requireNonNull(head(after).revision()).commit()).isEqualTo(first);
        assertThat(desired(after).revision().number()).isEqualTo(2);
        // When
        git.write("shop/a.yaml", configMap("three"));
        Revision other = git.commit("refs/heads/main", "rewritten", true);
        watched.processed(after, other.commit());
        // Then
        assertThat(head(after).commits()).isEqualTo(new Commits(3, List.of(other.commit(), half, first)));
        assertThat(desired(after).revision().numberedCommit()).isEqualTo(new NumberedCommit(3, other.commit()));
    }

    @Test
    void recordThatNumbersNothingIsFollowedByHigherNumbersThanAnyTargetHas() {
        // Given
        watched.processed(partition, change("one"));
        watched.processed(partition, change("two"));
        Head known = head(partition);
        partition.put(Topic.HEAD, REF, Head.of(known.revision(), List.of(), null));
        // When
        String third = change("three");
        watched.processed(partition, third);
        // Then
        assertThat(desired(partition).revision().number()).isEqualTo(5);
        assertThat(head(partition).commits())
                .isEqualTo(new Commits(
                        5,
                        Objects.requireNonNull(known.commits())
                                .followedBy(List.of(third))
                                .ids()));
    }

    @Test
    void removalHasTheNumberOfItsCommit() {
        // Given
        git.write("other/keelstream.yaml", """
                apiVersion: keelstream.io/v1
                kind: Application
                metadata: {name: other}
                spec: {targets: [{name: production}]}
                """);
        watched.processed(partition, change("one"));
        // When
        git.remove("shop");
        String gone = commit("remove the shop");
        watched.processed(partition, gone);
        // Then
        assertThat(desired(partition).removed()).isTrue();
        assertThat(changedAt(partition)).isEqualTo(new NumberedCommit(2, gone));
    }

    private String change(String value) {
        git.write("shop/a.yaml", configMap(value));
        return commit("set " + value);
    }

    private String commit(String message) {
        git.write("README.md", message);
        return git.commit(message).commit();
    }

    private void setBack(String commit) throws IOException {
        RefUpdate update = git.repository().updateRef("refs/heads/main");
        update.setNewObjectId(ObjectId.fromString(commit));
        update.setForceUpdate(true);
        assertThat(update.update()).isIn(RefUpdate.Result.FORCED, RefUpdate.Result.FAST_FORWARD);
    }

    private static String configMap(String value) {
        return """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a}
            data: {key: "%s"}
            """.formatted(value);
    }

    private static Head head(MemoryPartition records) {
        return Objects.requireNonNull(records.read(Topic.HEAD, Head.class, REF));
    }

    private static Desired desired(MemoryPartition records) {
        return Objects.requireNonNull(records.read(Topic.DESIRED, Desired.class, TARGET));
    }

    private static NumberedCommit changedAt(MemoryPartition records) {
        Head head = Objects.requireNonNull(records.read(Topic.HEAD, Head.class, REF + "#shop"));
        return Objects.requireNonNull(Objects.requireNonNull(head.application())
                .targets()
                .get("production")
                .changedAt());
    }
}
