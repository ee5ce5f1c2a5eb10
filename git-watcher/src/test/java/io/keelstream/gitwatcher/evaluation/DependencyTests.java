package io.keelstream.gitwatcher.evaluation;

import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.configMap;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.desired;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.observed;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.Desired.Requirement;
import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.revision.NumberedCommit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a bundle requires of other targets is part of its record: at which commit they were changed last. */
class DependencyTests {

    private static final String SHOP = "production/shop";
    private static final String DATABASE = "production/database";

    @TempDir
    Path folder;

    private EvaluationFixture fixture;

    @BeforeEach
    void open() {
        fixture = new EvaluationFixture(folder);
        fixture.git
                .write("database/keelstream.yaml", application("database", ""))
                .write("database/manifests/a.yaml", configMap("a", "one"))
                .write("shop/keelstream.yaml", application("shop", "{application: database}"))
                .write("shop/manifests/a.yaml", configMap("a", "one"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void firstCommitRequiresWhatComesWithIt() throws InterruptedException {
        assertThat(requires(fixture.push())).isEqualTo(1);
    }

    @Test
    void changeRequiresTheCommitThatChangedTheOtherTargetLast() throws InterruptedException {
        // Given
        fixture.push();
        fixture.git.write("database/manifests/a.yaml", configMap("a", "two"));
        assertThat(desired(fixture.push())).containsOnlyKeys(DATABASE);
        fixture.git.write("README.md", "nothing");
        fixture.push();
        fixture.restart();
        // When
        fixture.git.write("shop/manifests/a.yaml", configMap("a", "two"));
        List<TargetChange> changes = fixture.push();
        // Then
        assertThat(desired(changes)).containsOnlyKeys(SHOP);
        assertThat(requires(changes)).isEqualTo(2);
    }

    @Test
    void changeOfBothInOneCommitRequiresThatCommit() throws InterruptedException {
        // Given
        fixture.push();
        // When
        fixture.git
                .write("database/manifests/a.yaml", configMap("a", "two"))
                .write("shop/manifests/a.yaml", configMap("a", "two"));
        // Then
        assertThat(requires(fixture.push())).isEqualTo(2);
    }

    @Test
    void requirementIsNotPartOfTheDigest() throws InterruptedException {
        // Given
        String before = desired(fixture.push()).get(SHOP).bundleDigest();
        fixture.git
                .write("database/manifests/a.yaml", configMap("a", "two"))
                .write("shop/manifests/a.yaml", configMap("a", "two"));
        fixture.push();
        // When
        fixture.git.write("shop/manifests/a.yaml", configMap("a", "one"));
        Desired back = desired(fixture.push()).get(SHOP);
        // Then
        assertThat(back.bundleDigest()).isEqualTo(before);
        assertThat(back.requires())
                .containsExactly(new Requirement(DATABASE, new NumberedCommit(2, commitOf(DATABASE))));
    }

    @Test
    void commitOfADependencyThatIsRejectedIsNotRequired() throws InterruptedException {
        // Given
        fixture.push();
        // When
        fixture.git.write("database/manifests/a.yaml", "kind: [").write("shop/manifests/a.yaml", configMap("a", "two"));
        // Then
        assertThat(requires(fixture.push())).isEqualTo(1);
    }

    @Test
    void dependencyThatNeverHadABundleIsWaitedFor() throws InterruptedException {
        // Given
        fixture.git.write("database/manifests/a.yaml", "kind: [");
        // Then
        assertThat(requires(fixture.push())).isEqualTo(1);
    }

    @Test
    void dependencyThatAVersionBeforeChangedIsRequiredAsItIs() throws InterruptedException {
        // Given
        fixture.push();
        var head = fixture.memory.heads().get("database");
        fixture.memory.record(
                "database",
                new ApplicationHead(
                        head.base(),
                        Map.of("production", head.targets().get("production").changedBy(null))));
        // When
        fixture.git.write("shop/manifests/a.yaml", configMap("a", "two"));
        // Then
        assertThat(desired(fixture.push()).get(SHOP).requires()).containsExactly(new Requirement(DATABASE, null));
    }

    @Test
    void dependencyInAnotherRefHasNoNumberHere() throws InterruptedException {
        // Given
        fixture.elsewhere.put("database", "other@refs/heads/main");
        fixture.git.remove("database");
        // Then
        assertThat(desired(fixture.push()).get(SHOP).requires()).containsExactly(new Requirement(DATABASE, null));
    }

    @Test
    void unknownDependencyIsRejectedOnceAndItsTargetIsRenderedWhenItExists() throws InterruptedException {
        // Given
        fixture.git.remove("database");
        // Then
        assertThat(rejected(fixture.push()).get(SHOP)).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("UnknownTarget");
            assertThat(problem.message()).contains(DATABASE);
            assertThat(problem.where()).isEqualTo("shop/keelstream.yaml");
        });
        // When
        fixture.git.write("README.md", "nothing");
        assertThat(fixture.push()).isEmpty();
        fixture.restart();
        fixture.git.write("README.md", "nothing more");
        assertThat(fixture.push()).isEmpty();
        fixture.git
                .write("database/keelstream.yaml", application("database", ""))
                .write("database/manifests/a.yaml", configMap("a", "one"));
        // Then
        assertThat(requires(fixture.push())).isEqualTo(4);
    }

    @Test
    void dependencyThatLeavesGitRejectsWhatStillNamesItAndLeavesItAsItIs() throws InterruptedException {
        // Given
        fixture.push();
        // When
        fixture.git.remove("database");
        List<TargetChange> changes = fixture.push();
        // Then
        assertThat(rejected(changes)).containsOnlyKeys(SHOP);
        assertThat(desired(changes)).containsOnlyKeys(DATABASE);
        assertThat(desired(changes).get(DATABASE).removed()).isTrue();
        // When
        fixture.git.write("shop/keelstream.yaml", application("shop", ""));
        List<TargetChange> fixed = fixture.push();
        // Then
        assertThat(rejected(fixed)).isEmpty();
        assertThat(desired(fixed).get(SHOP).requires()).isEmpty();
    }

    @Test
    void cycleIsRejectedAsAWholeAndNothingOfItIsLost() throws InterruptedException {
        // Given
        fixture.push();
        // When
        fixture.git.write("database/keelstream.yaml", application("database", "{application: shop}"));
        List<TargetChange> changes = fixture.push();
        // Then
        assertThat(desired(changes)).isEmpty();
        assertThat(rejected(changes)).containsOnlyKeys(DATABASE, SHOP);
        assertThat(rejected(changes).get(SHOP).getFirst().message())
                .contains("production/database -> production/shop -> production/database");
        // When
        fixture.git.write("database/keelstream.yaml", application("database", ""));
        List<TargetChange> fixed = fixture.push();
        // Then
        assertThat(observed(fixed)).containsOnlyKeys(DATABASE, SHOP);
        assertThat(desired(fixed)).isEmpty();
    }

    private static @Nullable Long requires(List<TargetChange> changes) {
        Requirement requirement = desired(changes).get(SHOP).requires().getFirst();
        assertThat(requirement.target()).isEqualTo(DATABASE);
        return requirement.changedAt() == null ? null : requirement.changedAt().number();
    }

    private String commitOf(String target) {
        NumberedCommit changed = fixture.memory
                .heads()
                .get(target.substring(target.indexOf('/') + 1))
                .targets()
                .get("production")
                .changedAt();
        assertThat(changed).isNotNull();
        return changed.commit();
    }

    private static String application(String name, String dependsOn) {
        return """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: %s}
            spec:
              targets: [{name: production, path: manifests}]
              policy: {dependsOn: [%s]}
            """.formatted(name, dependsOn);
    }
}
