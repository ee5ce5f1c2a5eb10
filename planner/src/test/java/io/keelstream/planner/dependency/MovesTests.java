package io.keelstream.planner.dependency;

import static io.keelstream.planner.dependency.Published.commit;
import static io.keelstream.planner.dependency.Published.healthy;
import static io.keelstream.planner.dependency.Published.revision;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.Desired.Counterpart;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MovesTests {

    private static final String OTHER = "t/other";

    @Test
    void moveWaitsForTheEndOfThePinOfTheOtherTarget() {
        Moves moves = moves(healthy(OTHER, 6).pinnedTo(commit(6)));

        assertThat(moves.pinned()).containsExactly(Map.entry(OTHER, commit(6)));
        assertThat(moves.settled()).isFalse();
        assertThat(moves.looked()).containsExactly(OTHER);
    }

    @Test
    void pinThatCannotBeReadIsWaitedForToo() {
        assertThat(moves(healthy(OTHER, 6).pinnedTo("")).settled()).isFalse();
    }

    @Test
    void targetThatFollowsGitOrIsGoneIsNotWaitedFor() {
        assertThat(moves(healthy(OTHER, 6)).settled()).isTrue();
        assertThat(moves(null).settled()).isTrue();
    }

    @Test
    void targetThatIsPinnedAfterTheMoveHasDoneItsPart() {
        assertThat(moves(healthy(OTHER, 7).pinnedTo(commit(7))).settled()).isTrue();
        assertThat(moves(healthy(OTHER, 8).pinnedTo(commit(8))).settled()).isTrue();
    }

    @Test
    void targetThatHasNotSeenItsOwnPartIsWaitedForSinceThatMayPinIt() {
        Moves before = moves(healthy(OTHER, 6), 7);
        Moves seen = moves(healthy(OTHER, 6).wanting(revision(7)), 7);
        Moves pinned = moves(healthy(OTHER, 6).wanting(revision(7)).pinnedTo(commit(6)), 7);

        assertThat(before.unseen()).containsExactly(Map.entry(OTHER, commit(7)));
        assertThat(before.settled()).isFalse();
        assertThat(seen.settled()).isTrue();
        assertThat(pinned.pinned()).containsExactly(Map.entry(OTHER, commit(6)));
        assertThat(moves(healthy(OTHER, 6), 5).settled())
                .as("its part was an earlier commit")
                .isTrue();
        assertThat(moves(null, 7).settled()).as("it is gone").isTrue();
    }

    @Test
    void targetThatGivesAnObjectAwayIsWaitedForWhileItReleasesAnEarlierCommit() {
        Desired taking = bundle(List.of(), OTHER);

        Moves earlier = moves(healthy(OTHER, 6).releasing(), taking);
        Moves later = moves(healthy(OTHER, 6).wanting(revision(7)).releasing(), taking);

        assertThat(earlier.releasing()).containsExactly(Map.entry(OTHER, commit(6)));
        assertThat(earlier.settled()).isFalse();
        assertThat(later.settled())
                .as("it releases the commit that gives the object away")
                .isTrue();
        assertThat(moves(healthy(OTHER, 6), taking).settled()).isTrue();
    }

    @Test
    void releaseOfTheCommitThatGaveTheObjectAwayIsNotWaitedForByALaterCommit() {
        Desired later = bundle(List.of(new Counterpart(OTHER, new NumberedCommit(5, commit(5)))), OTHER);

        assertThat(moves(healthy(OTHER, 4).wanting(revision(5)).releasing(), later)
                        .settled())
                .isTrue();
        assertThat(moves(healthy(OTHER, 4).wanting(revision(5)).releasing(revision(4)), later)
                        .releasing())
                .containsExactly(Map.entry(OTHER, commit(4)));
    }

    @Test
    void targetThatTakesAnObjectIsNotWaitedForWhileItReleases() {
        assertThat(moves(healthy(OTHER, 6).releasing()).settled()).isTrue();
    }

    @Test
    void commitsOfAnotherRefSayNothing() {
        Revision elsewhere =
                new Revision("infra", "refs/heads/other", commit(9), "A", "Change", Instant.EPOCH).numbered(9);

        assertThat(moves(healthy(OTHER, 6).applied(elsewhere).pinnedTo(commit(6)))
                        .settled())
                .isFalse();
    }

    /** What a bundle of commit 7 waits for, whose other side is not known to be in Git. */
    private static Moves moves(@Nullable Published other) {
        return moves(other, bundle(List.of()));
    }

    /** The same, where this commit changed the other side last. */
    private static Moves moves(@Nullable Published other, long changedAt) {
        return moves(other, bundle(List.of(new Counterpart(OTHER, new NumberedCommit(changedAt, commit(changedAt))))));
    }

    private static Desired bundle(List<Counterpart> counterparts, String... givers) {
        return new Desired(
                false,
                revision(7),
                new Desired.Settings("default", "shop", TargetPolicy.DEFAULT, "", Map.of()),
                "sha256:0",
                Stream.of(givers)
                        .map(giver -> new DesiredObject(
                                "ConfigMap/shop/moves",
                                "sha256:1",
                                new DesiredObject.Origin(commit(7), giver, null, null),
                                false,
                                Map.of()))
                        .toList(),
                List.of(),
                Desired.Notes.of(List.of(), List.of()).withCounterparts(counterparts));
    }

    private static Moves moves(@Nullable Published other, Desired desired) {
        return Moves.of(Set.of(OTHER), desired, new ReadModels() {

            @Override
            public @Nullable TargetState of(String target) {
                return other == null ? null : other.state();
            }

            @Override
            public Set<String> names() {
                return Set.of(OTHER);
            }

            @Override
            public boolean current() {
                return true;
            }
        });
    }
}
