package io.keelstream.gitwatcher.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.head.Commits;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.bundle.SealedSecrets;
import io.keelstream.gitwatcher.bundle.SecretRule;
import io.keelstream.gitwatcher.evaluation.CommitEvaluator;
import io.keelstream.gitwatcher.evaluation.EvaluationSettings;
import io.keelstream.gitwatcher.evaluation.HeldMemory;
import io.keelstream.gitwatcher.evaluation.RenderPool;
import io.keelstream.gitwatcher.fetch.SourceSettings;
import io.keelstream.gitwatcher.fetch.SourceStore;
import io.keelstream.gitwatcher.git.GitCredentials;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.FilesRenderer;
import io.keelstream.gitwatcher.render.MissingRenderer;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.testing.partition.MemoryPartition;
import io.keelstream.tracing.Traces;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commits of a ref have numbers: one more each, skipped ones included, whoever watches. */
class NumberedCommitsTests {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String REF = "infra@HEAD";
    private static final String TARGET = "production/shop";

    @TempDir
    Path folder;

    private final RenderPool workers = new RenderPool(2);
    private final MemoryPartition partition = new MemoryPartition();
    private GitFixture git;

    @BeforeEach
    void open() {
        git = new GitFixture(folder.resolve("infra.git"));
        git.write("shop/keelstream.yaml", """
                apiVersion: keelstream.io/v1
                kind: Application
                metadata: {name: shop}
                spec: {targets: [{name: production}]}
                """);
    }

    @AfterEach
    void close() {
        git.close();
        workers.close();
    }

    @Test
    void whatWasPushedWhileNobodyWatchedHasNumbersToo() {
        // Given
        String first = change("one");
        processed(partition, first);
        assertThat(desired(partition).revision().number()).isEqualTo(1);
        // When
        String skipped = change("two");
        String untouched = commit("a file of nobody");
        processed(partition, untouched);
        // Then
        assertThat(head(partition).commits()).isEqualTo(new Commits(3, List.of(untouched, skipped, first)));
        assertThat(desired(partition).revision().numberedCommit()).isEqualTo(new NumberedCommit(3, untouched));
    }

    @Test
    void commitThatChangesNothingOfATargetLeavesItsNumber() {
        // Given
        String first = change("one");
        processed(partition, first);
        // When
        processed(partition, commit("a file of nobody"));
        // Then
        assertThat(desired(partition).revision().number()).isEqualTo(1);
        assertThat(changedAt(partition)).isEqualTo(new NumberedCommit(1, first));
    }

    @Test
    void ancestorsOfTheFirstCommitAreNumberedBeforeIt() {
        // Given
        String first = change("one");
        String second = change("two");
        // When
        processed(partition, second);
        // Then
        assertThat(head(partition).commits()).isEqualTo(new Commits(2, List.of(second, first)));
    }

    @Test
    void restartGivesTheSameCommitNoOtherNumber() {
        // Given
        String first = change("one");
        processed(partition, first);
        int written = partition.written().size();
        // When
        processed(partition, first);
        String second = change("two");
        processed(partition, second);
        // Then
        assertThat(partition.written().subList(0, written)).hasSize(written);
        assertThat(head(partition).commits()).isEqualTo(new Commits(2, List.of(second, first)));
    }

    @Test
    void rewrittenHistoryGoesOnUpwards() {
        // Given
        String first = change("one");
        String dropped = change("two");
        processed(partition, dropped);
        // When
        git.write("shop/a.yaml", configMap("three"));
        Revision other = git.commit("refs/heads/main", "rewritten", true);
        processed(partition, other.commit());
        // Then
        assertThat(head(partition).commits()).isEqualTo(new Commits(3, List.of(other.commit(), dropped, first)));
        assertThat(desired(partition).revision().number()).isEqualTo(3);
    }

    /** Whoever watched was killed after the application's records and before the ref's; then the commit was dropped. */
    @Test
    void numberOfACommitThatWasWrittenInPartIsNotGivenAgain() {
        // Given
        String first = change("one");
        processed(partition, first);
        String half = change("two");
        processed(partition, half);
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
        processed(after, other.commit());
        // Then
        assertThat(head(after).commits()).isEqualTo(new Commits(3, List.of(other.commit(), half, first)));
        assertThat(desired(after).revision().numberedCommit()).isEqualTo(new NumberedCommit(3, other.commit()));
    }

    @Test
    void recordThatNumbersNothingIsFollowedByHigherNumbersThanAnyTargetHas() {
        // Given
        processed(partition, change("one"));
        processed(partition, change("two"));
        Head known = head(partition);
        partition.put(Topic.HEAD, REF, new Head(known.revision(), null, List.of(), null));
        // When
        String third = change("three");
        processed(partition, third);
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
        processed(partition, change("one"));
        // When
        git.remove("shop");
        String gone = commit("remove the shop");
        processed(partition, gone);
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

    private static String configMap(String value) {
        return """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a}
            data: {key: "%s"}
            """.formatted(value);
    }

    /** Watches until the commit is processed. */
    private void processed(MemoryPartition records, String commit) {
        RepositorySettings repository = new RepositorySettings(
                "infra", git.folder().toString(), "HEAD", "", Duration.ofMillis(100), new GitCredentials.None());
        try (PartitionWorker watcher = partitions(repository).create(records)) {
            watcher.loaded();
            await().atMost(LIMIT).until(() -> {
                Head head = records.read(Topic.HEAD, Head.class, REF);
                return head != null
                        && head.revision() != null
                        && head.revision().commit().equals(commit);
            });
        }
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

    private RefPartitions partitions(RepositorySettings repository) {
        CommitEvaluator evaluator = new CommitEvaluator(new EvaluationSettings(
                new Renderers(
                        new FilesRenderer(),
                        new MissingRenderer("kustomize", "not used here"),
                        new MissingRenderer("helm", "not used here")),
                Map.of("default", ClusterFacts.UNSTATED),
                new SecretRule.Refuse(),
                new SealedSecrets(),
                workers,
                HeldMemory.apart(1)));
        return new RefPartitions(
                List.of(repository),
                new Storage(folder.resolve("state"), SourceStore.of(SourceSettings.NONE, folder.resolve("sources"))),
                evaluator,
                new ClaimRegistry(Set.of(repository.key())),
                new RefWakes(),
                Traces.off("test", "git-watcher"),
                Clock.systemUTC());
    }
}
