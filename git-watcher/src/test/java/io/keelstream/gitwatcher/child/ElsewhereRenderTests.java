package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.application.Parameter;
import io.keelstream.gitwatcher.application.RemoteChart;
import io.keelstream.gitwatcher.application.RendererChoice;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.RenderRequest;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.Renderer;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.SourceAddress.GitBase;
import io.keelstream.gitwatcher.source.SourceAddress.OciChart;
import io.keelstream.gitwatcher.source.SourceAddress.RepositoryChart;
import io.keelstream.gitwatcher.source.Wanted;
import io.keelstream.kubernetes.object.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Charts and bases from elsewhere with the real helm and kustomize, which get them as files and fetch nothing. */
class ElsewhereRenderTests extends WithRenderers {

    private static final OciChart SHOP = new OciChart("registry.example.com", "charts/shop", "1.4.2");
    private static final GitBase BASE = new GitBase("https", "example.com", "org/infra", "v1");
    private static final String TEMPLATE = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {colour: {{ .Values.colour | quote }}, size: {{ .Values.size | quote }}}
            """;

    @Test
    void chartIsRenderedWithValuesOfGit() throws Exception {
        fixture.git.write("shop/values.yaml", "colour: green\n").write("shop/values-production.yaml", "size: large\n");
        assertThat(data(render(null, Map.of(), shop()))).isEqualTo(Map.of("colour", "green", "size", "large"));
    }

    @Test
    void namedFilesOfValuesCountInTheirOrderAndParametersLast() throws Exception {
        fixture.git
                .write("shop/values.yaml", "colour: green\n")
                .write("shop/a.yaml", "colour: blue\nsize: small\n")
                .write("shop/b.yaml", "size: large\n");
        Map<String, Parameter> parameters = Map.of("size", new Parameter("huge", "huge"));
        assertThat(data(render(List.of("a.yaml", "b.yaml"), Map.of(), shop())))
                .isEqualTo(Map.of("colour", "blue", "size", "large"));
        assertThat(data(render(List.of("a.yaml", "b.yaml"), parameters, shop())))
                .isEqualTo(Map.of("colour", "blue", "size", "huge"));
    }

    @Test
    void fileOfValuesThatIsNotThereIsNamed() throws Exception {
        assertThat(problems(render(List.of("absent.yaml"), Map.of(), shop())))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.reason()).isEqualTo("PathNotFound");
                    assertThat(problem.where()).isEqualTo("shop/absent.yaml");
                });
    }

    @Test
    void errorOfATemplateNamesItsChart() throws Exception {
        byte[] chart = packed(
                "shop/Chart.yaml",
                "apiVersion: v2\nname: shop\nversion: 1.4.2\n",
                "shop/templates/a.yaml",
                "{{ fail \"no\" }}");
        assertThat(problems(render(null, Map.of(), chart)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.where())
                        .startsWith("oci/registry.example.com/charts/shop/templates/a.yaml"));
    }

    @ParameterizedTest
    @CsvSource({"shop, 1.4.3", "other, 1.4.2"})
    void chartThatIsAnotherOneThanWasAskedForIsRefused(String name, String version) throws Exception {
        byte[] chart = packed("shop/Chart.yaml", "apiVersion: v2\nname: " + name + "\nversion: " + version + "\n");
        assertThat(problems(render(null, Map.of(), chart))).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("SourceInvalid");
            assertThat(problem.message())
                    .isEqualTo(
                            "'oci://registry.example.com/charts/shop' 1.4.2 is the chart '" + name + "' " + version
                                    + " by its own Chart.yaml; correct the address, version or digest, or have it packed again");
        });
    }

    @ParameterizedTest
    @ValueSource(chars = {'1', '2', '3', '4', '6'})
    void archiveWithALinkOrADeviceIsRefused(char type) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream tar = new GZIPOutputStream(bytes)) {
            entry(tar, "shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.4.2\n", '0');
            entry(tar, "shop/templates/a.yaml", "", type);
            tar.write(new byte[1_024]);
        }
        assertThat(problems(render(null, Map.of(), bytes.toByteArray())))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.reason()).isEqualTo("SourceInvalid");
                    assertThat(problem.message()).isEqualTo("the chart has a link or a device in its archive");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "shop/../../outside", "/etc/outside", "shop/a\\..\\b", "shop//a"})
    void nameThatLeavesTheChartIsRefused(String name) throws Exception {
        assertThat(problems(render(
                        null,
                        Map.of(),
                        packed("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.4.2\n", name, "x"))))
                .extracting(Problem::reason)
                .containsExactly("SourceInvalid");
    }

    @Test
    void archiveThatUnpacksToMoreThanItMayIsRefused() throws Exception {
        assertThat(problems(render(null, Map.of(), packed("shop/Chart.yaml", "a".repeat(33 << 20)))))
                .extracting(Problem::reason)
                .containsExactly("SourceInvalid");
    }

    @Test
    void schemaThatReadsAnotherFileIsRefused() throws Exception {
        byte[] chart = packed(
                "shop/Chart.yaml",
                "apiVersion: v2\nname: shop\nversion: 1.4.2\n",
                "shop/values.schema.json",
                "{\"$ref\": \"file:///etc/passwd\"}");
        assertThat(problems(render(null, Map.of(), chart)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.where())
                        .isEqualTo("oci/registry.example.com/charts/shop/values.schema.json"));
    }

    @Test
    void dependenciesOfTheLockAreWhereHelmLooks() throws Exception {
        // Given
        fixture.git.write("shop/Chart.yaml", """
                        apiVersion: v2
                        name: umbrella
                        version: 1.0.0
                        dependencies:
                        - {name: shop, version: ^1.0.0, repository: 'https://charts.example.com'}
                        """).write("shop/Chart.lock", """
                        dependencies:
                        - {name: shop, version: 1.4.2, repository: 'https://charts.example.com'}
                        digest: sha256:1
                        generated: "2026-01-01T00:00:00Z"
                        """);
        RepositoryChart address = new RepositoryChart("https", "charts.example.com", "", "shop", "1.4.2");
        Target target = new Target(
                "production", "default", "shop", "shop", RendererChoice.BuiltIn.AUTO, Map.of(), TargetPolicy.DEFAULT);
        RenderRequest request =
                new RenderRequest(fixture.git.snapshot(), "shop", "shop", target, ClusterFacts.UNSTATED);
        Renderer renderer = fixture.renderers.choose(request);

        // When
        RenderResult without = renderer.render(request);
        RenderResult with = renderer.render(request.with(Map.of(address.key(), new Content.Archive(shop()))));
        RenderResult another = renderer.render(request.with(Map.of(
                address.key(),
                new Content.Archive(packed("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 9.9.9\n")))));

        // Then
        assertThat(renderer.sources(request)).containsExactly(Wanted.first(address, "shop/Chart.lock"));
        assertThat(data(with)).isEqualTo(Map.of("colour", "red", "size", ""));
        assertThat(problems(without)).extracting(Problem::reason).containsExactly("SourceNotAllowed");
        assertThat(problems(another)).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains("'https://charts.example.com/shop' 1.4.2 is the chart 'shop' 9.9.9");
            assertThat(problem.where()).isEqualTo("shop/Chart.lock");
        });
    }

    @Test
    void baseOfAnotherRepositoryIsAFolderForKustomize() throws Exception {
        try (GitFixture other = new GitFixture(folder.resolve("other.git"))) {
            // Given
            other.write("base/kustomization.yaml", "resources: [../common, a.yaml]\n")
                    .write("base/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
                    .write("common/kustomization.yaml", "resources: [b.yaml]\n")
                    .write("common/b.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n");
            fixture.git.write("shop/overlay/kustomization.yaml", """
                    # https://example.com/org/infra//base?ref=v1
                    namePrefix: my-
                    commonAnnotations: {from: 'https://example.com/org/infra//base?ref=v1'}
                    resources:
                    - https://example.com/org/infra//base?ref=v1
                    """);

            // When
            RenderResult result = kustomize("shop/overlay", new Content.Files(other.snapshot()));

            // Then
            assertThat(RenderFixture.objects(result))
                    .extracting(Manifest::name)
                    .containsExactlyInAnyOrder("my-a", "my-b");
            assertThat(RenderFixture.objects(result).getFirst().at("metadata", "annotations"))
                    .isEqualTo(Map.of("from", "https://example.com/org/infra//base?ref=v1"));
        }
    }

    @Test
    void baseIsLookedAtAsTheRepositoryItself() throws Exception {
        for (String hostile : List.of(
                "resources: ['https://example.com/x.yaml']",
                "resources: [../../outside]",
                "helmCharts: [{name: a}]",
                "resources: ['https://example.com/org/more//base?ref=v1']")) {
            try (GitFixture other = new GitFixture(folder.resolve("other-" + hostile.hashCode() + ".git"))) {
                other.write("base/kustomization.yaml", hostile + "\n");
                fixture.git.write(
                        "shop/kustomization.yaml", "resources: ['https://example.com/org/infra//base?ref=v1']\n");
                assertThat(problems(kustomize("shop", new Content.Files(other.snapshot()))))
                        .as(hostile)
                        .isNotEmpty()
                        .allSatisfy(problem -> {
                            assertThat(problem.message())
                                    .startsWith("in the base 'git::https://example.com/org/infra' v1: ");
                            assertThat(problem.where()).isEqualTo("shop/kustomization.yaml");
                        });
            }
        }
    }

    @Test
    void encryptedFileOfABaseIsRefusedByName() throws Exception {
        try (GitFixture other = new GitFixture(folder.resolve("other.git"))) {
            // Given
            other.write("base/kustomization.yaml", "resources: [secret.yaml]\n").write("base/secret.yaml", encrypted());
            fixture.git.write("shop/kustomization.yaml", "resources: ['https://example.com/org/infra//base?ref=v1']\n");

            // Then
            assertThat(problems(kustomize("shop", new Content.Files(other.snapshot()))))
                    .singleElement()
                    .satisfies(
                            problem -> assertThat(problem.message())
                                    .startsWith(
                                            "in the base 'git::https://example.com/org/infra' v1: base/secret.yaml is encrypted"));
        }
    }

    @Test
    void encryptedFileOfAChartIsRefusedByName() throws Exception {
        byte[] chart = packed(
                "shop/Chart.yaml",
                "apiVersion: v2\nname: shop\nversion: 1.4.2\n",
                "shop/values.yaml",
                encrypted(),
                "shop/templates/settings.yaml",
                TEMPLATE);

        assertThat(problems(render(null, Map.of(), chart))).singleElement().satisfies(problem -> {
            assertThat(problem.message()).startsWith("is encrypted with SOPS");
            assertThat(problem.where()).isEqualTo("oci/registry.example.com/charts/shop/values.yaml");
        });
    }

    private String encrypted() throws IOException {
        try (InputStream sample = Objects.requireNonNull(getClass().getResourceAsStream("/sops/secret.yaml"))) {
            return new String(sample.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private RenderResult kustomize(String path, Content base) throws InterruptedException {
        Target target = new Target(
                "production", "default", "shop", path, RendererChoice.BuiltIn.AUTO, Map.of(), TargetPolicy.DEFAULT);
        RenderRequest request = new RenderRequest(
                fixture.git.snapshot(), "shop", "shop", target, ClusterFacts.UNSTATED, Map.of(BASE.key(), base));
        return fixture.renderers.choose(request).render(request);
    }

    private RenderResult render(@Nullable List<String> values, Map<String, Parameter> parameters, byte[] chart)
            throws InterruptedException {
        RemoteChart remote = new RemoteChart(Wanted.first(SHOP, "shop/keelstream.yaml"), values);
        Target target = new Target(
                "production",
                "default",
                "shop",
                "shop",
                new Target.Rendering(RendererChoice.BuiltIn.AUTO, parameters, remote),
                TargetPolicy.DEFAULT);
        RenderRequest request = new RenderRequest(
                fixture.git.snapshot(),
                "shop",
                "shop",
                target,
                ClusterFacts.UNSTATED,
                Map.of(SHOP.key(), new Content.Archive(chart)));
        return fixture.renderers.choose(request).render(request);
    }

    private static Object data(RenderResult result) {
        return RenderFixture.objects(result).getFirst().at("data");
    }

    private static List<Problem> problems(RenderResult result) {
        assertThat(result).isInstanceOf(RenderResult.Refused.class);
        return ((RenderResult.Refused) result).problems();
    }

    private static byte[] shop() throws IOException {
        return packed(
                "shop/Chart.yaml",
                "apiVersion: v2\nname: shop\nversion: 1.4.2\n",
                "shop/values.yaml",
                "colour: red\nsize: \"\"\n",
                "shop/templates/settings.yaml",
                TEMPLATE);
    }

    private static byte[] packed(String... files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream tar = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < files.length; i += 2) {
                entry(tar, files[i], files[i + 1], '0');
            }
            tar.write(new byte[1_024]);
        }
        return bytes.toByteArray();
    }

    private static void entry(GZIPOutputStream tar, String name, String text, char type) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        byte[] header = new byte[512];
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, 0, bytes.length);
        byte[] size = "%011o".formatted(content.length).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, header, 124, size.length);
        header[156] = (byte) type;
        tar.write(header);
        tar.write(content);
        tar.write(new byte[(512 - content.length % 512) % 512]);
    }
}
