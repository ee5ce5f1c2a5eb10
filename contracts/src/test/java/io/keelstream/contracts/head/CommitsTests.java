package io.keelstream.contracts.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitsTests {

    @Test
    void skippedCommitsHaveNumbersToo() {
        // When
        Commits commits = Commits.NONE.followedBy(List.of("a")).followedBy(List.of("b", "c", "d"));
        // Then
        assertThat(commits).isEqualTo(new Commits(4, List.of("d", "c", "b", "a")));
        assertThat(commits.numberOf("b")).isEqualTo(2);
        assertThat(commits.numberOf("e")).isNull();
    }

    @Test
    void commitThatIsTheNewestAlreadyKeepsItsNumber() {
        // Given
        Commits commits = Commits.NONE.followedBy(List.of("a", "b"));
        // Then
        assertThat(commits.followedBy(List.of("b"))).isSameAs(commits);
    }

    @Test
    void commitThatTheRefComesBackToGetsAHigherNumber() {
        // Given
        Commits commits = Commits.NONE.followedBy(List.of("a", "b"));
        // When
        Commits back = commits.followedBy(List.of("a"));
        // Then
        assertThat(back.newest()).isEqualTo(3);
        assertThat(back.numberOf("a")).isEqualTo(3);
        assertThat(back.beginning("A")).containsExactly("a");
    }

    @Test
    void severalCommitsMayBeginWithTheSameDigits() {
        assertThat(Commits.NONE.followedBy(List.of("abc1", "def", "abc2")).beginning("ABC"))
                .containsExactly("abc2", "abc1");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void numbersRiseByOneAndTheNewestAreKept(long seed) {
        // Given
        Random random = new Random(seed);
        Commits commits = Commits.NONE;
        String last = "";
        for (int push = 0; push < 400; push++) {
            // When
            Commits before = commits;
            List<String> later = later(random, push);
            commits = commits.followedBy(later);
            // Then
            Set<String> brought = new LinkedHashSet<>(later);
            brought.removeAll(before.ids());
            brought.add(later.getLast());
            int added = later.getLast().equals(last) ? brought.size() - 1 : brought.size();
            last = later.getLast();
            assertThat(commits.newest()).as("seed %d", seed).isEqualTo(before.newest() + added);
            assertThat(commits.ids()).hasSizeLessThanOrEqualTo(Commits.KEPT).startsWith(last);
            assertThat(commits.numberOf(last)).isEqualTo(commits.newest());
        }
        assertThat(commits.ids()).hasSize(Commits.KEPT);
    }

    /** Mostly new commits, and now and then one that the ref comes back to. */
    private static List<String> later(Random random, int push) {
        List<String> later = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(9); i++) {
            later.add(commit(push * 10 + i));
        }
        if (push > 0 && random.nextInt(10) == 0) {
            later.add(commit(random.nextInt(push) * 10));
        }
        return later;
    }

    private static String commit(int number) {
        return String.format(Locale.ROOT, "%040x", number);
    }
}
