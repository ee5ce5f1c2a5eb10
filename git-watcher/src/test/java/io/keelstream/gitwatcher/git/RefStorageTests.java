package io.keelstream.gitwatcher.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.gitwatcher.GitFixture;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories on this machine whose refs or objects are stored in another way than most. */
class RefStorageTests {

    @TempDir
    Path folder;

    private GitFixture infra;

    @BeforeEach
    void open() {
        infra = new GitFixture(folder.resolve("infra.git"));
    }

    @AfterEach
    void close() {
        infra.close();
    }

    @Test
    void repositoryIsReadWhileItIsConvertedToReftableAndBack() throws Exception {
        Revision first = infra.write("a.yaml", "1").commit("One");
        try (RepositoryClone clone = opened()) {
            isAt(clone, first);

            convert("reftable");
            isAt(clone, first);
            try (GitFixture converted = GitFixture.existing(infra.folder())) {
                isAt(clone, converted.write("a.yaml", "2").commit("Two"));
            }

            convert("refdir");
            try (GitFixture back = GitFixture.existing(infra.folder())) {
                isAt(clone, back.write("a.yaml", "3").commit("Three"));
            }
        }
    }

    @Test
    void pushIntoAReftableIsNoticedAtOnce() throws Exception {
        infra.write("a.yaml", "1").commit("One");
        Semaphore changes = new Semaphore(0);
        try (RefsWatch watch = RefsWatch.start(infra.folder(), changes::release)) {
            convert("reftable");
            await().atMost(Duration.ofSeconds(20)).until(() -> changes.tryAcquire());
            changes.drainPermits();
            try (GitFixture converted = GitFixture.existing(infra.folder())) {
                converted.write("a.yaml", "2").commit("Two");
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> changes.tryAcquire());
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void errorOfWhoeverIsToldOfAPushEndsNoWatch() throws Exception {
        AtomicInteger told = new AtomicInteger();
        try (RefsWatch watch = RefsWatch.start(infra.folder(), () -> {
            if (told.incrementAndGet() <= 2) {
                throw new NoClassDefFoundError("of a test");
            }
        })) {
            infra.write("a.yaml", "1").commit("One");
            await().atMost(Duration.ofSeconds(20)).until(() -> told.get() >= 2);
            infra.write("a.yaml", "2").commit("Two");
            await().atMost(Duration.ofSeconds(20)).until(() -> told.get() >= 3);
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void transferThatNobodyCanMeasureIsStopped() throws Exception {
        Path gone;
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
            gone = zip.getPath("/");
        }
        try (TransferLimit limit = new TransferLimit(gone, 1, Duration.ofMinutes(1))) {
            assertThatThrownBy(() -> new Semaphore(0).acquire()).isInstanceOf(InterruptedException.class);
            assertThat(limit.isCancelled()).isTrue();
        }
    }

    @Test
    void sha256IsNamedInPlainWordsBeforeAnythingIsRead() throws Exception {
        infra.write("a.yaml", "1").commit("One");
        Files.writeString(infra.folder().resolve("config"), """
                [core]
                    repositoryformatversion = 1
                    bare = true
                [extensions]
                    objectFormat = sha256
                """);
        String url = infra.folder().toString();

        try (RepositoryClone clone = opened()) {
            assertThat(clone.look()).isInstanceOfSatisfying(Look.Failed.class, failed -> {
                assertThat(failed.problem().reason()).isEqualTo("ObjectFormatNotSupported");
                assertThat(failed.problem().message())
                        .isEqualTo(url + " names its objects with SHA-256, which is not supported. Use a repository"
                                + " with SHA-1 names (git init --object-format=sha1); deployed objects stay");
            });
        }
        assertThat(ObjectFormats.problemOf(url)).startsWith(url + " names its objects with SHA-256");
    }

    @Test
    void sha256OfAServerIsRecognisedByItsNames() {
        RepositorySettings settings = settings("https://git.example.com/infra.git");
        String name = "9".repeat(64);

        Problem problem = GitProblems.of(
                settings, new java.io.IOException("invalid advertisement of " + name + " refs/heads/main"));
        Problem other = GitProblems.of(
                settings("https://git.example.com/" + name),
                new java.io.IOException("https://git.example.com/" + name + ": connection refused"));

        assertThat(problem.reason()).isEqualTo("ObjectFormatNotSupported");
        assertThat(other.reason()).isEqualTo("RepositoryUnreachable");
    }

    private void convert(String format) throws Exception {
        try (FileRepository repository = new FileRepository(infra.folder().toFile())) {
            repository.convertRefStorage(format, false, false);
        }
    }

    private RepositoryClone opened() throws Exception {
        return RepositoryClone.open(settings(infra.folder().toString()), folder.resolve("clone"));
    }

    private static RepositorySettings settings(String url) {
        return new RepositorySettings(
                "infra", url, "refs/heads/main", "", Duration.ofSeconds(30), new GitCredentials.None());
    }

    private static void isAt(RepositoryClone clone, Revision revision) {
        assertThat(clone.look()).isInstanceOfSatisfying(Look.At.class, at -> {
            assertThat(at.commit().name()).isEqualTo(revision.commit());
            assertThat(clone.fetch(at)).isInstanceOf(Fetched.Commit.class);
        });
    }
}
