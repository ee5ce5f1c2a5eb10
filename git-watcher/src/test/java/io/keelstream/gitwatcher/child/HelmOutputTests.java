package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.gitwatcher.render.RenderResult;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is wrong in the output of helm is named by template, object and key: nobody has the output. */
class HelmOutputTests extends WithRenderers {

    @Test
    void duplicateKeyIsNamedWithTemplateAndObject() throws Exception {
        fixture.chart("a: b").git.write("shop/templates/z.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  labels:
                    name: no
                    app.kubernetes.io/name: first
                    app.kubernetes.io/name: {{ .Release.Name }}
                  name: labelled
                """);

        assertThat(fixture.problems("shop")).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("YamlSyntax");
            assertThat(problem.where()).isEqualTo("shop/templates/z.yaml");
            assertThat(problem.message()).contains("ConfigMap labelled", "app.kubernetes.io/name");
        });
    }

    @Test
    void duplicateKeyInAnItemOfAListIsNamedWithTheItemsObject() throws Exception {
        fixture.chart("a: b").git.write("shop/templates/z.yaml", """
                apiVersion: v1
                kind: List
                items:
                  - {apiVersion: v1, kind: ConfigMap, metadata: {name: fine}}
                  - apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: broken}
                    data:
                      key: one
                      key: two
                """);

        assertThat(fixture.problems("shop"))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).contains("of ConfigMap broken is", "duplicate key \"key\""));
    }

    @Test
    void templateOfASubchartIsNamed() throws Exception {
        fixture.chart("a: b")
                .git
                .write("shop/charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 1.0.0\n")
                .write(
                        "shop/charts/sub/templates/b.yaml",
                        "kind: Role\nmetadata: {labels: {a: b}, name: reader}\na: {b: c, b: d}\n");

        assertThat(fixture.problems("shop")).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo("shop/charts/sub/templates/b.yaml");
            assertThat(problem.message()).contains("Role reader", "\"b\"");
        });
    }

    @Test
    void everyObjectHasItsTemplate() throws Exception {
        fixture.chart("a: b");

        assertThat(fixture.render("shop", Map.of()))
                .isInstanceOfSatisfying(
                        RenderResult.Rendered.class,
                        rendered -> assertThat(rendered.objects())
                                .singleElement()
                                .satisfies(each -> assertThat(each.file()).isEqualTo("shop/templates/settings.yaml")));
    }

    @Test
    void versionThatNobodyStatesIsNamedAsTheReason() throws Exception {
        fixture.chart("a: b")
                .git
                .write("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\nkubeVersion: '>=9.0'\n");

        assertThat(fixture.problems("shop"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .contains("requires kubeVersion: >=9.0", "nobody states the version of cluster 'default'"));
    }
}
