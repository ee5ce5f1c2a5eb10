package io.keelstream.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RepositoryNoticesTests {

    private static final String BAD = "infra@refs/heads/main  UnreadableCommit: a1b2c3d: ";

    @Test
    void problemWithAnotherTextIsNotResolved() {
        assertThat(RepositoryNotices.resolved(List.of(BAD + "has the name .git"), List.of(BAD + "has the name ..")))
                .isEmpty();
    }

    @Test
    void problemIsResolvedOnceWhenNoLineHasItsRefAndReason() {
        assertThat(RepositoryNotices.resolved(
                        List.of(BAD + "one", BAD + "two"),
                        List.of("infra@refs/heads/next  UnreadableCommit: a1b2c3d: one")))
                .containsExactly("infra@refs/heads/main  UnreadableCommit");
    }
}
