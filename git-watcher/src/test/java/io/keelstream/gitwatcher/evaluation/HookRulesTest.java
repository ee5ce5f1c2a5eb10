package io.keelstream.gitwatcher.evaluation;

import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.application;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.configMap;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.desired;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.references;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.revision.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HookRulesTest {

    @TempDir
    Path folder;

    private EvaluationFixture ref;

    @BeforeEach
    void open() {
        ref = new EvaluationFixture(folder);
        ref.git
                .write("shop/keelstream.yaml", application("shop"))
                .write("shop/manifests/a.yaml", configMap("a", "one"));
    }

    @AfterEach
    void close() {
        ref.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"keelstream.io/hook: before-lunch", "helm.sh/hook: crd-install", "argocd.argoproj.io/hook: Sink"
            })
    void hookThatIsNotSupportedRejectsItsTargetAndTheMessageNamesObjectAndAnnotation(String annotation)
            throws Exception {
        // Given
        ref.git.write("shop/manifests/migrate.yaml", job("migrate", annotation));

        // When
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(desired(changes)).isEmpty();
        assertThat(rejected(changes).get("production/shop")).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("NotSupportedYet");
            assertThat(problem.message()).contains("Job.batch/shop/migrate", annotation);
            assertThat(problem.where()).startsWith("shop/manifests/migrate.yaml");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"helm.sh/hook: test", "helm.sh/hook: test-success, test-failure", "argocd.argoproj.io/hook: Skip"
            })
    void hookForAnEventThatDoesNotOccurIsLeftOutAndListed(String annotation) throws Exception {
        // Given
        ref.push();
        ref.git.write("shop/manifests/check.yaml", job("check", annotation));

        // When
        Desired shop = desired(ref.push()).get("production/shop");

        // Then
        assertThat(references(shop)).containsExactly("ConfigMap/shop/a");
        assertThat(shop.warnings()).singleElement().satisfies((Problem warning) -> {
            assertThat(warning.reason()).isEqualTo("HookLeftOut");
            assertThat(warning.where()).isEqualTo("Job.batch/shop/check");
            assertThat(warning.message()).contains(annotation);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keelstream.io/hook: pre-apply",
                "keelstream.io/hook: post-apply",
                "helm.sh/hook: pre-install,test",
                "argocd.argoproj.io/hook: PreSync",
                "argocd.argoproj.io/hook: Sync"
            })
    void hookIsPassedOnBesideTheObjects(String annotation) throws Exception {
        // Given
        ref.git.write("shop/manifests/migrate.yaml", job("migrate", annotation));

        // When
        Desired shop = desired(ref.push()).get("production/shop");

        // Then
        assertThat(references(shop)).containsExactly("ConfigMap/shop/a");
        assertThat(shop.hooks()).extracting(DesiredObject::reference).containsExactly("Job.batch/shop/migrate");
    }

    @Test
    void hookNeedsNoName() throws Exception {
        // Given
        ref.git.write(
                "shop/manifests/migrate.yaml",
                job("migrate", "keelstream.io/hook: pre-apply").replace("name: migrate", "generateName: migrate-"));

        // When
        Desired shop = desired(ref.push()).get("production/shop");

        // Then
        assertThat(shop.hooks()).extracting(DesiredObject::reference).containsExactly("Job.batch/shop/migrate");
    }

    @Test
    void faultOfAHookAnnotationRejectsItsTarget() throws Exception {
        // Given
        ref.git.write(
                "shop/manifests/migrate.yaml",
                job("migrate", "keelstream.io/hook: pre-apply")
                        .replace("annotations:", "annotations:\n    keelstream.io/hook-timeout: soon"));

        // When
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(rejected(changes).get("production/shop")).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("HookFormat");
            assertThat(problem.message()).contains("Job.batch/shop/migrate", "hook-timeout", "soon", "10m");
        });
    }

    @Test
    void listedHookIsDroppedWhenItLeavesGit() throws Exception {
        // Given
        ref.git.write("shop/manifests/check.yaml", job("check", "helm.sh/hook: test"));
        ref.push();
        ref.git.remove("shop/manifests/check.yaml");

        // When
        Desired shop = desired(ref.push()).get("production/shop");

        // Then
        assertThat(shop.warnings()).isEmpty();
    }

    private static String job(String name, String annotation) {
        return """
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: %s
              annotations:
                %s
            spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}
            """.formatted(name, annotation);
    }
}
