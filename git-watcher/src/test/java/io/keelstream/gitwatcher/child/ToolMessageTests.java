package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kustomize and helm complain of is named by kind and place; they quote the value, {@code hunter2}. With the real programs. */
class ToolMessageTests extends WithRenderers {

    private static final String SECRET =
            "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {p: hunter2}\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        secretGenerator: [{name: a, literals: [hunter2]}]          | a literal of a generator is not key=value
        secretGenerator: [{name: a, files: [password=hunter2]}]    | a file or folder does not exist
        patches: [{target: {kind: Secret}, patch: "hunter2: ["}]   | neither a strategic merge patch nor a JSON patch
        patches: [{target: {kind: Secret}, patch: "- {op: test, path: /stringData/p, value: hunter2x}"}] | 'test' at /stringData/p
        patchesStrategicMerge: ["stringData: {p: hunter2}"]        | kustomize ended with exit code 1
        """)
    void faultOfAKustomizationIsNamedWithoutItsValue(String kustomization, String kind) throws Exception {
        fixture.git
                .write("shop/kustomization.yaml", "resources: [a.yaml]\n" + kustomization + "\n")
                .write("shop/a.yaml", SECRET);

        assertThat(fixture.problems("shop")).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains(kind, "run 'kustomize build shop' to see it");
            assertThat(problem.toString()).doesNotContain("hunter2", "/tmp/");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        stringData: {p: *hunter2}    | an alias has no anchor before it
        data: {p: !!int hunter2}     | the value does not fit its tag
        """)
    void faultOfAResourceIsNamedWithoutItsValue(String data, String kind) throws Exception {
        fixture.git
                .write("shop/kustomization.yaml", "resources: [a.yaml]\n")
                .write("shop/a.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n" + data + "\n");

        assertThat(fixture.problems("shop")).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains(kind);
            assertThat(problem.where()).startsWith("shop/a.yaml:4:");
            assertThat(problem.toString()).doesNotContain("hunter2", "/tmp/");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        shop/templates/z.yaml       | {{ fail .Values.password }}   | the chart's own check failed   | shop/templates/z.yaml:1:3
        shop/templates/z.yaml       | a: {{ mustFromJson .Values.password }} | 'mustFromJson' fails (.Values.password) | shop/templates/z.yaml:1:6
        shop/templates/z.yaml       | a: {{ print "*" .Values.password }} | an alias has no anchor | shop/templates/z.yaml
        shop/values-production.yaml | p: *hunter2                   | an alias has no anchor         | shop
        shop/values.schema.json     | {"properties": {"password": {"const": "x"}}} | /password is not one of | shop
        """)
    void faultOfAChartIsNamedWithPlaceAndWithoutItsValue(String file, String content, String kind, String where)
            throws Exception {
        fixture.chart("a: b")
                .git
                .write("shop/values.yaml", "password: hunter2\n")
                .write(file, content);

        assertThat(fixture.problems("shop")).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains(kind, "run 'helm template shop' to see it");
            assertThat(problem.where()).isEqualTo(where);
            assertThat(problem.toString()).doesNotContain("hunter2", "/tmp/");
        });
    }

    @Test
    void addressOfARemoteBaseHasNoPassword() throws Exception {
        fixture.git.write("shop/kustomization.yaml", "resources: ['https://me:hunter2@example.com/x?token=hunter2']\n");

        assertThat(fixture.problems("shop"))
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .contains("'https://example.com/x', which is remote")
                .doesNotContain("hunter2");
    }
}
