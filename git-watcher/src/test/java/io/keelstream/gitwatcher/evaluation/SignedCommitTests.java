package io.keelstream.gitwatcher.evaluation;

import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.application;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.configMap;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.desired;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.git.Fetched;
import io.keelstream.gitwatcher.git.GitCredentials;
import io.keelstream.gitwatcher.git.Look;
import io.keelstream.gitwatcher.git.RepositoryClone;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.git.SignatureSettings;
import io.keelstream.gitwatcher.git.SignatureSettings.Merges;
import io.keelstream.gitwatcher.git.SignatureSettings.PathKeys;
import io.keelstream.gitwatcher.signature.Signatures;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.submodule.Submodules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.jgit.transport.Daemon;
import org.eclipse.jgit.transport.resolver.FileResolver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits that Git's own programs made and signed, as this process sees them. */
@Timeout(180)
class SignedCommitTests {

    private static final String SHOP = "production/shop";
    private static final String BLOG = "production/blog";

    @TempDir
    Path folder;

    private Path keys;
    private SigningRepository git;
    private EvaluationFixture ref;
    private Signatures signatures;
    private RepositoryClone clone;
    private @Nullable Submodules submodules;

    @BeforeEach
    void start() throws IOException {
        keys = folder.resolve("keys");
        git = new SigningRepository(folder).ssh("ada", "ed25519").ssh("eve", "ed25519");
        git.allow("ada", keys);
        ref = new EvaluationFixture(folder.resolve("unused"));
        git.write("shop/keelstream.yaml", application("shop"))
                .write("shop/manifests/a.yaml", configMap("a", "one"))
                .write("blog/keelstream.yaml", application("blog"))
                .write("blog/manifests/b.yaml", configMap("b", "one"));
        watch(new SignatureSettings(keys, List.of(), Merges.FIRST_PARENT));
    }

    @AfterEach
    void stop() {
        clone.close();
        ref.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa", "ecdsa", "gpg rsa2048", "gpg ed25519"})
    void commitOfAnAllowedKeyIsDeployedAndAnUnsignedOneIsRejected(String kind) throws Exception {
        // Given
        if (kind.startsWith("gpg ")) {
            git.pgp("grace", kind.substring(4));
        } else {
            git.ssh("grace", kind);
        }
        git.allow("grace", keys);

        // Then
        git.commit("grace");
        String key = git.fingerprint("grace");
        assertThat(desired(look()))
                .containsOnlyKeys(SHOP, BLOG)
                .allSatisfy((target, desired) -> assertThat(desired.signers()).containsExactly(key));
        git.write("shop/manifests/a.yaml", configMap("a", "two")).commit("nobody");
        List<TargetChange> unsigned = look();
        assertThat(desired(unsigned)).isEmpty();
        assertThat(rejected(unsigned)).containsOnlyKeys(SHOP);
        assertThat(rejected(unsigned).get(SHOP)).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("UnsignedCommit");
            assertThat(problem.message()).contains("Ada <ada@example.com> is not signed", "git commit -S");
        });
        git.write("shop/manifests/a.yaml", configMap("a", "three")).commit("grace");
        assertThat(desired(look())).containsOnlyKeys(SHOP);
    }

    @Test
    void sameFilesInASignedCommitAreDeployed() throws Exception {
        // Given
        git.commit("ada");
        look();
        git.write("shop/manifests/a.yaml", configMap("a", "two")).commit("nobody");
        assertThat(rejected(look())).containsOnlyKeys(SHOP);

        // When
        git.amend("ada");

        // Then
        assertThat(desired(look())).containsOnlyKeys(SHOP);
    }

    @Test
    void unsignedCommitStopsNoOtherTargetAndIsReportedOnce() throws Exception {
        git.commit("ada");
        look();
        git.write("shop/manifests/a.yaml", configMap("a", "two")).commit("nobody");
        git.write("blog/manifests/b.yaml", configMap("b", "two")).commit("ada");
        List<TargetChange> changes = look();
        assertThat(desired(changes)).containsOnlyKeys(BLOG);
        assertThat(rejected(changes)).containsOnlyKeys(SHOP);

        ref.restart();
        assertThat(look()).isEmpty();
        git.write("shop/manifests/a.yaml", configMap("a", "three")).commit("nobody");
        assertThat(rejected(look())).as("another one is reported").containsOnlyKeys(SHOP);
    }

    @Test
    void keyThatIsNotAmongThemIsNamed() throws Exception {
        git.commit("eve");
        assertThat(rejected(look()).get(SHOP))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .contains("is signed by SHA256:", "which is not among the keys in " + keys));
        git.pgp("mallory", "ed25519")
                .write("shop/manifests/a.yaml", configMap("a", "two"))
                .commit("mallory");
        assertThat(rejected(look()).get(SHOP))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).containsPattern("is signed by [0-9A-F]{16}, which is not among"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void signatureOfAnotherCommitDoesNotMatch(boolean ssh) throws Exception {
        // Given
        if (!ssh) {
            git.pgp("ada2", "ed25519").allow("ada2", keys);
        }
        git.commit(ssh ? "ada" : "ada2");
        look();
        git.write("shop/manifests/a.yaml", configMap("a", "two")).commit("nobody");
        String signed = git.run("git", "cat-file", "commit", "HEAD~1").out();
        String unsigned = git.run("git", "cat-file", "commit", "HEAD").out();
        int start = signed.indexOf("gpgsig ");
        int end = signed.indexOf("\n\n", start);
        String forged = unsigned.replaceFirst(
                "\n\n", "\n" + signed.substring(start, end).replace("$", "\\$") + "\n\n");

        // When
        Files.writeString(folder.resolve("forged"), forged);
        String id = git.run(
                        "git",
                        "hash-object",
                        "-t",
                        "commit",
                        "-w",
                        folder.resolve("forged").toString())
                .out()
                .strip();
        git.run("git", "update-ref", "refs/heads/main", id);

        // Then
        assertThat(rejected(look()).get(SHOP))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).contains("has a signature that does not match its content"));
    }

    @Test
    void removedKeyStopsLaterCommitsAndNotWhatRuns() throws Exception {
        // Given
        git.commit("ada");
        look();
        git.allow("eve", keys);

        // When
        Files.delete(keys.resolve("ada.pub"));

        // Then
        assertThat(signatures.changed()).isTrue();
        ref.memory.forgetCommit();
        assertThat(look()).isEmpty();
        git.write("shop/manifests/a.yaml", configMap("a", "two")).commit("ada");
        assertThat(rejected(look())).containsOnlyKeys(SHOP);

        // When
        git.allow("ada", keys);

        // Then
        assertThat(signatures.changed()).isTrue();
        ref.memory.forgetCommit();
        assertThat(desired(look())).containsOnlyKeys(SHOP);
        assertThat(signatures.changed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void mergeIsAnsweredForByItsSignerOrByThoseOfItsCommits(Merges merges) throws Exception {
        // Given
        watch(new SignatureSettings(keys, List.of(), merges));
        git.commit("ada");
        look();
        git.run("git", "checkout", "-q", "-b", "signed");
        git.write("shop/manifests/a.yaml", configMap("a", "two")).commit("ada");
        git.run("git", "checkout", "-q", "-b", "unsigned", "main");
        git.write("blog/manifests/b.yaml", configMap("b", "two")).commit("nobody");
        git.run("git", "checkout", "-q", "main");
        git.write("README.md", "so that nothing is a fast forward").commit("nobody");

        // When
        git.merge("nobody", "signed");
        List<TargetChange> unsignedMerge = look();
        git.merge("ada", "unsigned");
        List<TargetChange> signedMerge = look();

        // Then
        if (merges == Merges.FIRST_PARENT) {
            assertThat(rejected(unsignedMerge)).containsOnlyKeys(SHOP);
            assertThat(desired(signedMerge)).containsOnlyKeys(BLOG);
        } else {
            assertThat(desired(unsignedMerge)).containsOnlyKeys(SHOP);
            assertThat(rejected(signedMerge)).containsOnlyKeys(BLOG);
        }
    }

    @Test
    void folderHasSignersOfItsOwn() throws Exception {
        // Given
        Path shopKeys = folder.resolve("shop-keys");
        git.allow("eve", shopKeys);
        watch(new SignatureSettings(keys, List.of(new PathKeys("shop", shopKeys)), Merges.FIRST_PARENT));

        // Then
        git.commit("ada");
        List<TargetChange> first = look();
        assertThat(desired(first)).containsOnlyKeys(BLOG);
        assertThat(rejected(first)).containsOnlyKeys(SHOP);
        git.write("shop/manifests/a.yaml", configMap("a", "two")).commit("eve");
        assertThat(desired(look())).containsOnlyKeys(SHOP);
        git.write("blog/manifests/b.yaml", configMap("b", "two")).commit("eve");
        assertThat(rejected(look())).containsOnlyKeys(BLOG);
    }

    @Test
    void targetOutsideOfSignedFoldersNeedsNoSignature() throws Exception {
        watch(new SignatureSettings(null, List.of(new PathKeys("shop", keys)), Merges.FIRST_PARENT));
        git.commit("nobody");
        List<TargetChange> changes = look();
        assertThat(desired(changes)).containsOnlyKeys(BLOG);
        assertThat(rejected(changes)).containsOnlyKeys(SHOP);
    }

    @Test
    void applicationThatMovesNeedsTheSignersOfBothFolders() throws Exception {
        // Given
        Path blogKeys = folder.resolve("blog-keys");
        git.allow("eve", blogKeys);
        watch(new SignatureSettings(keys, List.of(new PathKeys("blog", blogKeys)), Merges.FIRST_PARENT));
        git.commit("ada");
        assertThat(desired(look())).containsOnlyKeys(SHOP);

        // When
        git.remove("shop")
                .write("blog/shop/keelstream.yaml", application("shop"))
                .write("blog/shop/manifests/a.yaml", configMap("a", "eve's"));
        git.commit("eve");
        List<TargetChange> moved = look();
        git.write("blog/shop/manifests/a.yaml", configMap("a", "eve's again")).commit("eve");
        List<TargetChange> again = look();
        git.write("blog/shop/keelstream.yaml", "kind: [").commit("eve");
        List<TargetChange> broken = look();
        git.write("blog/shop/keelstream.yaml", application("shop")).commit("eve");
        List<TargetChange> mended = look();

        // Then
        for (List<TargetChange> each : List.of(moved, again, broken, mended)) {
            assertThat(desired(each)).doesNotContainKey(SHOP);
        }
        assertThat(rejected(moved)).containsKey(SHOP);
        assertThat(rejected(again)).containsKey(SHOP);
    }

    @Test
    void removalWaitsUntilItIsSigned() throws Exception {
        git.commit("ada");
        look();
        git.remove("shop").commit("nobody");
        assertThat(desired(look())).isEmpty();
        assertThat(ref.last.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .startsWith("the removal of production/shop waits: commit ")
                        .contains("is not signed"));
        git.write("README.md", "signed, and about something else").commit("ada");
        assertThat(desired(look())).isEmpty();

        git.write("shop/keelstream.yaml", application("shop"))
                .write("shop/manifests/a.yaml", configMap("a", "one"))
                .commit("ada");
        assertThat(desired(look())).isEmpty();
        assertThat(ref.last.problems()).extracting(Problem::message).isEmpty();
        git.remove("shop").commit("ada");
        assertThat(desired(look()).get(SHOP).removed()).isTrue();
    }

    @Test
    void tagOfAnAllowedKeyAnswersForEverythingInIt() throws Exception {
        git.commit("nobody");
        git.tag("eve", "v1");
        git.tag("ada", "v2");
        watch(
                "refs/tags/v1",
                new SignatureSettings(keys, List.of(), Merges.FIRST_PARENT),
                git.url().toString());
        assertThat(rejected(look())).containsOnlyKeys(SHOP, BLOG);
        watch(
                "refs/tags/v2",
                new SignatureSettings(keys, List.of(), Merges.FIRST_PARENT),
                git.url().toString());
        ref.memory.forgetCommit();
        assertThat(desired(look())).containsOnlyKeys(SHOP, BLOG);
    }

    @Test
    void commitsBehindTheFirstOneThatIsFetchedCountToo() throws Exception {
        git.commit("ada");
        git.write("README.md", "about nothing").commit("nobody");
        Daemon daemon = new Daemon(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        daemon.setRepositoryResolver(new FileResolver<>(folder.toFile(), true));
        daemon.start();
        try {
            watch(
                    "refs/heads/main",
                    new SignatureSettings(keys, List.of(), Merges.FIRST_PARENT),
                    "git://127.0.0.1:" + daemon.getAddress().getPort() + "/work/.git");
            assertThat(desired(look())).containsOnlyKeys(SHOP, BLOG);
            git.write("shop/manifests/a.yaml", configMap("a", "two")).commit("nobody");
            assertThat(rejected(look())).containsOnlyKeys(SHOP);
        } finally {
            daemon.stop();
        }
    }

    @Test
    void whoSignsTheCommitOfASubmoduleAnswersForItsFiles() throws Exception {
        // Given
        Shelf shelf = new Shelf();
        submodules = new Submodules("https://git.example.com/org/infra.git", shelf);
        try (GitFixture bases = new GitFixture(folder.resolve("bases.git"))) {
            String first =
                    bases.write("a.yaml", configMap("a", "one")).commit("one").commit();
            shelf.commits.put(first, bases.snapshot());
            String second =
                    bases.write("a.yaml", configMap("a", "two")).commit("two").commit();
            shelf.commits.put(second, bases.snapshot());
            Files.createDirectories(git.url().resolve("vendor"));
            git.commit("ada");
            git.remove("shop")
                    .write("keelstream.yaml", application("shop").replace("path: manifests", "path: vendor"))
                    .write(".gitmodules", "[submodule \"b\"]\n\tpath = vendor\n\turl = ../bases.git\n");
            gitlink("vendor", first);
            git.commit("ada");

            // Then
            assertThat(desired(look())).containsKey(SHOP);

            // When
            gitlink("vendor", second);
            git.commit("nobody");

            // Then
            assertThat(rejected(look())).containsOnlyKeys(SHOP);

            // When
            git.write("README.md", "about nothing").commit("ada");

            // Then
            assertThat(desired(look()))
                    .as("another commit does not answer for it")
                    .isEmpty();
            gitlink("vendor", first);
            git.commit("ada");
            gitlink("vendor", second);
            git.commit("ada");
            assertThat(desired(look())).containsOnlyKeys(SHOP);
        }
    }

    private void gitlink(String path, String commit) throws IOException {
        git.run("git", "update-index", "--add", "--cacheinfo", "160000," + commit + "," + path);
    }

    private void watch(SignatureSettings settings) throws IOException {
        watch("refs/heads/main", settings, git.url().toString());
    }

    private void watch(String name, SignatureSettings settings, String url) throws IOException {
        if (clone != null) {
            clone.close();
        }
        signatures = new Signatures(settings);
        clone = RepositoryClone.open(
                new RepositorySettings(
                        "infra",
                        url,
                        name,
                        "",
                        Duration.ofSeconds(30),
                        new GitCredentials.None(),
                        RepositorySettings.Options.NONE.signedBy(settings)),
                Files.createTempDirectory(folder, "clone"));
    }

    private List<TargetChange> look() throws InterruptedException {
        Look at = clone.look();
        assertThat(at).isInstanceOf(Look.At.class);
        Fetched fetched = clone.fetch((Look.At) at);
        assertThat(fetched).isInstanceOf(Fetched.Commit.class);
        Fetched.Commit commit = (Fetched.Commit) fetched;
        boolean _ = signatures.changed();
        Provenance own = signatures.of(commit.history());
        Submodules known = submodules;
        ref.provenance = known == null ? own : known.over(own);
        Snapshot files = known == null ? commit.snapshot() : known.mount(commit.snapshot());
        return ref.evaluate(commit.revision(), files);
    }
}
