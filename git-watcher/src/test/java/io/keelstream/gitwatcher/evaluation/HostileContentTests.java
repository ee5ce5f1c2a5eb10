package io.keelstream.gitwatcher.evaluation;

import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.application;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.configMap;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.desired;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keelstream.contracts.revision.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Small files that become large when they are read, beside an application that is small. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileContentTests {

    @TempDir
    Path folder;

    private EvaluationFixture ref;

    @BeforeEach
    void open() {
        ref = new EvaluationFixture(folder);
        ref.git
                .write("shop/keelstream.yaml", application("shop"))
                .write("neighbour/keelstream.yaml", application("neighbour"))
                .write("neighbour/manifests/a.yaml", configMap("a", "one"));
    }

    @AfterEach
    void close() {
        ref.close();
    }

    @Test
    void documentsWithoutNumberAreCountedOverAllFiles() throws Exception {
        ref.git
                .write("shop/manifests/a.yaml", "---\n{a: b}\n".repeat(1_500))
                .write("shop/manifests/b.yaml", "---\n{a: b}\n".repeat(150_000));

        refuses("BundleTooLarge", "shop/manifests/b.yaml:1002:1", "more than 2000 documents");
    }

    @Test
    void valuesAreCountedOverAllFiles() throws Exception {
        for (int i = 0; i < 4; i++) {
            ref.git.write("shop/manifests/" + i + ".yaml", "a: [" + "x,".repeat(150_000) + "]");
        }

        refuses("BundleTooLarge", "shop/manifests/3.yaml:1:", "more than 500000 values");
    }

    @Test
    void textThatAliasesRepeatIsCountedEachTime() throws Exception {
        ref.git.write(
                "shop/manifests/a.yaml",
                configMap("a", "&a " + "x".repeat(100_000)) + "x: [" + "*a, ".repeat(100_000) + "]\n");

        refuses("BundleTooLarge", "shop/manifests/a.yaml:4:", "more than 10485760 characters");
    }

    @Test
    void parameterThatIsInsertedThousandsOfTimesIsCountedEachTime() throws Exception {
        template("a: '" + "${TEXT}".repeat(4_000) + "'", "x".repeat(1_000_000));

        refuses("BundleTooLarge", "shop/manifests/a.yaml:1 objects[0]", "more than 10485760 characters");
    }

    @Test
    void listThatIsInsertedThousandsOfTimesIsCountedEachTime() throws Exception {
        template("a: [" + "'${{TEXT}}',".repeat(4_000) + "]", "[" + "x,".repeat(100_000) + "]");

        refuses("BundleTooLarge", "shop/manifests/a.yaml:1 objects[0]", "more than 500000 values");
    }

    @Test
    void numberThatIsInsertedOftenIsReadOnce() throws Exception {
        template("a: [" + "'${{TEXT}}',".repeat(50_000) + "]", "7");

        assertThat(desired(ref.push())).containsOnlyKeys("production/neighbour", "production/shop");
    }

    @Test
    void insertedValuesAreNoDeeperThanWrittenOnes() throws Exception {
        template("a: " + "[".repeat(50) + "'${{TEXT}}'" + "]".repeat(50), "[".repeat(50) + "]".repeat(50));

        refuses("BundleTooLarge", "shop/manifests/a.yaml:1 objects[0]", "nested deeper than 64 levels");
    }

    @Test
    void numberWithMillionsOfDigitsIsRefused() throws Exception {
        ref.git.write("shop/manifests/a.yaml", configMap("a", "9".repeat(300_000)));

        refuses("YamlSyntax", "shop/manifests/a.yaml:4:", "a number of 300000 characters");
    }

    @Test
    void onlyTheFirstOfThousandsOfProblemsAreKept() throws Exception {
        ref.git.write("shop/manifests/a.yaml", "---\nx\n".repeat(1_900));

        assertThat(rejected(ref.push()).get("production/shop"))
                .hasSize(50)
                .last()
                .satisfies(problem -> assertThat(problem.message()).isEqualTo("and 1851 more problems"));
    }

    @Test
    void objectsAreWrittenOutOnlyUpToTheLimitOfABundle() throws Exception {
        for (int i = 0; i < 5; i++) {
            ref.git.write("shop/manifests/" + i + ".yaml", configMap("a" + i, "\"" + "\\0".repeat(900_000) + "\""));
        }

        refuses("BundleTooLarge", "shop/manifests", "more than 10485760 bytes");
    }

    @Test
    void folderThatIsTheSourceOfHundredsOfTargetsStopsItsApplicationAlone() throws Exception {
        StringBuilder targets = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            targets.append("  - {name: t%d, path: manifests}\n".formatted(i));
        }
        ref.held = new HeldMemory(3_000_000, 1);
        ref.git
                .write("shop/keelstream.yaml", """
                        apiVersion: keelstream.io/v1
                        kind: Application
                        metadata: {name: shop}
                        spec:
                          targets:
                        %s""".formatted(targets))
                .write("shop/manifests/a.yaml", configMap("a", "'" + "x".repeat(100_000) + "'"));

        List<TargetChange> changes = ref.push();

        assertThat(desired(changes)).containsOnlyKeys("production/neighbour");
        assertThat(rejected(changes)).hasSize(300).allSatisfy((target, problems) -> {
            assertThat(problems)
                    .extracting(Problem::reason, Problem::where)
                    .containsExactly(tuple("BundleTooLarge", "shop/keelstream.yaml"));
        });

        ref.held = HeldMemory.apart(1);
        ref.git.write("shop/manifests/b.yaml", configMap("b", "one"));
        assertThat(desired(ref.push())).hasSize(300);
    }

    private void template(String body, String value) {
        ref.git.write("shop/manifests/a.yaml", """
                apiVersion: v1
                kind: Template
                parameters: [{name: TEXT, value: '%s'}]
                objects:
                - apiVersion: v1
                  kind: ConfigMap
                  metadata: {name: a}
                  %s
                """.formatted(value, body));
    }

    private void refuses(String reason, String where, String message) throws InterruptedException {
        List<TargetChange> changes = ref.push();
        assertThat(desired(changes)).containsOnlyKeys("production/neighbour");
        Problem problem = rejected(changes).get("production/shop").getFirst();
        assertThat(problem.reason()).isEqualTo(reason);
        assertThat(problem.where()).startsWith(where);
        assertThat(problem.message()).contains(message).hasSizeLessThan(400);
    }
}
