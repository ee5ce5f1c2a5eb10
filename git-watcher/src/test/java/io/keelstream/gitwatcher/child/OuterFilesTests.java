package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the key of a render does not count cannot be read: no file of the machine, no address. With the real programs. */
class OuterFilesTests extends WithRenderers {

    private static final String READS_A_FILE = "{\"properties\": {\"a\": {\"$ref\": \"file:///etc/hostname\"}}}";

    @ParameterizedTest
    @ValueSource(
            strings = {"shop/values.schema.json", "shop/charts/sub/values.schema.json", "common/values.schema.json"})
    void schemaThatReadsAFileOfTheMachineIsRefusedBeforeHelmRuns(String schema) throws Exception {
        fixture.chart("a: b")
                .git
                .write("shop/Chart.yaml", """
                        apiVersion: v2
                        name: shop
                        version: 1.0.0
                        dependencies: [{name: common, version: 1.0.0, repository: "file://../common"}]
                        """)
                .write("shop/charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 1.0.0\n")
                .write("common/Chart.yaml", "apiVersion: v2\nname: common\nversion: 1.0.0\n")
                .write(schema, READS_A_FILE);

        assertThat(fixture.problems("shop")).first().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("RendererInput");
            assertThat(problem.message()).contains("the schema refers to 'file:///etc/hostname'");
        });
    }

    @Test
    void packedChartsAreReadAsTheirFoldersAre() throws Exception {
        byte[] inner = packed(Map.of(
                "inner/Chart.yaml", "apiVersion: v2\nname: inner\nversion: 1.0.0\n",
                "inner/templates/c.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: inner}\n"));
        Map<String, Object> outer = new LinkedHashMap<>();
        outer.put("sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 1.0.0\n");
        outer.put("sub/charts/inner-1.0.0.tgz", inner);
        outer.put(
                "sub/templates/" + "long/".repeat(30) + "c.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: sub}\n");
        fixture.chart("a: b").git.write("shop/charts/sub-1.0.0.tgz", packed(outer));

        assertThat(fixture.objects("shop"))
                .extracting(Manifest::name)
                .containsExactlyInAnyOrder("settings", "sub", "inner");
    }

    @Test
    void schemaInsideAPackedChartIsRefused() throws Exception {
        byte[] inner = packed(Map.of(
                "inner/Chart.yaml",
                "apiVersion: v2\nname: inner\nversion: 1.0.0\n",
                "inner/values.schema.json",
                READS_A_FILE));
        fixture.chart("a: b")
                .git
                .write(
                        "shop/charts/sub-1.0.0.tgz",
                        packed(Map.of(
                                "sub/Chart.yaml",
                                "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
                                "sub/charts/inner-1.0.0.tgz",
                                inner)));

        assertThat(fixture.problems("shop"))
                .extracting(Problem::where)
                .containsExactly("shop/charts/sub-1.0.0/charts/inner-1.0.0/values.schema.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub/../../../../etc/x", "/etc/x", "sub/a\\b", "sub//x"})
    void packedChartThatLeavesItsFolderIsRefused(String name) throws Exception {
        fixture.chart("a: b").git.write("shop/charts/sub-1.0.0.tgz", packed(Map.of(name, "x")));

        assertThat(fixture.problems("shop")).extracting(Problem::where).containsExactly("shop/charts/sub-1.0.0.tgz");
    }

    @Test
    void packedChartThatIsABombIsRefused() throws Exception {
        fixture.chart("a: b").git.write("shop/charts/sub-1.0.0.tgz", packed(Map.of("sub/x", new byte[33 << 20])));

        assertThat(fixture.problems("shop"))
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .contains("32 MiB");
    }

    @Test
    void templatesReadNoFileOfTheMachine() throws Exception {
        fixture.chart("""
                a: {{ .Files.Get "/etc/hostname" | quote }}
                b: {{ .Files.Get "../../../../../../../etc/hostname" | quote }}
                c: {{ .Files.Glob "/etc/*" | len | quote }}
                """);

        assertThat(fixture.objects("shop").getFirst().at("data")).isEqualTo(Map.of("a", "", "b", "", "c", "0"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        configMapGenerator: [{name: a, files: [x=https://example.com/x]}]    | files
        secretGenerator: [{name: a, files: [HTTP://example.com/x]}]          | files
        configMapGenerator: [{name: a, envs: ["https://example.com/x"]}]     | envs
        patches: [{path: "https://example.com/x"}]                           | path
        patchesStrategicMerge: ["https://example.com/x"]                     | patchesStrategicMerge
        openapi: {path: "http://example.com/x"}                              | path
        crds: ["http://example.com/x"]                                       | crds
        replacements: [{path: "http://example.com/x"}]                       | path
        generators: ["{apiVersion: builtin, kind: ConfigMapGenerator, metadata: {name: a}, files: ['http://e.com/x']}\\n"] | files
        transformers: [t.yaml]                                               | path
        """)
    void addressWhereAFileIsNamedIsRefusedBeforeKustomizeRuns(String kustomization, String field) throws Exception {
        fixture.git
                .write("shop/kustomization.yaml", kustomization + "\n")
                .write(
                        "shop/t.yaml",
                        "apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: a}\npath: http://e.com/x\n");

        assertThat(fixture.problems("shop"))
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .startsWith("'" + field + "' has an address");
    }

    @Test
    void addressInAnAnnotationIsNoFile() throws Exception {
        fixture.git.write("shop/kustomization.yaml", """
                commonAnnotations: {path: https://example.com/x, files: https://example.com/x}
                configMapGenerator: [{name: a, literals: [home=https://example.com/x]}]
                """);

        assertThat(fixture.objects("shop")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "configMapGenerator: [{name: a, files: [/etc/hostname]}]",
                "configMapGenerator: [{name: a, envs: [../../../../../../../etc/hostname]}]",
                "patches: [{path: /etc/hostname, target: {kind: Secret}}]",
                "resources: [/etc/hostname]",
                "openapi: {path: /etc/hostname}",
                "{}\n---\nresources: [/etc/hostname]",
                "resources: [/etc/hostname]\nresources: []",
            })
    void kustomizationReadsNoFileOfTheMachine(String kustomization) throws Exception {
        fixture.git.write("shop/kustomization.yaml", kustomization + "\n");

        assertThat(fixture.problems("shop")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secretGenerator: [{name: a, envs: [s.env]}]",
                "secretGenerator: [{name: a, env: s.env}]",
                "configMapGenerator: [{name: a, envs: [../shop/s.env]}]",
                "generators: [g.yaml]",
                "generators: [\"{apiVersion: builtin, kind: SecretGenerator, metadata: {name: a}, envs: [s.env]}\\n\"]",
            })
    void lineThatWouldTakeItsValueFromTheEnvironmentIsRefused(String kustomization) throws Exception {
        fixture.git
                .write("shop/kustomization.yaml", kustomization + "\n")
                .write(
                        "shop/g.yaml",
                        "apiVersion: builtin\nkind: SecretGenerator\nmetadata: {name: a}\nenvs: [s.env]\n")
                .write("shop/s.env", "# no value\n\n user=app\nhunter2\n");

        assertThat(fixture.problems("shop")).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("RendererInput");
            assertThat(problem.where()).isEqualTo("shop/s.env:4");
            assertThat(problem.message()).startsWith("the line has no '='").doesNotContain("hunter2");
        });
    }

    @Test
    void linesWithValuesAreTaken() throws Exception {
        fixture.git
                .write("shop/kustomization.yaml", "configMapGenerator: [{name: a, envs: [s.env]}]\n")
                .write("shop/s.env", "\uFEFFuser=app\r\n  # no value\r\nempty=\r\n");

        assertThat(fixture.objects("shop").getFirst().at("data")).isEqualTo(Map.of("user", "app", "empty", ""));
    }

    @Test
    void realProgramsRunUnderTheStrictestConfinement() {
        List<String> lines = RenderFixture.lines();
        assumeTrue(lines.stream().anyMatch(line -> line.contains("mount namespaces") && !line.contains("no mount")));

        assertThat(lines).noneMatch(line -> line.contains("can read"));
    }

    private static byte[] packed(Map<String, ?> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream tar = new GZIPOutputStream(bytes)) {
            for (Map.Entry<String, ?> file : files.entrySet()) {
                byte[] content = file.getValue() instanceof byte[] raw
                        ? raw
                        : file.getValue().toString().getBytes(StandardCharsets.UTF_8);
                byte[] name = file.getKey().getBytes(StandardCharsets.UTF_8);
                if (name.length > 100) {
                    entry(tar, "././@LongLink".getBytes(StandardCharsets.UTF_8), 'L', name);
                }
                entry(tar, name, '0', content);
            }
            tar.write(new byte[1024]);
        }
        return bytes.toByteArray();
    }

    private static void entry(GZIPOutputStream tar, byte[] name, char type, byte[] content) throws IOException {
        byte[] header = new byte[512];
        System.arraycopy(name, 0, header, 0, Math.min(100, name.length));
        byte[] size = "%011o".formatted(content.length).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, header, 124, size.length);
        header[156] = (byte) type;
        tar.write(header);
        tar.write(content);
        tar.write(new byte[(512 - content.length % 512) % 512]);
    }
}
