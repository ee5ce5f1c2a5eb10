package io.keelstream.gitwatcher.evaluation;

import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrittenNamesTest {

    private static final String ORDERS = "ConfigMap/shop/orders";

    @TempDir
    Path folder;

    private GitFixture git;

    @BeforeEach
    void open() {
        git = new GitFixture(folder);
    }

    @AfterEach
    void close() {
        git.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'metadata: {name: orders}', true",
        "'metadata: {name: \"orders\"}', true",
        "'name:orders', true",
        "'name: old-orders', false",
        "'name: orders.v2', false",
        "'name: Orders', false",
        "'', false",
        "'name: {{ .Values.name }}', true",
        "'name: $(NAME)', true",
    })
    void nameIsAWordOfTheTextsOrMayBeMade(String text, boolean described) {
        git.write("app/sub/a.yaml", text);

        assertThat(names().mayDescribe("app", ORDERS)).isEqualTo(described);
    }

    @Test
    void fileInGitLfsIsNotHere() {
        git.write(
                "app/a.yaml",
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0".repeat(64) + "\nsize 12345\n");

        assertThat(names().mayDescribe("app", ORDERS)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "orders.yaml, true",
        "a.yaml, false",
        "Chart.yaml, true",
        "kustomization.yml, true",
        "README.md, false",
        "a.jsonnet, true",
    })
    void nameIsThatOfAFileOrMayBeMade(String file, boolean described) {
        git.write("app/" + file, "a: b");

        assertThat(names().mayDescribe("app", ORDERS)).isEqualTo(described);
    }

    @Test
    void everyPartOfANameWithOtherCharactersIsThere() {
        git.write("app/a.yaml", "name: \"team:orders\"");
        WrittenNames names = names();

        assertThat(names.mayDescribe("app", "ClusterRole.rbac.authorization.k8s.io//team:orders"))
                .isTrue();
        assertThat(names.mayDescribe("app", "ClusterRole.rbac.authorization.k8s.io//team:stock"))
                .isFalse();
    }

    @Test
    void whatIsNotThereDescribesNothingAndAllOfTheRepositoryIsAFolderToo() {
        git.write("app/a.yaml", configMap("orders", "1"));
        WrittenNames names = names();

        assertThat(names.mayDescribe("nowhere", ORDERS)).isFalse();
        assertThat(names.mayDescribe("", ORDERS)).isTrue();
        assertThat(names.mayDescribe("", "ConfigMap/shop/stock")).isFalse();
    }

    @Test
    void foldersAreLookedThroughAsDeepAsTheyAreRead() {
        git.write("app/" + "d/".repeat(60) + "a.yaml", "name: orders");
        git.write("deep/" + "d/".repeat(100) + "a.yaml", "name: orders");
        WrittenNames names = names();

        assertThat(names.mayDescribe("app", ORDERS)).isTrue();
        assertThat(names.mayDescribe("app", "ConfigMap/shop/stock")).isFalse();
        assertThat(names.mayDescribe("deep", "ConfigMap/shop/stock")).isTrue();
    }

    @Test
    void folderIsLookedThroughOnceForAllTargetsAndObjects() {
        git.write("app/a.yaml", configMap("a", "x".repeat(500_000)));
        git.commit("a");
        CountedSnapshot snapshot = new CountedSnapshot(git.snapshot());
        WrittenNames names = new WrittenNames(snapshot, _ -> false);

        for (int i = 0; i < 1_000; i++) {
            assertThat(names.mayDescribe("app", "ConfigMap/shop/b" + i)).isFalse();
        }

        assertThat(snapshot.read).hasValue(1);
    }

    @Test
    void whatIsTooMuchForOneFolderOrForAllMayDescribeAnything() {
        git.write("large/a.yaml", "y".repeat((4 << 20) + 1));
        for (int i = 0; i < 11; i++) {
            git.write("many/" + i + "/a.yaml", "z".repeat(3 << 20));
        }
        WrittenNames names = names();

        assertThat(names.mayDescribe("large", ORDERS)).isTrue();
        for (int i = 0; i < 10; i++) {
            assertThat(names.mayDescribe("many/" + i, ORDERS)).isFalse();
        }
        assertThat(names.mayDescribe("many/10", ORDERS)).isTrue();
    }

    @Test
    void treeThatStandsInManyPlacesIsNotWalkedForEver() {
        for (int i = 0; i < 500; i++) {
            git.write("app/first/" + i + ".txt", "");
        }
        for (int i = 0; i < 500; i++) {
            git.write("other/" + i + "/x.txt", "");
        }
        git.commit("what there is");
        Snapshot manyTimes = new CountedSnapshot(git.snapshot()) {
            @Override
            public List<Entry> list(Entry folder) {
                return folder.path().equals("app")
                        ? Collections.nCopies(1_000, super.find("app/first"))
                        : super.list(folder);
            }
        };

        assertThat(new WrittenNames(manyTimes, _ -> false).mayDescribe("app", ORDERS))
                .isTrue();
        assertThat(((CountedSnapshot) manyTimes).read.get()).isLessThan(50_000);
        assertThat(new WrittenNames(git.snapshot(), _ -> false).mayDescribe("other", ORDERS))
                .isFalse();
    }

    @Test
    void moreWordsThanAreKeptMayDescribeAnything() {
        git.write("few/a.yaml", "a b c");
        for (int i = 0; i < 2; i++) {
            git.write(
                    "many/" + i + "/a.yaml",
                    IntStream.range(0, 120_000).mapToObj(Integer::toString).collect(Collectors.joining(" ")));
        }
        WrittenNames names = names();

        assertThat(names.mayDescribe("many/0", ORDERS)).isFalse();
        assertThat(names.mayDescribe("many/1", ORDERS)).isTrue();
        assertThat(names.mayDescribe("few", ORDERS)).isFalse();
    }

    private WrittenNames names() {
        git.commit("what there is");
        return new WrittenNames(git.snapshot(), _ -> false);
    }
}
