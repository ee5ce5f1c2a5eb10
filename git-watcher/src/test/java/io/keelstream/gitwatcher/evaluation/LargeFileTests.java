package io.keelstream.gitwatcher.evaluation;

import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.application;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.configMap;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.desired;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.references;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.source.LfsRepository;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.kubernetes.object.Manifest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deployed of files in Git LFS, and what happens while one is not to be had: a pointer is never deployed. */
class LargeFileTests {

    private static final LfsRepository REPOSITORY = new LfsRepository("infra", "https://git.example.com/org/infra.git");

    @TempDir
    Path folder;

    private EvaluationFixture fixture;
    private final Shelf shelf = new Shelf();

    @BeforeEach
    void open() {
        fixture = new EvaluationFixture(folder);
        fixture.sources = shelf;
        fixture.memory = new RefMemory(shelf);
        shelf.lfs = REPOSITORY;
        fixture.git
                .write("shop/keelstream.yaml", application("shop"))
                .write("shop/manifests/b.yaml", configMap("b", "1"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void fileIsDeployedInThePlaceOfItsPointer() throws Exception {
        // Given
        pointer("shop/manifests/a.yaml", configMap("a", "1"));

        // When
        Desired first = desired(fixture.push()).get("production/shop");
        pointer("shop/manifests/a.yaml", configMap("a", "2"));
        Desired second = desired(fixture.push()).get("production/shop");

        // Then
        assertThat(references(first)).containsExactly("ConfigMap/shop/a", "ConfigMap/shop/b");
        assertThat(first.sources()).isEmpty();
        assertThat(Manifest.map(second.objects().getFirst().body().get("data")).get("key"))
                .hasToString("2");
    }

    @Test
    void fileThatIsNotToBeHadRejectsItsTargetAloneAndIsRenderedOnceItComes() throws Exception {
        // Given
        String digest = pointer("shop/manifests/a.yaml", configMap("a", "1"));
        shelf.away.add(digest);
        fixture.git
                .write("other/keelstream.yaml", application("other"))
                .write("other/manifests/a.yaml", configMap("a", "1"));

        // When
        List<TargetChange> without = fixture.push();

        // Then
        assertThat(desired(without)).containsOnlyKeys("production/other");
        assertThat(rejected(without).get("production/shop")).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("SourceUnreachable");
            assertThat(problem.where()).isEqualTo("shop/manifests/a.yaml");
        });

        // When
        shelf.away.clear();
        shelf.changed.add("lfs::" + REPOSITORY.url() + " " + digest.substring("sha256:".length()));

        // Then
        assertThat(desired(fixture.push())).containsOnlyKeys("production/shop");
    }

    @Test
    void removalsWaitForAFileThatSomethingMayHaveMovedInto() throws Exception {
        // Given
        fixture.git
                .write("old/keelstream.yaml", application("old").replace("path:", "namespace: shop, path:"))
                .write("old/manifests/a.yaml", configMap("a", "1"));
        fixture.push();
        shelf.away.add(pointer("shop/manifests/a.yaml", configMap("a", "1")));

        // When
        fixture.git.remove("old");

        // Then
        assertThat(desired(fixture.push())).isEmpty();
        assertThat(fixture.last.problems()).extracting(Problem::reason).containsExactly("RemovalWaits");
    }

    @Test
    void slowFileHoldsTheRestOfACommitUpToALimit() throws Exception {
        fixture.patience = Duration.ZERO;
        shelf.late.add(pointer("shop/manifests/a.yaml", configMap("a", "1")));
        assertThat(rejected(fixture.push()).get("production/shop").getFirst().message())
                .contains("in the Git LFS of '" + REPOSITORY.url() + "' is still being fetched from git.example.com");
    }

    @Test
    void fileThatIsLargerThanAnyMayBeIsNotAskedFor() throws Exception {
        pointer("shop/manifests/a.yaml", "x".repeat((2 << 20) + 1));
        assertThat(rejected(fixture.push()).get("production/shop"))
                .extracting(Problem::reason)
                .containsExactly("FileTooLarge");
        assertThat(shelf.asked).isEmpty();
    }

    @Test
    void fileThatSaysWhatElseIsReadStaysRefused() throws Exception {
        pointer("shop/manifests/.keelstreamignore", "b.yaml\n");
        assertThat(rejected(fixture.push()).get("production/shop"))
                .extracting(Problem::reason, Problem::where)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("LfsPointer", "shop/manifests/.keelstreamignore"));
        assertThat(shelf.asked).isEmpty();
    }

    @Test
    void targetThatWasRefusedIsRenderedOnceItsRepositorySaysThatFilesAreFetched() throws Exception {
        // Given
        shelf.lfs = null;
        pointer("shop/manifests/a.yaml", configMap("a", "1"));
        assertThat(rejected(fixture.push()).get("production/shop"))
                .extracting(Problem::reason)
                .containsExactly("LfsPointer");

        // When
        shelf.lfs = REPOSITORY;
        fixture.restart();

        // Then
        assertThat(desired(fixture.push())).containsOnlyKeys("production/shop");
    }

    @Test
    void nothingIsAskedForAfterARestartThatChangesNothing() throws Exception {
        // Given
        pointer("shop/manifests/a.yaml", configMap("a", "1"));
        fixture.push();
        shelf.asked.clear();

        // When
        fixture.restart();

        // Then
        assertThat(desired(fixture.push())).isEqualTo(Map.of());
        assertThat(shelf.asked).isEmpty();
    }

    private String pointer(String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        String digest = ObjectDigest.sha256(bytes);
        shelf.files.put(digest, bytes);
        fixture.git.write(
                path, "version https://git-lfs.github.com/spec/v1\noid " + digest + "\nsize " + bytes.length + "\n");
        return digest;
    }
}
