package io.keelstream.gitwatcher.git;

import static io.keelstream.gitwatcher.git.ServedRepository.fetch;
import static io.keelstream.gitwatcher.git.ServedRepository.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.snapshot.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.StoredConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clones with the files of some folders alone. */
class PartialCloneTests {

    @TempDir
    Path folder;

    private ServedRepository served;
    private GitFixture infra;

    @BeforeEach
    void serve() throws Exception {
        served = new ServedRepository(folder);
        infra = served.infra();
        allow("allowFilter", true);
        allow("allowAnySHA1InWant", true);
        infra.write("deploy/shop/a.yaml", "shop 1")
                .write("deploy/blog/a.yaml", "blog 1")
                .write("src/main.c", "code 1")
                .write("README.md", "about")
                .commit("one");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void filesOfTheFoldersAloneAreHere() throws Exception {
        try (RepositoryClone clone = clone("clone", "deploy")) {
            Fetched.Commit fetched = fetch(clone);
            assertThat(read(fetched, "deploy/shop/a.yaml")).isEqualTo("shop 1");
            assertThat(fetched.snapshot().find("deploy/shop/a.yaml"))
                    .extracting(Entry::kind)
                    .isEqualTo(Entry.Kind.FILE);
            assertThat(fetched.snapshot().find("src/main.c"))
                    .extracting(Entry::kind)
                    .isEqualTo(Entry.Kind.UNFETCHED);
            assertThat(has(clone, "src/main.c")).isFalse();
            assertThat(has(clone, "README.md")).isFalse();
        }
    }

    @Test
    void nextCommitBringsWhatItChangesInThem() throws Exception {
        try (RepositoryClone clone = clone("clone", "deploy")) {
            fetch(clone);
            infra.write("deploy/shop/a.yaml", "shop 2")
                    .write("src/main.c", "code 2")
                    .commit("two");
            Fetched.Commit second = fetch(clone);
            assertThat(read(second, "deploy/shop/a.yaml")).isEqualTo("shop 2");
            assertThat(read(second, "deploy/blog/a.yaml")).isEqualTo("blog 1");
            assertThat(second.rewritten()).isFalse();
            assertThat(has(clone, "src/main.c")).isFalse();

            infra.write("deploy/shop/a.yaml", "shop 1").commit("back");
            assertThat(read(fetch(clone), "deploy/shop/a.yaml")).isEqualTo("shop 1");
        }
    }

    @Test
    void fileThatMovesInIsFetchedThoughTheCommitBeforeHadIt() throws Exception {
        try (RepositoryClone clone = clone("clone", "deploy")) {
            fetch(clone);
            infra.remove("src").write("deploy/shop/b.yaml", "code 1").commit("two");
            assertThat(read(fetch(clone), "deploy/shop/b.yaml")).isEqualTo("code 1");
        }
    }

    @Test
    void sameFoldersInsideAndOutsideAreToldApart() throws Exception {
        infra.write("alpha/x/y/a.yaml", "same")
                .write("deploy/x/y/a.yaml", "same")
                .write("other/x/y/a.yaml", "same");
        infra.write("mixed/alpha/in/a.yaml", "in")
                .write("zebra/alpha/in/a.yaml", "in")
                .commit("two");
        try (RepositoryClone clone = clone("clone", "deploy", "zebra/alpha/in")) {
            Fetched.Commit fetched = fetch(clone);
            assertThat(read(fetched, "deploy/x/y/a.yaml")).isEqualTo("same");
            assertThat(read(fetched, "zebra/alpha/in/a.yaml")).isEqualTo("in");
        }
    }

    @Test
    void cloneForOtherFoldersIsMadeAgain() throws Exception {
        try (RepositoryClone clone = clone("clone", "deploy/shop")) {
            assertThat(fetch(clone).snapshot().find("deploy/blog/a.yaml"))
                    .extracting(Entry::kind)
                    .isEqualTo(Entry.Kind.UNFETCHED);
        }
        try (RepositoryClone clone = clone("clone", "deploy")) {
            assertThat(read(fetch(clone), "deploy/blog/a.yaml")).isEqualTo("blog 1");
        }
        try (RepositoryClone clone = clone("clone")) {
            assertThat(read(fetch(clone), "src/main.c")).isEqualTo("code 1");
        }
    }

    @Test
    void restartKeepsWhatIsHere() throws Exception {
        try (RepositoryClone clone = clone("clone", "deploy")) {
            fetch(clone);
        }
        List<Path> before = packs();
        try (RepositoryClone clone = clone("clone", "deploy")) {
            assertThat(read(fetch(clone), "deploy/shop/a.yaml")).isEqualTo("shop 1");
            assertThat(clone.deletedAsDamaged()).isFalse();
        }
        assertThat(packs()).isEqualTo(before);
    }

    @Test
    void packsOfManyFetchesAreJoinedWithoutWhatIsNotHere() throws Exception {
        try (RepositoryClone clone = clone("clone", "deploy")) {
            for (int number = 0; number < 60; number++) {
                infra.write("deploy/shop/a.yaml", "shop " + number + "x".repeat(200))
                        .write("src/main.c", "code " + number)
                        .commit("change");
                fetch(clone);
                clone.tidy();
            }
            assertThat(packs()).hasSizeLessThan(60);
            infra.write("deploy/shop/a.yaml", "last").commit("last");
            Fetched.Commit last = fetch(clone);
            assertThat(read(last, "deploy/shop/a.yaml")).isEqualTo("last");
            assertThat(read(last, "deploy/blog/a.yaml")).isEqualTo("blog 1");
        }
    }

    @Test
    void serverThatLeavesNothingOutIsNamed() throws Exception {
        allow("allowFilter", false);
        try (RepositoryClone clone = clone("clone", "deploy")) {
            Fetched fetched = clone.fetch((Look.At) clone.look());
            assertThat(fetched).isInstanceOfSatisfying(Fetched.Failed.class, failed -> {
                assertThat(Reason.REPOSITORY_UNREACHABLE.is(failed.problem())).isTrue();
                assertThat(failed.problem().message())
                        .contains(
                                "has a server that leaves no files out", "'folders' of keelstream.repositories[infra]");
            });
        }
    }

    private RepositoryClone clone(String name, String... folders) throws IOException {
        return served.clone(name, RepositorySettings.Options.NONE.of(List.of(folders)));
    }

    private void allow(String what, boolean allowed) throws IOException {
        StoredConfig config = infra.repository().getConfig();
        config.setBoolean("uploadpack", null, what, allowed);
        config.save();
    }

    private boolean has(RepositoryClone clone, String path) throws IOException {
        return clone.repository()
                .getObjectDatabase()
                .has(ObjectId.fromString(infra.snapshot().find(path).id()));
    }

    private List<Path> packs() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("clone/clone.git/objects/pack"))) {
            return files.filter(each -> each.toString().endsWith(".pack"))
                    .sorted()
                    .toList();
        }
    }
}
