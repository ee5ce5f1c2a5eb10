package io.keelstream.gitwatcher.evaluation;

import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.configMap;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.desired;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.Desired.Counterpart;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.head.Head.Ending;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.revision.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MovesTest {

    @TempDir
    Path folder;

    private EvaluationFixture ref;

    @BeforeEach
    void open() throws Exception {
        ref = new EvaluationFixture(folder);
        ref.git
                .write("one/keelstream.yaml", application("one"))
                .write("one/a.yaml", configMap("a", "1"))
                .write("one/b.yaml", configMap("b", "1"))
                .write("two/keelstream.yaml", application("two"))
                .write("two/c.yaml", configMap("c", "1"));
        ref.push();
    }

    @AfterEach
    void close() {
        ref.close();
    }

    @Test
    void objectThatLeavesOneTargetAndEntersAnotherIsHandedOver() throws Exception {
        // Given
        ref.git.remove("one/b.yaml").write("two/b.yaml", configMap("b", "1"));

        // When
        Map<String, Desired> desired = desired(ref.push());

        // Then
        assertThat(desired.get("main/one").movedTo())
                .containsExactly(new Desired.Moved("ConfigMap/shared/b", "main/two"));
        assertThat(object(desired.get("main/two"), "b").movedFrom()).isEqualTo("main/one");
        assertThat(object(desired.get("main/two"), "c").movedFrom()).isNull();
        assertThat(desired.get("main/one").counterparts())
                .containsExactly(new Counterpart("main/two", changedBy(desired, "main/two")));
        assertThat(desired.get("main/two").counterparts())
                .containsExactly(new Counterpart("main/one", changedBy(desired, "main/one")));
    }

    @Test
    void otherSideIsNamedWithItsOwnLastChange() throws Exception {
        // Given
        ref.git.remove("one/b.yaml").write("two/b.yaml", configMap("b", "1"));
        NumberedCommit moved = changedBy(desired(ref.push()), "main/one");
        ref.restart();
        ref.git.write("two/b.yaml", configMap("b", "2"));

        // When
        Desired later = desired(ref.push()).get("main/two");

        // Then
        assertThat(later.revision().numberedCommit()).isNotEqualTo(moved);
        assertThat(later.counterparts()).containsExactly(new Counterpart("main/one", moved));
    }

    @Test
    void handOverIsKeptInLaterBundles() throws Exception {
        ref.git.remove("one/b.yaml").write("two/b.yaml", configMap("b", "1"));
        ref.push();
        ref.restart();
        ref.git.write("one/a.yaml", configMap("a", "2")).write("two/c.yaml", configMap("c", "2"));

        Map<String, Desired> desired = desired(ref.push());

        assertThat(desired.get("main/one").movedTo()).hasSize(1);
        assertThat(object(desired.get("main/two"), "b").movedFrom()).isEqualTo("main/one");
    }

    @Test
    void objectThatComesBackIsNoLongerHandedOver() throws Exception {
        ref.git.remove("one/b.yaml").write("two/b.yaml", configMap("b", "1"));
        ref.push();
        ref.git.remove("two/b.yaml").write("one/b.yaml", configMap("b", "1"));

        Map<String, Desired> desired = desired(ref.push());

        assertThat(desired.get("main/one").movedTo()).isEmpty();
        assertThat(object(desired.get("main/one"), "b").movedFrom()).isEqualTo("main/two");
        assertThat(desired.get("main/two").movedTo())
                .containsExactly(new Desired.Moved("ConfigMap/shared/b", "main/one"));
    }

    @Test
    void renamedApplicationHandsOverEverything() throws Exception {
        // Given
        ref.git.write("one/keelstream.yaml", application("uno"));

        // When
        Map<String, Desired> desired = desired(ref.push());

        // Then
        assertThat(desired.get("main/one").removed()).isTrue();
        assertThat(desired.get("main/one").movedTo())
                .extracting(Desired.Moved::target)
                .containsExactly("main/uno", "main/uno");
        assertThat(desired.get("main/uno").objects())
                .extracting(DesiredObject::movedFrom)
                .containsOnly("main/one");
        assertThat(desired.get("main/uno").counterparts())
                .as("what is removed decides nothing")
                .isEmpty();
        assertThat(desired.get("main/one").counterparts())
                .extracting(Counterpart::target)
                .containsExactly("main/uno");
    }

    @Test
    void droppedObjectIsNotHandedOver() throws Exception {
        ref.git.remove("one/b.yaml");

        assertThat(desired(ref.push()).get("main/one").movedTo()).isEmpty();
    }

    @Test
    void objectStaysWithATargetThatCannotBeRenderedUntilBothCanTakeTheirPart() throws Exception {
        // Given
        ref.git.remove("one/b.yaml").write("one/a.yaml", "a: [").write("two/b.yaml", configMap("b", "1"));

        // When
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(desired(changes)).isEmpty();
        assertThat(rejected(changes).get("main/one"))
                .extracting(Problem::reason)
                .containsExactly("YamlSyntax");
        assertThat(rejected(changes).get("main/two")).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("RemovalWaits");
            assertThat(problem.message()).startsWith("objects of main/two and main/one move between them");
        });

        // When
        ref.restart();
        ref.git.write("one/a.yaml", configMap("a", "2"));
        Map<String, Desired> corrected = desired(ref.push());

        // Then
        assertThat(corrected.get("main/one").movedTo())
                .containsExactly(new Desired.Moved("ConfigMap/shared/b", "main/two"));
        assertThat(object(corrected.get("main/two"), "b").movedFrom()).isEqualTo("main/one");
    }

    @Test
    void targetThatWaitsIsChangedWithTheNextCommitThoughThatDoesNotTouchIt() throws Exception {
        // Given
        ref.git.remove("one/b.yaml").write("one/keelstream.yaml", "kind: [").write("two/b.yaml", configMap("b", "1"));
        assertThat(desired(ref.push())).isEmpty();

        // When
        ref.git.write("one/keelstream.yaml", application("one"));
        Map<String, Desired> corrected = desired(ref.push());

        // Then
        assertThat(corrected.get("main/one").movedTo()).hasSize(1);
        assertThat(object(corrected.get("main/two"), "b").movedFrom()).isEqualTo("main/one");
    }

    @Test
    void objectStaysWhereItIsUntilTheTargetThatItMayHaveMovedToIsAccepted() throws Exception {
        // Given
        ref.git.remove("one/b.yaml").write("two/b.yaml", "b: [");

        // When
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(desired(changes)).isEmpty();
        assertThat(rejected(changes).get("main/two"))
                .extracting(Problem::reason)
                .containsExactly("YamlSyntax");
        assertThat(rejected(changes).get("main/one")).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("RemovalWaits");
            assertThat(problem.message())
                    .isEqualTo("ConfigMap/shared/b of main/one may have moved to main/two, which is rejected; what is"
                            + " deployed stays until that is corrected, or main/one has the object again");
        });

        // When
        List<TargetChange> other = push("README.md", "later");
        ref.restart();
        List<TargetChange> restarted = push("README.md", "still later");

        // Then
        assertThat(other).as("also a later commit waits, and says so once").isEmpty();
        assertThat(restarted).as("and a new process").isEmpty();

        // When
        Map<String, Desired> corrected = desired(push("two/b.yaml", configMap("b", "1")));

        // Then
        assertThat(corrected.get("main/one").movedTo())
                .containsExactly(new Desired.Moved("ConfigMap/shared/b", "main/two"));
        assertThat(object(corrected.get("main/two"), "b").movedFrom()).isEqualTo("main/one");
    }

    @Test
    void objectGoesWhereWhatIsRejectedCannotHaveIt() throws Exception {
        // Given
        ref.git.remove("one/b.yaml").write("two/c.yaml", "c: [");

        // When
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(rejected(changes)).containsOnlyKeys("main/two");
        assertThat(desired(changes)).containsOnlyKeys("main/one");
        assertThat(desired(changes).get("main/one").movedTo()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "two/b.yaml, half: [",
        "two/c.yaml, 'kind: ConfigMap\nmetadata: {name: \"b\"'",
        "two/c.yaml, 'metadata: {name: \"${PREFIX}\"'",
        "two/kustomization.yaml, 'namePrefix: ['",
        "two/main.jsonnet, '{'",
        "two/keelstream.yaml, 'metadata: {name: two, of: b'"
    })
    void objectStaysWhereAFileThatIsRejectedMayHaveIt(String file, String content) throws Exception {
        // Given
        ref.git.remove("one/b.yaml").write("two/x.yaml", "x: [").write(file, content);

        // When
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(desired(changes)).isEmpty();
        assertThat(rejected(changes).get("main/one"))
                .extracting(Problem::reason)
                .containsExactly("RemovalWaits");
    }

    @Test
    void objectStaysUntilAllAreDecidedThatItMayHaveMovedTo() throws Exception {
        // Given
        ref.git.write("three/keelstream.yaml", application("three")).write("three/d.yaml", configMap("d", "1"));
        ref.push();
        ref.git.remove("one/b.yaml").write("two/b.yaml", "b: [").write("three/b.yaml", "b: [");
        ref.push();

        // When
        List<TargetChange> two = push("two/b.yaml", configMap("e", "1"));

        // Then
        assertThat(desired(two)).containsOnlyKeys("main/two");

        // When
        Map<String, Desired> both = desired(push("three/b.yaml", configMap("f", "1")));

        // Then
        assertThat(both).containsOnlyKeys("main/one", "main/three");
        assertThat(both.get("main/one").movedTo()).isEmpty();
    }

    @Test
    void targetThatWaitsAndIsRejectedForSomethingElseMeanwhileStillWaits() throws Exception {
        // Given
        ref.git.remove("one/b.yaml").write("two/b.yaml", "b: [");
        ref.push();

        // When
        List<TargetChange> broken = push("one/z.yaml", "z: [");
        push("README.md", "later");
        ref.restart();
        List<TargetChange> mended = push("one/z.yaml", configMap("z", "1"));

        // Then
        assertThat(rejected(broken).get("main/one")).extracting(Problem::reason).containsExactly("YamlSyntax");
        assertThat(desired(mended)).isEmpty();
        assertThat(rejected(mended).get("main/one")).extracting(Problem::reason).containsExactly("RemovalWaits");

        // When
        Map<String, Desired> corrected = desired(push("two/b.yaml", configMap("b", "1")));

        // Then
        assertThat(object(corrected.get("main/two"), "b").movedFrom()).isEqualTo("main/one");
        assertThat(corrected.get("main/one").movedTo()).hasSize(1);

        // When: nothing is remembered once it is over
        ref.git.remove("one/z.yaml").write("two/d.yaml", "d: [");
        ref.push();
        push("one/z.yaml", configMap("z", "1"));
        push("README.md", "later still");

        // Then
        ref.git.remove("one/z.yaml");
        assertThat(desired(ref.push())).containsOnlyKeys("main/one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one/z.yaml", "one/keelstream.yaml"})
    void targetThatIsRejectedByTheCommitThatLetsGoOfAnObjectWaitsOnceItIsMended(String broken) throws Exception {
        // Given
        ref.git.remove("one/b.yaml").write(broken, "kind: [").write("two/b.yaml", "b: [");

        // When
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(rejected(changes)).containsOnlyKeys("main/one", "main/two");

        // When
        push("README.md", "later");
        ref.restart();
        List<TargetChange> mended =
                broken.endsWith("z.yaml") ? push(broken, configMap("z", "1")) : push(broken, application("one"));

        // Then
        assertThat(desired(mended)).isEmpty();
        assertThat(rejected(mended).get("main/one")).extracting(Problem::reason).containsExactly("RemovalWaits");

        // When
        Map<String, Desired> corrected = desired(push("two/b.yaml", configMap("b", "1")));

        // Then
        assertThat(object(corrected.get("main/two"), "b").movedFrom()).isEqualTo("main/one");
    }

    @Test
    void targetThatWaitsStillDoesWhereTheOtherOneIsKnownByItsFileAlone() throws Exception {
        // Given
        ref.git.remove("one/b.yaml").write("two/b.yaml", "b: [");
        ref.push();
        ref.git.write("one/z.yaml", "z: [").write("two/keelstream.yaml", "kind: [");
        ref.push();

        // When
        List<TargetChange> mended = push("one/z.yaml", configMap("z", "1"));

        // Then
        assertThat(desired(mended)).isEmpty();
        assertThat(rejected(mended).get("main/one")).extracting(Problem::reason).containsExactly("RemovalWaits");
    }

    @ParameterizedTest
    @CsvSource({"one, false", "one, true", "two, false", "two, true"})
    void objectStaysAlsoWhereACommitIsWrittenInPartAndANewerOneIsNext(String unwritten, boolean broken)
            throws Exception {
        // Given
        ref.git.remove("one/b.yaml").write("two/b.yaml", "b: [");
        if (broken) {
            ref.git.write("one/z.yaml", "z: [");
        }
        ref.pushHalf(unwritten);

        // When
        ref.git.remove("one/z.yaml");

        // Then
        assertThat(desired(push("README.md", "later"))).isEmpty();

        // When
        Map<String, Desired> corrected = desired(push("two/b.yaml", configMap("b", "1")));

        // Then
        assertThat(object(corrected.get("main/two"), "b").movedFrom()).isEqualTo("main/one");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void objectStaysWhereverItMovesOnWhileItsTargetIsRejected(boolean restarted) throws Exception {
        // Given
        ref.git.remove("one/b.yaml").write("one/z.yaml", "z: [").write("two/b.yaml", "b: [");
        ref.push();
        ref.git
                .remove("two/b.yaml")
                .write("three/keelstream.yaml", application("three"))
                .write("three/b.yaml", "b: [");
        ref.push();
        if (restarted) {
            ref.restart();
        }

        // When
        ref.git.remove("one/z.yaml");

        // Then
        assertThat(desired(ref.push())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void objectsStayThatMayHaveMovedWhileTheRemovalOfTheirTargetWaitedForAFile(boolean gone) throws Exception {
        // Given
        ref.git.remove("one").write("new/keelstream.yaml", "metadata: [one").write("two/b.yaml", "b: [");
        assertThat(desired(ref.push())).isEmpty();

        // When
        if (gone) {
            ref.git.remove("new");
        } else {
            ref.git.write("new/keelstream.yaml", application("one"));
        }

        // Then
        assertThat(desired(ref.push())).isEmpty();

        // When
        Map<String, Desired> corrected = desired(push("two/b.yaml", configMap("b", "1")));

        // Then
        assertThat(object(corrected.get("main/two"), "b").movedFrom()).isEqualTo("main/one");
    }

    @Test
    void targetWhoseRemovalWaitedAndThatIsBackIsAsAnyOther() throws Exception {
        // Given
        ref.git.remove("one").write("new/keelstream.yaml", "metadata: [one");
        ref.push();
        ref.git
                .remove("new")
                .write("one/keelstream.yaml", application("one"))
                .write("one/a.yaml", configMap("a", "1"))
                .write("one/b.yaml", configMap("b", "1"))
                .write("two/b.yaml", "b: [");
        ref.push();
        push("README.md", "later");

        // When
        ref.git.remove("one/b.yaml");

        // Then
        assertThat(desired(ref.push())).containsOnlyKeys("main/one");
    }

    @Test
    void recordsThatDoNotSaySinceWhenTheyAreRejectedHoldWhatTheyMay() throws Exception {
        // Given
        ref.git.remove("one/b.yaml").write("two/b.yaml", "b: [");
        ref.push();
        ref.restart();
        Map.copyOf(ref.memory.heads()).forEach((name, head) -> {
            Map<String, TargetHead> targets = new TreeMap<>();
            head.targets().forEach((target, each) -> targets.put(target, withoutTimes(each)));
            ref.memory.record(name, new ApplicationHead(head.base(), targets));
        });

        // Then
        assertThat(desired(push("README.md", "later"))).isEmpty();
        assertThat(desired(push("two/b.yaml", configMap("b", "1")))).containsOnlyKeys("main/one", "main/two");
    }

    @Test
    void objectStaysThatMovesBesideABrokenFileInTheRoot() throws Exception {
        // Given
        push("keelstream.yaml", "metadata: [");
        push("README.md", "later");

        // When
        ref.git.remove("one/b.yaml").write("b.yaml", configMap("b", "1"));

        // Then
        assertThat(desired(ref.push())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keelstream.yaml", "teams/keelstream.yaml"})
    void brokenFileAboveOtherApplicationsKeepsThemFromNothing(String file) throws Exception {
        // Given
        ref.git
                .write(file, "metadata: [")
                .write("teams/run.sh", "")
                .write("teams/three/keelstream.yaml", application("three"))
                .write("teams/three/b3.yaml", configMap("b3", "1"))
                .write("teams/three/d.yaml", configMap("d", "1"));
        ref.push();

        // When
        ref.git.remove("teams/three/b3.yaml");

        // Then
        assertThat(desired(ref.push())).containsOnlyKeys("main/three");
    }

    @Test
    void brokenFileHoldsNothingOfWhatLiesInTheFoldersOfOtherApplications() throws Exception {
        // Given
        ref.git
                .write("keelstream.yaml", "metadata: [")
                .write("two/run.sh", "")
                .write("two/c2.yaml", configMap("b", "1"));
        ref.git.write("two/.keelstreamignore", "run.sh");
        ref.git.remove("two/c2.yaml");
        ref.push();

        // When
        ref.git.remove("one/b.yaml").write("README.md", "changed");

        // Then
        assertThat(desired(ref.push())).containsOnlyKeys("main/one");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void targetThatStaysBrokenKeepsNoOtherOneOfItsApplicationFromPruning(boolean restarted) throws Exception {
        // Given
        ref.git
                .write("three/keelstream.yaml", """
                    apiVersion: keelstream.io/v1
                    kind: Application
                    metadata: {name: three}
                    spec:
                      targets:
                        - {name: staging, namespace: staging, path: staging}
                        - {name: main, namespace: shared, path: prod}
                    """)
                .write("three/prod/d.yaml", configMap("d", "1"))
                .write("three/prod/e.yaml", configMap("e", "1"))
                .write("three/staging/e.yaml", configMap("e", "1"))
                .write("three/staging/run.sh", "");
        ref.push();
        push("three/staging/x.yaml", "x: [");
        push("README.md", "later");
        if (restarted) {
            ref.restart();
        }

        // When
        ref.git.remove("three/prod/e.yaml");

        // Then
        assertThat(desired(ref.push())).containsOnlyKeys("main/three");
    }

    @Test
    void objectStaysThatMovesToATargetWhoseFilesLieBesideAnotherApplication() throws Exception {
        // Given
        ref.git
                .write("two/keelstream.yaml", """
                    apiVersion: keelstream.io/v1
                    kind: Application
                    metadata: {name: two}
                    spec: {targets: [{name: main, namespace: shared, path: sub/prod}]}
                    """)
                .write("two/sub/prod/c.yaml", configMap("c", "1"))
                .write("two/sub/keelstream.yaml", """
                    apiVersion: keelstream.io/v1
                    kind: Application
                    metadata: {name: sub}
                    spec: {targets: [{name: main, namespace: shared, path: other}]}
                    """)
                .write("two/sub/other/o.yaml", configMap("o", "1"));
        ref.push();

        // When
        ref.git.remove("one/b.yaml").write("two/sub/prod/b.yaml", "b: [");

        // Then
        assertThat(desired(ref.push())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void filesThatComeBackAsTheyWereAreNew(boolean gone) throws Exception {
        // Given
        ref.git.remove("one/b.yaml").write("two/b.yaml", "b: [");
        ref.push();
        ref.git.write("one/b.yaml", configMap("b", "1")).remove("two/b.yaml");
        if (gone) {
            ref.git.remove("two").write("new/keelstream.yaml", "metadata: [two");
        } else {
            ref.git.write("two/keelstream.yaml", "kind: [");
        }
        ref.push();

        // When
        ref.git.remove("one/b.yaml").remove("new").write("two/b.yaml", "b: [");
        ref.git.write("two/c.yaml", configMap("c", "1")).write("two/keelstream.yaml", application("two"));

        // Then
        assertThat(desired(ref.push())).doesNotContainKey("main/one");
    }

    @Test
    void numbersGoOnAboveAllThatRecordsName() throws Exception {
        ref.git.remove("one/b.yaml").write("two/b.yaml", "b: [");
        ref.push();

        assertThat(ref.memory.newestNumber()).isEqualTo(2);
    }

    @Test
    void onlyApplicationInTheRootMayHaveANameThatIsTaken() throws Exception {
        // Given
        ref.git.remove("one").remove("two").write("keelstream.yaml", application("shop"));
        ref.elsewhere.put("shop", "other@refs/heads/main");

        // When
        ref.push();

        // Then
        assertThat(ref.last.problems()).extracting(Problem::reason).contains("DuplicateApplication");
    }

    @Test
    void objectStaysThatMayBeInAChartWhateverItsFilesSay() throws Exception {
        // Given
        ref.git.remove("one/b.yaml").write("two/keelstream.yaml", """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: two}
            spec: {targets: [{name: main, namespace: shared, renderer: "exec:mine"}]}
            """);

        // When
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(rejected(changes)).containsOnlyKeys("main/one", "main/two");
        assertThat(desired(changes)).isEmpty();
    }

    @Test
    void targetThatStaysBrokenIsNotWaitedForByOneThatIsRejectedBesideManyOthers() throws Exception {
        // Given
        push("two/main.jsonnet", "{");
        push("two/x.yaml", "x: [");
        ref.git.remove("one/b.yaml");
        for (int i = 0; i < 25; i++) {
            ref.git.write("t" + i + "/keelstream.yaml", application("t" + i)).write("t" + i + "/b.yaml", "b: [");
        }
        assertThat(desired(ref.push())).doesNotContainKey("main/one");

        // When
        for (int i = 0; i < 25; i++) {
            ref.git.write("t" + i + "/b.yaml", configMap("b" + i, "1"));
        }

        // Then
        assertThat(desired(ref.push())).containsKey("main/one");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void objectStaysThatMovesBesideAFileThatNamesNoApplicationAndWasBrokenBefore(boolean restarted) throws Exception {
        // Given
        push("new/keelstream.yaml", "metadata: [");
        if (restarted) {
            ref.restart();
        }

        // When
        ref.git.remove("one/b.yaml").write("new/b.yaml", configMap("b", "1"));

        // Then
        assertThat(desired(ref.push())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'metadata: [', true",
        "'metadata: [', false",
        "'apiVersion: keelstream.io/v1\nkind: Application\nmetadata: {name: new}\nspec: {targets: [{name: No Label}]}', true"
    })
    void fileThatStaysAsItIsKeepsNobodyFromPruningWhateverLiesBesideIt(String file, boolean restarted)
            throws Exception {
        // Given
        ref.git.write("new/keelstream.yaml", file).write("new/kustomization.yaml", "resources: []");
        ref.push();
        if (restarted) {
            ref.restart();
        }

        // When
        ref.git.remove("one/b.yaml");

        // Then
        assertThat(desired(ref.push())).containsOnlyKeys("main/one");
    }

    @Test
    void filesKeepNobodyFromPruningHoweverManyThereAre() throws Exception {
        // Given
        for (int i = 0; i < 60; i++) {
            ref.git.write("new" + i + "/keelstream.yaml", "metadata: [").write("new" + i + "/kustomization.yaml", "");
        }
        ref.push();
        ref.restart();

        // When
        ref.git.remove("one/b.yaml");

        // Then
        assertThat(desired(ref.push())).containsOnlyKeys("main/one");
    }

    @Test
    void targetThatWasRejectedBeforeKeepsNobodyFromPruning() throws Exception {
        // Given
        push("two/c.yaml", "c: [");

        // When
        ref.git.remove("one/b.yaml");
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(desired(changes)).containsOnlyKeys("main/one");

        // When
        ref.restart();
        ref.git.remove("one/keelstream.yaml");

        // Then
        assertThat(desired(ref.push()).get("main/one").removed()).isTrue();
    }

    @Test
    void objectsOfARenamedApplicationStayUntilTheNewOneIsAccepted() throws Exception {
        // Given
        ref.git
                .remove("one")
                .write("uno/keelstream.yaml", application("uno"))
                .write("uno/a.yaml", configMap("a", "1"))
                .write("uno/b.yaml", "b: [");

        // When
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(desired(changes)).isEmpty();
        assertThat(rejected(changes).get("main/one"))
                .extracting(Problem::message)
                .containsExactly("the removal of main/one waits: ConfigMap/shared/a of main/one may have moved to"
                        + " main/uno, which is rejected; what is deployed stays until that is corrected, or main/one has"
                        + " the object again");
        assertThat(ref.last.problems()).extracting(Problem::reason).containsExactly("RemovalWaits");

        // When
        ref.restart();

        // Then
        assertThat(push("README.md", "later")).isEmpty();

        // When
        Map<String, Desired> corrected = desired(push("uno/b.yaml", configMap("b", "1")));

        // Then
        assertThat(corrected.get("main/one").removed()).isTrue();
        assertThat(corrected.get("main/one").movedTo())
                .extracting(Desired.Moved::target)
                .containsExactly("main/uno", "main/uno");
    }

    @Test
    void applicationIsRemovedOnceThatIsGoneWhichItsObjectsMayHaveMovedTo() throws Exception {
        // Given
        ref.git.remove("one").write("uno/keelstream.yaml", application("uno")).write("uno/a.yaml", "a: [");
        ref.push();

        // When
        ref.git.remove("uno");

        // Then
        assertThat(desired(ref.push()).get("main/one").removed()).isTrue();
        assertThat(ref.last.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"two/keelstream.yaml", "new/keelstream.yaml"})
    void objectStaysWhereItIsUntilTheFileOfTheApplicationCanBeUsedThatItMayHaveMovedTo(String file) throws Exception {
        // Given
        String name = file.startsWith("two") ? "two" : "fresh";
        ref.git
                .remove("one/b.yaml")
                .write(file, "metadata: [")
                .write(file.replace("keelstream", "b"), configMap("b", "1"));

        // When
        List<TargetChange> changes = ref.push();
        List<TargetChange> later = push("README.md", "later");
        ref.restart();
        List<TargetChange> restarted = push("README.md", "still later");

        // Then
        assertThat(desired(changes)).isEmpty();
        assertThat(rejected(changes).get("main/one"))
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .startsWith("ConfigMap/shared/b of main/one may have moved to " + file + ", which is rejected");
        assertThat(desired(later)).isEmpty();
        assertThat(desired(restarted)).isEmpty();

        // When
        Map<String, Desired> corrected = desired(push(file, application(name)));

        // Then
        assertThat(corrected.get("main/one").movedTo())
                .containsExactly(new Desired.Moved("ConfigMap/shared/b", "main/" + name));
    }

    @Test
    void objectThatMovesIntoTheFolderOfAFileThatCouldNotBeUsedBeforeStays() throws Exception {
        // Given
        push("two/keelstream.yaml", "kind: [");

        // When
        ref.git.remove("one/b.yaml").write("two/b.yaml", configMap("b", "1"));

        // Then
        assertThat(desired(ref.push())).isEmpty();
    }

    @Test
    void renamedApplicationThatGetsSomethingOfOneThatWaitsKeepsItsObjects() throws Exception {
        // Given
        ref.git
                .remove("one")
                .write("uno/keelstream.yaml", application("uno"))
                .write("uno/a.yaml", configMap("a", "1"))
                .write("uno/b.yaml", configMap("b", "1"))
                .write("uno/c.yaml", configMap("c", "1"))
                .write("two/c.yaml", "c: [");

        // When
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(desired(changes)).isEmpty();
        assertThat(rejected(changes)).containsOnlyKeys("main/one", "main/two", "main/uno");
    }

    private static TargetHead withoutTimes(TargetHead head) {
        Ending ending = new Ending(head.rejected(), head.problems(), null, null);
        return new TargetHead(head.inputKey(), head.bundle(), ending, head.removed(), head.sources(), head.lifetime());
    }

    private List<TargetChange> push(String file, String text) throws Exception {
        ref.git.write(file, text);
        return ref.push();
    }

    private static NumberedCommit changedBy(Map<String, Desired> desired, String target) {
        return Objects.requireNonNull(
                Objects.requireNonNull(desired.get(target)).revision().numberedCommit());
    }

    private static DesiredObject object(Desired desired, String name) {
        return desired.objects().stream()
                .filter(each -> each.reference().endsWith("/" + name))
                .findFirst()
                .orElseThrow();
    }

    private static String application(String name) {
        return """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: %s}
            spec: {targets: [{name: main, namespace: shared}]}
            """.formatted(name);
    }
}
