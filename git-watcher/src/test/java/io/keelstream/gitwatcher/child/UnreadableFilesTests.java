package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.ApplicationFile;
import io.keelstream.gitwatcher.discovery.Discovered;
import io.keelstream.gitwatcher.render.LfsPointer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pointers of Git LFS, links and names that cannot be written, in every renderer; and {@code .keelstreamignore} for them. */
class UnreadableFilesTests extends WithRenderers {

    private static final String POINTER =
            "version https://git-lfs.github.com/spec/v1\noid sha256:" + "4d7a".repeat(16) + "\nsize 12345\n";

    @ParameterizedTest
    @CsvSource({
        "yaml, shop/objects.yaml",
        "yaml, shop/deep/objects.json",
        "yaml, shop/.keelstreamignore",
        "template, shop/a-template.yml",
        "kustomize, shop/rules.json",
        "kustomize, shop/kustomization.yaml",
        "kustomize, part/a.yaml",
        "kustomize, part/kustomization.yaml",
        "helm, shop/Chart.yaml",
        "helm, shop/values.yaml",
        "helm, shop/values-production.yaml",
        "helm, shop/templates/settings.yaml",
        "helm, shop/files/rules.json",
        "helm, shop/charts/common-1.0.0.tgz",
        "helm, shop/crds/a.yaml",
        "helm, common/templates/c.yaml",
    })
    void pointerOfGitLfsIsNamedAndNeverDeployed(String renderer, String file) throws Exception {
        given(renderer);
        fixture.git.write(file, POINTER);

        assertThat(fixture.problems("shop"))
                .extracting(Problem::reason, Problem::where)
                .containsExactly(tuple("LfsPointer", file));
    }

    @Test
    void applicationFileThatIsAPointerIsNamed() {
        fixture.git.write("shop/keelstream.yaml", POINTER);

        assertThat(Discovered.in(fixture.git.snapshot(), "").files().get("shop/keelstream.yaml"))
                .isInstanceOfSatisfying(
                        ApplicationFile.Unusable.class,
                        file -> assertThat(file.problems())
                                .extracting(Problem::reason)
                                .containsExactly("LfsPointer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "version https://git-lfs.github.com/spec/v1\n",
                "version https://git-lfs.github.com/spec/v1\noid sha256:short\nsize 1\n",
                "see version https://git-lfs.github.com/spec/v1\n",
                "data:\n  pointer: |\n    version https://git-lfs.github.com/spec/v1\n",
            })
    void textAboutGitLfsIsNoPointer(String text) {
        assertThat(LfsPointer.is(text.getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(LfsPointer.is((POINTER + "x".repeat(1024)).getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void pointersWithExtensionsAndOtherLineEndsAreRecognised() {
        String extended = POINTER.replace("oid ", "ext-0-foo sha256:" + "0".repeat(64) + "\noid ");

        assertThat(List.of(POINTER, POINTER.replace("\n", "\r\n"), extended, POINTER.replace("git-lfs", "hawser")))
                .allSatisfy(each -> assertThat(LfsPointer.is(each.getBytes(StandardCharsets.UTF_8)))
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"yaml", "template", "kustomize", "helm"})
    void whatIsIgnoredDoesNoHarm(String renderer) throws Exception {
        given(renderer);
        fixture.git
                .link("shop/notes", "../../outside")
                .link("shop/docs/latest", "v1")
                .write("shop/docs/model.json", POINTER)
                .write("shop/big.json", new byte[(2 << 20) + 1])
                .write("shop/.keelstreamignore", "\uFEFFnotes\ndocs/\n*.json\n!rules.json\n");

        assertThat(fixture.objects("shop")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yaml", "template", "kustomize", "helm"})
    void linkThatIsNotIgnoredIsNamedOnceWithWhatToDo(String renderer) throws Exception {
        given(renderer);
        fixture.git.link("shop/notes", "../../outside").write("shop/.keelstreamignore", "other\n");

        assertThat(fixture.problems("shop")).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo("shop/notes");
            assertThat(problem.message())
                    .isEqualTo("a link to '../../outside', which leaves the repository; links are never followed."
                            + " Remove it, or leave it out with .keelstreamignore");
        });
    }

    @Test
    void ignoredFilesStayWithKustomizeAndHelm() throws Exception {
        fixture.kustomization().git.write("shop/.keelstreamignore", "*.json\n");

        assertThat(fixture.objects("shop")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kustomize", "helm"})
    void nameThatCannotBeWrittenIsNamed(String renderer) throws Exception {
        given(renderer);
        String name = "shop/files/" + "n".repeat(300);
        fixture.git.write(name, "x");

        assertThat(fixture.problems("shop")).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("RendererInput");
            assertThat(problem.where()).isEqualTo(name);
            assertThat(problem.message()).contains("name");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"yaml", "kustomize", "helm"})
    void nameOutsideAsciiIsWrittenOrNamed(String renderer) throws Exception {
        given(renderer);
        fixture.git.write("shop/files/größe-配置.txt", "x").write("shop/übersicht/ä.txt", "x");
        boolean unicode = Charset.forName(System.getProperty("sun.jnu.encoding"))
                .newEncoder()
                .canEncode('ö');

        if (unicode || renderer.equals("yaml")) {
            assertThat(fixture.objects("shop")).isNotEmpty();
        } else {
            assertThat(fixture.problems("shop"))
                    .hasSize(2)
                    .allSatisfy(problem -> assertThat(problem.message()).contains("LC_ALL=C.UTF-8"));
        }
    }

    @Test
    void namesThatTheFileSystemDoesNotTellApartAreNamed() throws Exception {
        // Given: a file system without case would have the other file under this name
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.createDirectory(tree.resolve("shop"));
        Files.writeString(tree.resolve("shop/readme.md"), "other");
        fixture.git.write("shop/readme.md", "one");

        // When
        List<Problem> problems = InputTree.write(
                fixture.git.snapshot(),
                fixture.git.snapshot().list(fixture.git.snapshot().root()),
                tree);

        // Then
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo("shop/readme.md");
            assertThat(problem.message()).contains("differs by case", "rename one");
        });
        assertThat(tree.resolve("shop/readme.md")).hasContent("other");
    }

    private void given(String renderer) {
        switch (renderer) {
            case "yaml" -> fixture.git.write("shop/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
            case "template" ->
                fixture.git.write(
                        "shop/b-template.production.yml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n");
            case "kustomize" -> fixture.kustomization();
            default -> {
                fixture.chart("a: b")
                        .git
                        .write("shop/Chart.yaml", """
                            apiVersion: v2
                            name: shop
                            version: 1.0.0
                            dependencies: [{name: common, version: 1.0.0, repository: "file://../common"}]
                            """)
                        .write("common/Chart.yaml", "apiVersion: v2\nname: common\nversion: 1.0.0\n");
            }
        }
    }
}
