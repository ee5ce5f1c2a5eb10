package io.keelstream.planner.dependency;

import static io.keelstream.planner.dependency.Published.commit;
import static io.keelstream.planner.dependency.Published.healthy;
import static io.keelstream.planner.dependency.Published.revision;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetState;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
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
    void commitsOfAnotherRefSayNothing() {
        Revision elsewhere =
                new Revision("infra", "refs/heads/other", commit(9), "A", "Change", Instant.EPOCH).numbered(9);

        assertThat(moves(healthy(OTHER, 6).applied(elsewhere).pinnedTo(commit(6)))
                        .settled())
                .isFalse();
    }

    /** What a bundle of commit 7 waits for. */
    private static Moves moves(@Nullable Published other) {
        return Moves.of(Set.of(OTHER), revision(7), new ReadModels() {

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
