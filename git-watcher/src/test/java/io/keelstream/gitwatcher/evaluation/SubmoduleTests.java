package io.keelstream.gitwatcher.evaluation;

import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.application;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.configMap;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.desired;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.references;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.submodule.Submodules;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is deployed of submodules, and that nothing is deployed or removed in the place of one that is not here. */
class SubmoduleTests {

    private static final String BASES = "https://git.example.com/org/bases.git";

    @TempDir
    Path folder;

    private EvaluationFixture fixture;
    private GitFixture bases;
    private final Shelf shelf = new Shelf();
    private final Submodules submodules = new Submodules("https://git.example.com/org/infra.git", shelf);

    @BeforeEach
    void open() {
        fixture = new EvaluationFixture(folder.resolve("infra.git"));
        bases = new GitFixture(folder.resolve("bases.git"));
        fixture.git
                .write("other/keelstream.yaml", application("other"))
                .write("other/manifests/a.yaml", configMap("a", "1"));
    }

    @AfterEach
    void close() {
        bases.close();
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop/manifests", "shop/manifests/part", "shop"})
    void submoduleThatIsNotReadIsNamedAndNeverRenderedAsNothing(String path) throws Exception {
        // Given
        fixture.git
                .write("keelstream.yaml", application("shop").replace("path: manifests", "path: shop/manifests"))
                .submodule(path, "1".repeat(40));
        if (path.endsWith("part")) {
            fixture.git.write("shop/manifests/a.yaml", configMap("a", "1"));
        }

        // When
        List<TargetChange> changes = fixture.push();

        // Then
        assertThat(desired(changes)).containsOnlyKeys("production/other");
        assertThat(rejected(changes).get("production/shop"))
                .extracting(Problem::reason, Problem::where)
                .containsExactly(tuple("LinkNotFollowed", path));
        assertThat(rejected(changes).get("production/shop").getFirst().message())
                .contains("submodules: true");
    }

    @Test
    void filesOfASubmoduleAreDeployedAndFollowItsCommit() throws Exception {
        // Given
        fixture.git.write("shop/keelstream.yaml", application("shop"));
        module("shop/manifests", base("a.yaml", configMap("a", "1")));

        // When
        List<TargetChange> first = push();
        module("shop/manifests", base("b.yaml", configMap("b", "1")));
        List<TargetChange> second = push();

        // Then
        assertThat(references(desired(first).get("production/shop"))).containsExactly("ConfigMap/shop/a");
        assertThat(desired(second)).containsOnlyKeys("production/shop");
        assertThat(references(desired(second).get("production/shop")))
                .containsExactly("ConfigMap/shop/a", "ConfigMap/shop/b");
        assertThat(push()).isEmpty();
    }

    @Test
    void applicationsInASubmoduleAreNotRemovedWhileItIsAway() throws Exception {
        // Given
        bases.write("shop/keelstream.yaml", application("shop").replace("path: manifests", "path: ."));
        module("vendor", base("shop/a.yaml", configMap("a", "1")));
        assertThat(desired(push())).containsOnlyKeys("production/shop", "production/other");

        // When
        String next = base("shop/a.yaml", configMap("a", "2"));
        shelf.away.add(next);
        module("vendor", next);
        List<TargetChange> without = push();

        // Then
        assertThat(without).isEmpty();
        assertThat(fixture.last.problems())
                .extracting(Problem::reason, Problem::where)
                .containsExactly(tuple("SourceUnreachable", "vendor"), tuple("RemovalWaits", "vendor/keelstream.yaml"));
        fixture.restart();
        assertThat(desired(push())).as("also a new process waits").isEmpty();

        // When
        shelf.away.clear();

        // Then
        assertThat(desired(push())).containsOnlyKeys("production/shop");
        assertThat(fixture.last.problems()).isEmpty();

        // When
        bases.remove("shop");
        module("vendor", base("README.md", "nothing"));

        // Then
        assertThat(desired(push()).get("production/shop")).isNotNull();
    }

    @Test
    void targetThatLacksItsSubmoduleKeepsWhatItHasAndRemovalsInItsClusterWait() throws Exception {
        // Given
        fixture.git.write("shop/keelstream.yaml", application("shop"));
        module("shop/manifests", base("a.yaml", configMap("a", "1")));
        push();
        String next = base("a.yaml", configMap("a", "2"));
        shelf.away.add(next);

        // When
        module("shop/manifests", next);
        fixture.git.remove("other");
        List<TargetChange> changes = push();

        // Then
        assertThat(desired(changes)).isEmpty();
        assertThat(rejected(changes).get("production/shop"))
                .extracting(Problem::reason, Problem::where)
                .containsExactly(tuple("SourceUnreachable", "shop/manifests"));
        assertThat(fixture.last.problems()).extracting(Problem::reason).contains("RemovalWaits");
    }

    @Test
    void submoduleThatIsLeftOutDoesNoHarmWhileItIsAway() throws Exception {
        fixture.git
                .write("shop/keelstream.yaml", application("shop"))
                .write("shop/manifests/a.yaml", configMap("a", "1"))
                .write("shop/manifests/.keelstreamignore", "docs\n");
        shelf.away.add("1".repeat(40));
        module("shop/manifests/docs", "1".repeat(40));
        assertThat(desired(push())).containsOnlyKeys("production/shop", "production/other");
    }

    private List<TargetChange> push() throws InterruptedException {
        Revision revision = fixture.git.commit("change");
        return fixture.evaluate(revision, submodules.mount(fixture.git.snapshot()));
    }

    private void module(String path, String commit) {
        fixture.git
                .write(".gitmodules", "[submodule \"a\"]\n\tpath = " + path + "\n\turl = " + BASES + "\n")
                .submodule(path, commit);
    }

    private String base(String path, String content) {
        String commit = bases.write(path, content).commit("base").commit();
        Snapshot files = bases.snapshot();
        shelf.commits.put(commit, files);
        return commit;
    }
}
