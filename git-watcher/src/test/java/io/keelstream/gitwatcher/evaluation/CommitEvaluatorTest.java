package io.keelstream.gitwatcher.evaluation;

import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.application;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.configMap;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.desired;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.observed;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.references;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitEvaluatorTest {

    @TempDir
    Path folder;

    private EvaluationFixture ref;

    @BeforeEach
    void open() {
        ref = new EvaluationFixture(folder);
        ref.git
                .write("shop/keelstream.yaml", application("shop"))
                .write("shop/manifests/a.yaml", configMap("a", "one"))
                .write("shop/manifests/b.yaml", configMap("b", "one"));
    }

    @AfterEach
    void close() {
        ref.close();
    }

    @Test
    void firstCommitMakesABundleOfEveryTarget() throws Exception {
        List<TargetChange> changes = ref.push();

        assertThat(desired(changes)).containsOnlyKeys("production/shop");
        Desired shop = desired(changes).get("production/shop");
        assertThat(references(shop)).containsExactly("ConfigMap/shop/a", "ConfigMap/shop/b");
        assertThat(shop.namespace()).isEqualTo("shop");
        assertThat(shop.removed()).isFalse();
        assertThat(observed(changes).get("production/shop"))
                .matches(each ->
                        each.changed() && each.objects() == 2 && each.renderer().equals("yaml"));
    }

    @Test
    void commitElsewhereChangesNothing() throws Exception {
        ref.push();
        ref.git.write("README.md", "hello");

        assertThat(ref.push()).isEmpty();
        assertThat(ref.last.rendered()).isZero();
    }

    @Test
    void objectKeepsTheCommitAtWhichItChangedLast() throws Exception {
        // Given
        String first = desired(ref.push()).get("production/shop").revision().commit();
        ref.git.write("shop/manifests/b.yaml", configMap("b", "two"));

        // When
        Desired shop = desired(ref.push()).get("production/shop");

        // Then
        assertThat(shop.objects().get(0).commit()).isEqualTo(first);
        assertThat(shop.objects().get(1).commit())
                .isEqualTo(shop.revision().commit())
                .isNotEqualTo(first);
    }

    @Test
    void commentChangesTheInputsButNotTheBundle() throws Exception {
        ref.push();
        ref.git.write("shop/manifests/a.yaml", "# a comment\n" + configMap("a", "one"));

        List<TargetChange> changes = ref.push();

        assertThat(desired(changes)).isEmpty();
        assertThat(observed(changes).get("production/shop").changed()).isFalse();
    }

    @Test
    void restartRepeatsNothing() throws Exception {
        ref.push();
        ref.restart();

        assertThat(ref.push()).isEmpty();
        assertThat(ref.last.rendered()).isZero();
    }

    @Test
    void changesDuringADowntimeAreFound() throws Exception {
        ref.push();
        ref.restart();
        ref.git.write("shop/manifests/a.yaml", configMap("a", "two"));

        assertThat(desired(ref.push())).containsOnlyKeys("production/shop");
    }

    @Test
    void rejectedCommitLeavesTheLastBundleAndIsReportedOnce() throws Exception {
        // Given
        ref.push();
        ref.git.write("shop/manifests/a.yaml", "kind: ConfigMap\n  oops: [");

        // When
        List<TargetChange> changes = ref.push();
        ref.git.write("README.md", "elsewhere");
        List<TargetChange> later = ref.push();
        ref.restart();
        List<TargetChange> restarted = ref.push();

        // Then
        assertThat(desired(changes)).isEmpty();
        assertThat(rejected(changes).get("production/shop")).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("YamlSyntax");
            assertThat(problem.where()).startsWith("shop/manifests/a.yaml:2:");
        });
        assertThat(later).isEmpty();
        assertThat(restarted).isEmpty();
    }

    @Test
    void revertAfterARejectionIsObservedButPublishesNoNewBundle() throws Exception {
        ref.push();
        ref.git.write("shop/manifests/a.yaml", "[");
        ref.push();
        ref.git.write("shop/manifests/a.yaml", configMap("a", "one"));

        List<TargetChange> changes = ref.push();

        assertThat(desired(changes)).isEmpty();
        assertThat(observed(changes).get("production/shop").changed()).isFalse();
    }

    @Test
    void oneBadApplicationDoesNotStopAnother() throws Exception {
        ref.git.write("bad/keelstream.yaml", application("bad")).write("bad/manifests/a.yaml", "a: b: c");

        List<TargetChange> changes = ref.push();

        assertThat(desired(changes)).containsOnlyKeys("production/shop");
        assertThat(rejected(changes)).containsOnlyKeys("production/bad");
    }

    @Test
    void removedApplicationIsPublishedAsRemoved() throws Exception {
        // Given
        ref.push();
        ref.git.remove("shop");

        // When
        Desired gone = desired(ref.push()).get("production/shop");

        // Then
        assertThat(gone.removed()).isTrue();
        assertThat(gone.objects()).isEmpty();
        assertThat(gone.cluster()).isEqualTo("default");
        assertThat(gone.namespace()).isEqualTo("shop");
        ref.restart();
        assertThat(ref.push()).isEmpty();
    }

    @Test
    void applicationThatComesBackIsDesiredAgain() throws Exception {
        ref.push();
        ref.git.remove("shop");
        ref.push();
        ref.git
                .write("shop/keelstream.yaml", application("shop"))
                .write("shop/manifests/a.yaml", configMap("a", "one"))
                .write("shop/manifests/b.yaml", configMap("b", "one"));

        Desired back = desired(ref.push()).get("production/shop");

        assertThat(back.removed()).isFalse();
        assertThat(back.objects()).hasSize(2);
    }

    @Test
    void missingFolderOfAnExistingTargetIsRejectedAndRemovesNothing() throws Exception {
        ref.push();
        ref.git.remove("shop/manifests");

        List<TargetChange> changes = ref.push();

        assertThat(desired(changes)).isEmpty();
        assertThat(rejected(changes).get("production/shop").getFirst().reason()).isEqualTo("PathNotFound");
    }

    @Test
    void emptyFolderIsAnEmptyBundle() throws Exception {
        ref.push();
        ref.git.remove("shop/manifests").write("shop/manifests/README.md", "nothing here");

        Desired empty = desired(ref.push()).get("production/shop");

        assertThat(empty.removed()).isFalse();
        assertThat(empty.objects()).isEmpty();
    }

    @Test
    void unreadableApplicationFileRemovesNothing() throws Exception {
        ref.push();
        ref.git.write("shop/keelstream.yaml", "apiVersion: keelstream.io/v1\nkind: Applcation\n");

        List<TargetChange> changes = ref.push();

        assertThat(desired(changes)).isEmpty();
        assertThat(rejected(changes)).containsOnlyKeys("production/shop");
        assertThat(ref.last.problems()).isNotEmpty();
    }

    @Test
    void applicationThatMovedIntoAFileThatCannotBeReadIsNotRemoved() throws Exception {
        // Given
        ref.push();
        ref.git.remove("shop").write("moved/keelstream.yaml", "metadata: {name: 'shop'");

        // When
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(changes).isEmpty();
        assertThat(ref.last.problems()).extracting("reason").contains("YamlSyntax", "RemovalWaits");
        ref.git.remove("moved");
        assertThat(desired(ref.push()).get("production/shop").removed()).isTrue();
    }

    @Test
    void fileThatCannotBeReadHoldsBackWhatItCouldOwnAlone() throws Exception {
        // Given
        for (String name : List.of("named", "other", "folder")) {
            ref.git
                    .write(name + "/keelstream.yaml", application(name))
                    .write(name + "/manifests/a.yaml", configMap(name, "one"));
        }
        ref.git
                .write("team/member/keelstream.yaml", application("member"))
                .write("team/member/manifests/a.yaml", configMap("m", "1"));
        ref.push();
        ref.git.write("strange/folder/keelstream.yaml", "[").write("team/keelstream.yaml", "[ name: named");
        ref.push();

        // When
        ref.git.remove("other").remove("named").remove("folder").remove("team/member");
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(desired(changes)).containsOnlyKeys("production/other");
        assertThat(desired(changes).get("production/other").removed()).isTrue();
        assertThat(ref.last.waiting().files().keySet())
                .extracting(Object::toString)
                .containsExactly("production/folder", "production/member", "production/named");
        assertThat(ref.last.problems()).extracting("reason").contains("RemovalWaits");

        // When
        ref.git.remove("strange").write("unrelated.txt", "1");

        // Then
        assertThat(desired(ref.push())).containsOnlyKeys("production/folder");
        ref.git.remove("team");
        assertThat(desired(ref.push())).containsOnlyKeys("production/member", "production/named");
        assertThat(ref.last.waiting().files()).isEmpty();
    }

    @Test
    void folderThatHadTheNameKeepsIt() throws Exception {
        // Given
        ref.push();
        ref.git
                .write("another/keelstream.yaml", application("shop"))
                .write("another/manifests/a.yaml", configMap("z", "one"));

        // When
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(desired(changes)).isEmpty();
        assertThat(rejected(changes).get("production/shop")).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("DuplicateApplication");
            assertThat(problem.message()).contains("another/keelstream.yaml", "shop/keelstream.yaml");
        });
        ref.restart();
        assertThat(ref.push()).isEmpty();
    }

    @Test
    void nameThatAnotherRefHasIsRejected() throws Exception {
        ref.elsewhere.put("shop", "other@refs/heads/main");

        List<TargetChange> changes = ref.push();

        assertThat(desired(changes)).isEmpty();
        assertThat(rejected(changes).get("production/shop").getFirst().message())
                .contains("other@refs/heads/main");
    }

    @Test
    void folderMayMoveWithoutItsApplicationChanging() throws Exception {
        ref.push();
        ref.git
                .remove("shop")
                .write("apps/shop/keelstream.yaml", application("shop"))
                .write("apps/shop/manifests/a.yaml", configMap("a", "one"))
                .write("apps/shop/manifests/b.yaml", configMap("b", "one"));

        List<TargetChange> changes = ref.push();

        assertThat(desired(changes)).isEmpty();
        assertThat(observed(changes).get("production/shop").changed()).isFalse();
        assertThat(ref.memory.heads().get("shop").base()).isEqualTo("apps/shop");
    }

    @Test
    void unknownClusterIsNamed() throws Exception {
        ref.git.write("shop/keelstream.yaml", application("shop").replace("cluster: default", "cluster: mars"));

        assertThat(rejected(ref.push()).get("production/shop").getFirst().message())
                .isEqualTo("unknown cluster 'mars'; known: default, other");
    }
}
