package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.RenderResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
    void chartSeesWhatItsClusterServesHoweverMuchThatIs() throws Exception {
        // Given
        fixture.chart("""
            version: "{{ .Capabilities.KubeVersion.Version }}"
            door: '{{ .Capabilities.APIVersions.Has "doors.example.com/v1/Door" }}'
            window: '{{ .Capabilities.APIVersions.Has "windows.example.com/v1/Window" }}'
            """);
        List<String> served = new ArrayList<>(List.of("doors.example.com/v1", "doors.example.com/v1/Door"));
        IntStream.range(0, 2_000)
                .forEach(each -> served.add("group-" + each + ".example.com/v1alpha1/LongNameOfAKind"));

        // When
        RenderResult result = fixture.render("shop", Map.of(), new ClusterFacts("1.36.0", served));

        // Then
        assertThat(RenderFixture.objects(result))
                .singleElement()
                .satisfies(each -> assertThat(each.at("data"))
                        .isEqualTo(Map.of("version", "v1.36.0", "door", "true", "window", "false")));
    }

    @Test
    void versionThatNobodyStatesIsNamedAsTheReason() throws Exception {
        fixture.chart("a: b")
                .git
                .write("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\nkubeVersion: '>=9.0'\n");

        assertThat(fixture.problems("shop"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .contains("requires kubeVersion: >=9.0", "the version of cluster 'default' is not known yet"));
    }
}
