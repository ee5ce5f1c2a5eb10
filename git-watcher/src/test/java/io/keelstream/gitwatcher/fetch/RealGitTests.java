package io.keelstream.gitwatcher.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.git.Fetched;
import io.keelstream.gitwatcher.git.GitCredentials;
import io.keelstream.gitwatcher.git.Look;
import io.keelstream.gitwatcher.git.RepositoryClone;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.submodule.Submodules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories that {@code git} made, as its own server gives them. */
class RealGitTests {

    @TempDir
    Path folder;

    private PlainServer server;
    private Path work;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/git")), "skipped: git is not installed");
        server = new PlainServer();
        new GitBackend(server, "/org", folder.resolve("served"));
        work = Files.createDirectories(folder.resolve("work"));
        git(work, "init", "-q", "-b", "main");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void submodulesThatGitAddedAreMounted() throws Exception {
        // Given
        Files.createDirectories(folder.resolve("served"));
        try (GitFixture bases = new GitFixture(folder.resolve("served/bases.git"))) {
            bases.write("base/a.yaml", "one").commit("one");
        }
        git(work, "submodule", "--quiet", "add", server.url() + "/org/bases.git", "vendor/bases");
        git(work, "config", "-f", ".gitmodules", "submodule.vendor/bases.url", "../bases.git");
        commit("vendor");
        publish();

        // When
        SourceSettings settings =
                new SourceSettings(List.of(server.listed()), SourceSettings.CHECK, SourceSettings.CACHE_BYTES);
        try (RepositoryClone clone = clone(RepositorySettings.Options.NONE);
                SourceStore store = SourceStore.of(settings, folder.resolve("sources"));
                Submodules submodules = new Submodules(url(), store.of("infra", () -> {}))) {
            Snapshot files = submodules.mount(fetched(clone).snapshot());

            // Then
            assertThat(files.absent()).isEmpty();
            assertThat(text(files, "vendor/bases/base/a.yaml")).isEqualTo("one");
        }
    }

    @Test
    void partialCloneHasTheFilesOfItsFoldersAlone() throws Exception {
        // Given
        for (int number = 0; number < 300; number++) {
            write("deploy/app-" + number + "/a.yaml", "app " + number);
            write("src/code-" + number + ".c", "code " + number);
        }
        commit("one");
        publish();

        try (RepositoryClone clone = clone(RepositorySettings.Options.NONE.of(List.of("deploy")))) {
            // When
            Snapshot first = fetched(clone).snapshot();
            write("deploy/app-7/a.yaml", "changed");
            write("src/code-7.c", "changed too");
            commit("two");
            git(work, "push", "-q", "../served/infra.git", "main");
            Snapshot second = fetched(clone).snapshot();

            // Then
            assertThat(text(first, "deploy/app-299/a.yaml")).isEqualTo("app 299");
            assertThat(first.find("src/code-7.c")).extracting(Entry::kind).isEqualTo(Entry.Kind.UNFETCHED);
            assertThat(text(second, "deploy/app-7/a.yaml")).isEqualTo("changed");
            assertThat(text(second, "deploy/app-8/a.yaml")).isEqualTo("app 8");
        }
    }

    private RepositoryClone clone(RepositorySettings.Options options) throws IOException {
        return RepositoryClone.open(
                new RepositorySettings(
                        "infra",
                        url(),
                        "refs/heads/main",
                        "",
                        Duration.ofSeconds(30),
                        new GitCredentials.None(),
                        options),
                folder.resolve("clone"));
    }

    private static Fetched.Commit fetched(RepositoryClone clone) {
        Look look = clone.look();
        assertThat(look).isInstanceOf(Look.At.class);
        Fetched fetched = clone.fetch((Look.At) look);
        assertThat(fetched).isInstanceOf(Fetched.Commit.class);
        return (Fetched.Commit) fetched;
    }

    private static String text(Snapshot files, String path) {
        return new String(files.read(files.find(path)), StandardCharsets.UTF_8);
    }

    private String url() {
        return server.url() + "/org/infra.git";
    }

    private void write(String path, String content) throws IOException {
        Files.createDirectories(work.resolve(path).getParent());
        Files.writeString(work.resolve(path), content);
    }

    private void commit(String message) throws Exception {
        git(work, "add", "-A");
        git(work, "commit", "-q", "-m", message);
    }

    private void publish() throws Exception {
        Files.createDirectories(folder.resolve("served"));
        git(folder, "clone", "-q", "--bare", "work", "served/infra.git");
        git(folder.resolve("served/infra.git"), "config", "uploadpack.allowFilter", "true");
    }

    private static void git(Path in, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "git", "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
