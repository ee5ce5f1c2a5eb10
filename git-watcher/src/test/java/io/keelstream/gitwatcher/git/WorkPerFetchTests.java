package io.keelstream.gitwatcher.git;

import static io.keelstream.gitwatcher.git.ServedRepository.fetch;
import static io.keelstream.gitwatcher.git.ServedRepository.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.contracts.revision.Revision;
import io.keelstream.gitwatcher.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fetch costs does not depend on what the commit left alone. */
class WorkPerFetchTests {

    @TempDir
    Path folder;

    private GitFixture infra;
    private ServedRepository served;

    @BeforeEach
    void serve() throws Exception {
        served = new ServedRepository(folder);
        infra = served.infra();
        infra.write("apps/a/a.yaml", "1").write("apps/b/b.yaml", "1").commit("Two applications");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void untouchedFoldersOfALocalRepositoryAreNotRead() throws Exception {
        try (RepositoryClone clone = served.clone(true, "clone")) {
            fetch(clone);
            String untouched = infra.snapshot().find("apps/b").id();
            infra.write("apps/a/a.yaml", "2").commit("One of them");
            Files.delete(loose(infra.folder(), untouched));

            assertThat(read(fetch(clone), "apps/a/a.yaml")).isEqualTo("2");
            assertThat(read(fetch(clone), "apps/b/b.yaml")).isEqualTo("1");
        }
    }

    @Test
    void onlyWhatDiffersIsCheckedToBeThere() throws Exception {
        ObjectId before = infra.repository().resolve("refs/heads/main");
        String untouched = infra.snapshot().find("apps/b").id();
        infra.write("apps/a/a.yaml", "2").commit("One of them");
        ObjectId after = infra.repository().resolve("refs/heads/main");
        String changed = infra.snapshot().find("apps/a/a.yaml").id();
        Files.delete(loose(infra.folder(), untouched));

        try (GitFixture reopened = GitFixture.existing(infra.folder())) {
            CompleteTree.check(reopened.repository(), after, before, FetchedFolders.ALL);
        }

        Files.delete(loose(infra.folder(), changed));
        try (GitFixture reopened = GitFixture.existing(infra.folder())) {
            assertThatThrownBy(() -> CompleteTree.check(reopened.repository(), after, before, FetchedFolders.ALL))
                    .isInstanceOf(MissingObjectException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsMissingInTheCloneIsFetchedAgain(boolean local) throws Exception {
        Revision first = infra.write("apps/a/a.yaml", "2").commit("Second");
        try (RepositoryClone clone = served.clone(local, "clone")) {
            assertThat(fetch(clone).revision().commit()).isEqualTo(first.commit());
            infra.write("apps/a/a.yaml", "3").write("apps/c/c.yaml", "1").commit("Third");
            List<Path> before = packs();
            fetch(clone);
            for (Path pack : packs()) {
                if (!before.contains(pack)) {
                    remove(pack);
                }
            }

            assertThat(read(fetch(clone), "apps/c/c.yaml")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void packsOfManyFetchesAreJoinedAndTheRefIsFollowedOn(boolean local) throws Exception {
        try (RepositoryClone clone = served.clone(local, "clone")) {
            for (int number = 0; number < 70; number++) {
                infra.write("apps/a/a.yaml", "change " + number).commit("Commit " + number);
                Fetched.Commit fetched = fetch(clone);
                clone.tidy();
                assertThat(fetched.rewritten()).isFalse();
                assertThat(read(fetched, "apps/a/a.yaml")).isEqualTo("change " + number);
                assertThat(read(fetched, "apps/b/b.yaml")).isEqualTo("1");
            }
            assertThat(packs()).hasSizeLessThan(60);

            infra.write("apps/a/a.yaml", "x").commit("refs/heads/main", "Rewritten", true);
            Fetched.Commit rewritten = fetch(clone);
            assertThat(rewritten.rewritten()).isTrue();
            assertThat(read(rewritten, "apps/a/a.yaml")).isEqualTo("x");
        }
    }

    private static void remove(Path pack) throws IOException {
        Files.delete(pack);
        Files.delete(pack.resolveSibling(pack.getFileName().toString().replace(".pack", ".idx")));
    }

    private List<Path> packs() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("clone/clone.git/objects/pack"))) {
            return files.filter(each -> each.toString().endsWith(".pack")).toList();
        }
    }

    private static Path loose(Path repository, String id) {
        return repository.resolve("objects").resolve(id.substring(0, 2)).resolve(id.substring(2));
    }
}
