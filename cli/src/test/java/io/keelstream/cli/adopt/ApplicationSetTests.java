package io.keelstream.cli.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.gitwatcher.application.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationSetTests {

    private static Adopted set(boolean go, String generators, String name, String path) {
        return Adopted.argocd().with("set.yaml", """
                apiVersion: argoproj.io/v1alpha1
                kind: ApplicationSet
                metadata: {name: all, namespace: argocd}
                spec:
                  goTemplate: %s
                  generators: %s
                  template:
                    metadata: {name: '%s'}
                    spec:
                      project: default
                      source: {repoURL: %s, path: '%s'}
                      destination: {name: in-cluster, namespace: '%s'}
                      syncPolicy: {automated: {prune: true, selfHeal: true}}
                """.formatted(go, generators, name, Adopted.REPOSITORY, path, name));
    }

    @Test
    void listMakesOneApplicationForEachElement() {
        Adopted adopted = set(
                        false,
                        "[{list: {elements: [{env: staging}, {env: production}]}}]",
                        "shop-{{env}}",
                        "apps/{{ env }}")
                .with("apps/staging/x.yaml")
                .with("apps/production/x.yaml");

        assertThat(adopted.paths()).containsExactly("apps/production/keelstream.yaml", "apps/staging/keelstream.yaml");
        assertThat(adopted.application("apps/staging/keelstream.yaml").name()).isEqualTo("shop-staging");
        assertThat(adopted.hands()).isEmpty();
    }

    @Test
    void goTemplatesReadNestedValues() {
        Adopted adopted = set(
                        true, "[{list: {elements: [{at: {env: staging}}]}}]", "shop-{{.at.env}}", "apps/{{ .at.env }}")
                .with("apps/staging/x.yaml");

        assertThat(adopted.paths()).containsExactly("apps/staging/keelstream.yaml");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void foldersMakeOneApplicationEach(boolean go) {
        Adopted adopted = set(
                        go,
                        "[{git: {repoURL: " + Adopted.REPOSITORY
                                + ", directories: [{path: apps/*}, {path: apps/old, exclude: true}]}}]",
                        go ? "{{.path.basename}}" : "{{path.basename}}",
                        go ? "{{.path.path}}" : "{{path}}")
                .with("apps/shop/x.yaml")
                .with("apps/web/x.yaml")
                .with("apps/web/deep/x.yaml")
                .with("apps/old/x.yaml")
                .with("apps/.hidden/x.yaml");

        assertThat(adopted.paths())
                .containsExactly("apps/shop/keelstream.yaml", "apps/web/.keelstreamignore", "apps/web/keelstream.yaml");
    }

    @Test
    void starsOfFoldersStayInsideOfOneName() {
        Adopted adopted = set(
                        true,
                        "[{git: {repoURL: " + Adopted.REPOSITORY + ", directories: [{path: env/**}]}}]",
                        "{{.path.basename}}",
                        "{{.path.path}}")
                .with("env/a/x.yaml")
                .with("env/b/c/x.yaml");

        assertThat(adopted.paths())
                .containsExactly("env/a/keelstream.yaml", "env/b/.keelstreamignore", "env/b/keelstream.yaml");
    }

    @Test
    void filesThatArgoCdFindsInOneOfItsWaysAloneAreNotGuessed() {
        Adopted adopted = set(
                        false,
                        "[{git: {repoURL: " + Adopted.REPOSITORY + ", files: [{path: apps/*/config.json}]}}]",
                        "{{path.basename}}",
                        "{{path}}")
                .with("apps/a/config.json", "{}");
        assertThat(adopted.paths()).contains("apps/a/keelstream.yaml");

        assertThat(adopted.with("apps/a/b/config.json", "{}").hands().get("spec.generators"))
                .contains("reads in two ways", "apps/a/b/config.json");
        assertThat(adopted.paths()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list: {elements: [{name: a}], %s}",
                "git: {repoURL: https://git.example.com/acme/infra.git, directories: [{path: apps}], %s}",
                "matrix: {generators: [{list: {elements: [{name: a}]}}, {list: {elements: [{b: c}]}}], %s}"
            })
    void templateOfAGeneratorIsNotPassedOver(String generator) {
        String filled = "template: {metadata: {}, spec: {syncPolicy: {automated: {prune: false}}}}";
        String empty = "template: {metadata: {}, spec: {destination: {}, project: ''}}";

        assertThat(set(false, "[{" + generator.formatted(filled) + "}]", "shop", "apps")
                        .with("apps/x.yaml")
                        .hands()
                        .get("spec.generators"))
                .contains("a generator with a template of its own");
        assertThat(set(false, "[{" + generator.formatted(empty) + "}]", "shop", "apps")
                        .with("apps/x.yaml")
                        .hands())
                .isEmpty();
    }

    @Test
    void filesGiveTheirContentAndTheirPath() {
        Adopted adopted = set(
                        false,
                        "[{git: {repoURL: " + Adopted.REPOSITORY + ", files: [{path: \"apps/**/config.json\"}]}}]",
                        "{{app.name}}",
                        "{{path}}/{{app.folder}}")
                .with("apps/a/b/config.json", "{\"app\": {\"name\": \"shop\", \"folder\": \"manifests\"}}")
                .with("apps/a/b/manifests/x.yaml");

        assertThat(adopted.application("apps/a/b/manifests/keelstream.yaml").name())
                .isEqualTo("shop");
    }

    @Test
    void matrixIsEveryPairAndTheSecondMayUseTheFirst() {
        Adopted adopted = set(
                        false,
                        "[{matrix: {generators: [{list: {elements: [{env: staging}, {env: production}]}},"
                                + " {git: {repoURL: " + Adopted.REPOSITORY
                                + ", directories: [{path: \"{{env}}/*\"}]}}]}}]",
                        "{{path.basename}}-{{env}}",
                        "{{path}}")
                .with("staging/shop/x.yaml")
                .with("production/shop/x.yaml")
                .with("production/web/x.yaml");

        assertThat(adopted.paths())
                .containsExactly(
                        "production/shop/keelstream.yaml",
                        "production/web/keelstream.yaml",
                        "staging/shop/keelstream.yaml");
    }

    @Test
    void pairsOfOneFolderAreItsTargets() {
        Adopted adopted = set(
                        false, "[{list: {elements: [{env: staging}, {env: production}]}}]", "{{env}}-shop", "apps/shop")
                .with("apps/shop/x.yaml");

        assertThat(adopted.application("apps/shop/keelstream.yaml").name()).isEqualTo("shop");
        assertThat(adopted.application("apps/shop/keelstream.yaml").targets())
                .extracting(Target::name)
                .containsExactly("staging", "production");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{clusters: {}}]",
                "[{list: {elementsYaml: x}}]",
                "[{list: {elements: [{name: a}]}, selector: {matchLabels: {a: b}}}]",
                "[{matrix: {generators: [{list: {elements: []}}]}}]",
                "[{git: {repoURL: 'https://git.example.com/acme/other', directories: [{path: '*'}]}}]",
                "[{list: {elements: [{other: a}]}}]"
            })
    void whatIsNotTranslatedSaysSoAndWritesNothing(String generators) {
        Adopted adopted = set(true, generators, "{{.name}}", "apps").with("apps/x.yaml");

        assertThat(adopted.paths()).isEmpty();
        assertThat(adopted.hands()).containsKey("spec.generators");
    }

    @Test
    void objectsAreKeptOnlyWhereTheSetPreservesThem() {
        String generators = "[{list: {elements: [{name: a}]}}]";
        Adopted deleted = set(true, generators, "{{.name}}", "apps").with("apps/x.yaml");
        Adopted kept = set(
                        true, generators + "\n  syncPolicy: {preserveResourcesOnDeletion: true}", "{{.name}}", "apps")
                .with("apps/x.yaml");

        assertThat(deleted.text("apps/keelstream.yaml")).doesNotContain("onRemoval");
        assertThat(kept.text("apps/keelstream.yaml")).contains("onRemoval: orphan");
    }

    @Test
    void functionOfGosTemplatesIsNotGuessed() {
        Adopted adopted = set(true, "[{list: {elements: [{name: a}]}}]", "{{ .name | upper }}", "apps")
                .with("apps/x.yaml");

        assertThat(adopted.hands().get("spec.generators")).contains("a template that is not translated");
    }

    @Test
    void productThatIsTooLargeEndsEarly() {
        String elements = "[" + "{a: x}, ".repeat(200) + "{a: x}]";
        Adopted adopted = set(
                        false,
                        "[{matrix: {generators: [{list: {elements: " + elements + "}}, {list: {elements: " + elements
                                + "}}]}}]",
                        "{{a}}",
                        "apps")
                .with("apps/x.yaml");

        assertThat(adopted.hands().get("spec.generators")).contains("more than 1000 applications");
    }
}
