package io.keelstream.gitwatcher.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Revision;
import io.keelstream.gitwatcher.GitFixture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jgit.transport.Daemon;
import org.eclipse.jgit.transport.resolver.FileResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clone of a repository behind a server. */
class RepositoryCloneTest {

    @TempDir
    Path folder;

    private GitFixture infra;
    private Daemon daemon;
    private RepositoryClone clone;

    @BeforeEach
    void serve() throws Exception {
        infra = new GitFixture(folder.resolve("infra.git"));
        daemon = new Daemon(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        daemon.setRepositoryResolver(new FileResolver<>(folder.toFile(), true));
        daemon.start();
        String url = "git://127.0.0.1:" + daemon.getAddress().getPort() + "/infra.git";
        clone = RepositoryClone.open(
                new RepositorySettings(
                        "infra", url, "refs/heads/main", "", Duration.ofSeconds(30), new GitCredentials.None()),
                folder.resolve("clone"));
    }

    @AfterEach
    void stop() {
        clone.close();
        daemon.stop();
        infra.close();
    }

    @Test
    void historyIsFetchedFromItsEndAndFollowed() {
        // Given
        infra.write("a.yaml", "1").commit("One");
        infra.write("a.yaml", "2").commit("Two");

        // When
        Revision second = infra.write("b/c.yaml", "3").commit("Three");

        // Then
        isAt(second, "b/c.yaml", "3", false);
        isAt(infra.write("b/c.yaml", "4").commit("Four"), "b/c.yaml", "4", false);
    }

    @Test
    void rewrittenHistoryIsFollowedAndNoted() {
        // Given
        infra.write("a.yaml", "1").commit("One");
        isAt(infra.write("a.yaml", "2").commit("Two"), "a.yaml", "2", false);

        // When
        Revision other = infra.write("a.yaml", "3").commit("refs/heads/main", "Another beginning", true);

        // Then
        isAt(other, "a.yaml", "3", true);
    }

    @Test
    void newerCommitIsTakenWhereTheRefMovesBetweenTheLookAndTheFetch() {
        // Given
        infra.write("a.yaml", "1").commit("One");
        Look.At seen = (Look.At) clone.look();
        Revision newer = infra.write("a.yaml", "2").commit("Two");

        // When
        Fetched fetched = clone.fetch(seen);

        // Then
        assertThat(fetched)
                .isInstanceOfSatisfying(
                        Fetched.Commit.class,
                        commit -> assertThat(commit.revision().commit()).isEqualTo(newer.commit()));
        isAt(newer, "a.yaml", "2", false);
    }

    @Test
    void rewrittenHistoryIsTakenWhereItReplacesTheCommitBetweenTheLookAndTheFetch() {
        // Given
        isAt(infra.write("a.yaml", "1").commit("One"), "a.yaml", "1", false);
        infra.write("a.yaml", "2").commit("Two");
        Look.At seen = (Look.At) clone.look();
        Revision other = infra.write("a.yaml", "3").commit("refs/heads/main", "Another beginning", true);

        // When
        Fetched fetched = clone.fetch(seen);

        // Then
        assertThat(fetched).isInstanceOfSatisfying(Fetched.Commit.class, commit -> {
            assertThat(commit.revision().commit()).isEqualTo(other.commit());
            assertThat(commit.rewritten()).isTrue();
        });
    }

    private void isAt(Revision revision, String file, String content, boolean rewritten) {
        assertThat(clone.look()).isInstanceOfSatisfying(Look.At.class, at -> {
            assertThat(at.commit().name()).isEqualTo(revision.commit());
            assertThat(clone.fetch(at)).isInstanceOfSatisfying(Fetched.Commit.class, fetched -> {
                assertThat(fetched.rewritten()).isEqualTo(rewritten);
                assertThat(new String(fetched.snapshot().read(fetched.snapshot().find(file)), StandardCharsets.UTF_8))
                        .isEqualTo(content);
            });
        });
    }
}
