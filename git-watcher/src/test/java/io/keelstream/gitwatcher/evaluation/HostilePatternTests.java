package io.keelstream.gitwatcher.evaluation;

import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.application;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.configMap;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.desired;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.references;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns that are as slow as patterns can be, beside an application that has none. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostilePatternTests {

    private static final String LONG_NAME = "a".repeat(250);

    @TempDir
    Path folder;

    private EvaluationFixture ref;

    @BeforeEach
    void open() {
        ref = new EvaluationFixture(folder);
        ref.git
                .write("shop/keelstream.yaml", application("shop"))
                .write("shop/manifests/a.yaml", configMap("a", "one"))
                .write("neighbour/keelstream.yaml", application("neighbour"))
                .write("neighbour/manifests/a.yaml", configMap("a", "one"));
    }

    @AfterEach
    void close() {
        ref.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b",
                "*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?b",
                "[a]*[a]*[a]*[a]*[a]*[a]*b"
            })
    void slowPatternMatchesLikeAnyOther(String pattern) throws Exception {
        ref.git
                .write("shop/manifests/.keelstreamignore", pattern + "\nleft-out.yaml\n")
                .write("shop/manifests/left-out.yaml", configMap("c", "one"))
                .write("shop/manifests/" + LONG_NAME + ".yaml", configMap("b", "one"));

        List<TargetChange> changes = ref.push();

        assertThat(desired(changes)).containsOnlyKeys("production/neighbour", "production/shop");
        assertThat(references(desired(changes).get("production/shop")))
                .containsExactly("ConfigMap/shop/a", "ConfigMap/shop/b");
    }

    @Test
    void rulesWithoutNumberAreRefused() throws Exception {
        ref.git.write("shop/manifests/.keelstreamignore", "*?\n".repeat(600_000));

        refuses(ref.push());
    }

    @Test
    void rulesThatTakeTooLongWithManyFilesAreRefused() throws Exception {
        ref.git.write("shop/manifests/.keelstreamignore", ("*" + "a".repeat(120) + "b\n").repeat(1_000));
        for (int i = 0; i < 100; i++) {
            ref.git.write("shop/manifests/" + LONG_NAME + i, "");
        }

        refuses(ref.push());
    }

    @Test
    void slowPatternOfAFleetTakesNoLongerThanAnother() throws Exception {
        String name = "a".repeat(60);
        ref.git
                .write("fleet/keelstream.yaml", """
                        apiVersion: keelstream.io/v1
                        kind: Fleet
                        metadata: {name: fleet}
                        spec:
                          directories: ["%sb", "%s"]
                          targets: [{name: production, path: .}]
                        """.formatted("a*".repeat(30), "?*".repeat(30)))
                .write("fleet/" + name + "/a.yaml", configMap("a", "one"))
                .write("fleet/" + "a".repeat(5_000) + "/a.yaml", configMap("a", "one"));

        assertThat(desired(ref.push()))
                .containsOnlyKeys("production/neighbour", "production/shop", "production/" + name);
    }

    private void refuses(List<TargetChange> changes) {
        assertThat(desired(changes)).containsOnlyKeys("production/neighbour");
        assertThat(rejected(changes).get("production/shop"))
                .singleElement()
                .extracting(Problem::reason, Problem::where)
                .containsExactly("BundleTooLarge", "shop/manifests");
    }
}
