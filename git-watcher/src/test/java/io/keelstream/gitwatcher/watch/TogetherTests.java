package io.keelstream.gitwatcher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.Desired.Moved;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Fact;
import io.keelstream.testing.partition.MemoryPartition;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a commit moves between applications, or lets wait for each other, is written as a whole or not at all. */
class TogetherTests {

    private static final String TAKER = "production/aaa";
    private static final String LOSER = "production/zzz";
    private static final String MOVED = "ConfigMap/shared/moved";

    @TempDir
    Path folder;

    private final MemoryPartition partition = new MemoryPartition();
    private WatchedRepository watched;

    @BeforeEach
    void open() {
        watched = new WatchedRepository(folder);
        application("aaa", "");
        application("zzz", "");
        application("neighbour", "");
        object("aaa", "own", "one");
        object("zzz", "own", "one");
        object("zzz", "moved", "one");
        object("neighbour", "other", "one");
        push();
    }

    @AfterEach
    void close() {
        watched.close();
    }

    @Test
    void objectThatMovesIsHandedOverAndTakenInOneWrite() {
        // When
        move();
        object("neighbour", "other", "two");
        push();
        // Then
        assertThat(writtenWith(TAKER)).contains(LOSER).doesNotContain("production/neighbour");
        assertThat(writtenWith("production/neighbour")).doesNotContain(TAKER, LOSER);
    }

    @Test
    void moveToATargetThatCannotBeWrittenWaitsAsAWholeAndHappensLater() {
        // Given
        partition.refuse(fact -> fact.key().equals(TAKER) && fact.type() == EventType.DESIRED_CHANGED);
        move();
        object("neighbour", "other", "two");
        String refused = push();
        assertThat(references(TAKER)).doesNotContain(MOVED);
        assertThat(references(LOSER)).contains(MOVED);
        assertThat(desired("production/neighbour").revision().commit()).isEqualTo(refused);
        assertThat(partition.written())
                .filteredOn(fact -> fact.payload() instanceof RevisionRejected)
                .extracting(Fact::key)
                .containsExactlyInAnyOrder(TAKER, LOSER);
        // When
        partition.refuse(fact -> false);
        object("neighbour", "other", "three");
        push();
        // Then
        moved();
    }

    /** The application itself is gone, so that what it had would be pruned. */
    @Test
    void removalWaitsForTheTargetThatTakesOver() {
        // Given
        partition.refuse(fact -> fact.key().equals(TAKER) && fact.type() == EventType.DESIRED_CHANGED);
        object("aaa", "moved", "one");
        watched.git.remove("zzz");
        push();
        assertThat(desired(LOSER).removed()).isFalse();
        // When
        partition.refuse(fact -> false);
        object("neighbour", "other", "two");
        push();
        // Then
        assertThat(desired(LOSER).removed()).isTrue();
        moved();
    }

    @Test
    void targetDoesNotWaitForACommitThatIsNoneOfTheOther() {
        // Given
        application("aaa", "policy: {dependsOn: [{application: zzz}]}");
        push();
        Desired before = desired(TAKER);
        partition.refuse(fact -> fact.key().equals(LOSER) && fact.type() == EventType.DESIRED_CHANGED);
        // When
        object("aaa", "own", "two");
        object("zzz", "own", "two");
        push();
        // Then
        assertThat(desired(TAKER)).isEqualTo(before);
        // When
        partition.refuse(fact -> false);
        object("zzz", "own", "three");
        String last = push();
        // Then
        assertThat(desired(TAKER).requires())
                .singleElement()
                .satisfies(each -> assertThat(
                                Objects.requireNonNull(each.changedAt()).commit())
                        .isEqualTo(last));
        assertThat(writtenWith(TAKER)).contains(LOSER);
    }

    private void moved() {
        assertThat(references(TAKER)).contains(MOVED);
        assertThat(desired(TAKER).objects())
                .filteredOn(each -> each.reference().equals(MOVED))
                .singleElement()
                .satisfies(each -> assertThat(each.movedFrom()).isEqualTo(LOSER));
        assertThat(desired(LOSER).movedTo()).containsExactly(new Moved(MOVED, TAKER));
        assertThat(writtenWith(TAKER)).contains(LOSER);
    }

    private void move() {
        watched.git.remove("zzz/manifests/moved.yaml");
        object("aaa", "moved", "one");
    }

    private void application(String name, String more) {
        watched.git.write(name + "/keelstream.yaml", """
                apiVersion: keelstream.io/v1
                kind: Application
                metadata: {name: %s}
                spec:
                  targets: [{name: production, namespace: shared}]
                  %s
                """.formatted(name, more));
    }

    private void object(String application, String name, String value) {
        watched.git.write(application + "/manifests/" + name + ".yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: %s}
                data: {key: "%s"}
                """.formatted(name, value));
    }

    private String push() {
        String commit = watched.git.commit("change").commit();
        watched.processed(partition, commit);
        return commit;
    }

    /** The keys of the last write that has a record of the target's desired state. */
    private List<String> writtenWith(String target) {
        return partition.transitions().reversed().stream()
                .filter(facts -> facts.stream()
                        .anyMatch(fact ->
                                fact.topic() == Topic.DESIRED && fact.key().equals(target)))
                .findFirst()
                .orElseThrow()
                .stream()
                .filter(fact -> fact.topic() == Topic.DESIRED)
                .map(Fact::key)
                .toList();
    }

    private List<String> references(String target) {
        return desired(target).objects().stream().map(each -> each.reference()).toList();
    }

    private Desired desired(String target) {
        return Objects.requireNonNull(partition.read(Topic.DESIRED, Desired.class, target));
    }
}
