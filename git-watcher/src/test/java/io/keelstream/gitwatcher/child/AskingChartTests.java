package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.application.Parameter;
import io.keelstream.gitwatcher.application.RendererChoice;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.RenderRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskingChartTests {

    @TempDir
    Path folder;

    private GitFixture git;

    @BeforeEach
    void open() {
        git = new GitFixture(folder)
                .write("chart/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n")
                .write("chart/values.yaml", "replicas: 1\n")
                .write("chart/templates/a.yaml", "kind: ConfigMap\n");
    }

    @AfterEach
    void close() {
        git.close();
    }

    @Test
    void chartThatMentionsNothingOfTheClusterDoesNotAsk() {
        assertThat(asks(Map.of())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chart/templates/deep/b.yaml | {{ if .Capabilities.APIVersions.Has `a/v1` }}",
                "chart/templates/_helpers.tpl | {{ $.Capabilities.KubeVersion.Minor }}",
                "chart/values.yaml | tpl: '{{ .Capabilities.KubeVersion }}'",
                "chart/charts/inner/templates/a.yaml | {{ .Capabilities.KubeVersion }}",
                "chart/charts/inner-1.0.0.tgz | packed",
                "chart/Chart.yaml | {name: web, version: 1.0.0, kubeVersion: '>=1.30'}",
            })
    void chartThatMentionsTheClusterOrCannotBeLookedIntoAsks(String file, String content) {
        git.write(file, content);

        assertThat(asks(Map.of())).isTrue();
    }

    @Test
    void chartOfTheRepositoryThatItDependsOnCounts() {
        git.write(
                        "chart/Chart.yaml",
                        "{apiVersion: v2, name: web, version: 1.0.0, dependencies: [{name: base, version: 1.0.0, repository:"
                                + " 'file://../base'}]}")
                .write("base/Chart.yaml", "{apiVersion: v2, name: base, version: 1.0.0}")
                .write("base/templates/a.yaml", "{{ .Capabilities.KubeVersion }}");

        assertThat(asks(Map.of())).isTrue();
    }

    @Test
    void parameterThatIsATemplateCounts() {
        assertThat(asks(Map.of("tpl", new Parameter("{{ .Capabilities.KubeVersion }}", "x"))))
                .isTrue();
    }

    private boolean asks(Map<String, Parameter> parameters) {
        Target target = new Target(
                "main", "default", "web", "chart", RendererChoice.BuiltIn.HELM, parameters, TargetPolicy.DEFAULT);
        return AskingChart.is(new RenderRequest(git.snapshot(), "web", "chart", target, ClusterFacts.UNSTATED));
    }
}
