package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.application.Parameter;
import io.keelstream.gitwatcher.application.RendererChoice;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.RenderRequest;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.Renderer;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.gitwatcher.snapshot.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the real programs; without them the tests say so and are skipped. */
class ChildRendererTest {

    @TempDir
    Path folder;

    private GitFixture git;
    private final Renderers renderers = RendererPrograms.find(pin("kustomize"), pin("helm"), RenderFixture.PATIENT)
            .renderers();

    @BeforeEach
    void open() {
        git = new GitFixture(folder.resolve("infra.git"));
    }

    @AfterEach
    void close() {
        git.close();
    }

    @Test
    void overlayIsRenderedWithItsBase() throws Exception {
        assumeOn(renderers.kustomize());
        overlay();

        RenderResult result = render("shop/overlays/production", Map.of());

        assertThat(result).isInstanceOfSatisfying(RenderResult.Rendered.class, rendered -> {
            assertThat(rendered.renderer()).isEqualTo("kustomize");
            assertThat(rendered.objects()).singleElement().satisfies(object -> {
                assertThat(object.manifest().name()).startsWith("production-settings-");
                assertThat(object.manifest().at("data", "key")).isEqualTo("base");
            });
        });
    }

    @Test
    void baseIsAnInputAndTheNeighbourIsNone() {
        assumeOn(renderers.kustomize());
        overlay();
        git.write("other/a.yaml", "a: b");

        List<Entry> inputs = renderers.kustomize().inputs(request("shop/overlays/production", Map.of()));

        assertThat(inputs).extracting(Entry::path).containsExactly("shop/base", "shop/overlays/production");
    }

    @Test
    void baseThatIsNotPinnedIsRejectedBeforeAnythingRuns() throws Exception {
        assumeOn(renderers.kustomize());
        git.write(
                "shop/kustomization.yaml",
                "resources: [\"https://example.com/x\", ../../outside, gone, \"git@example.com:x//y?ref=v1\"]\n");

        assertThat(problems(render("shop", Map.of())))
                .hasSize(4)
                .anyMatch(each -> each.contains("is remote"))
                .anyMatch(each -> each.contains("has an SSH address; bases are fetched over https:// alone"))
                .anyMatch(each -> each.contains("leaves the repository"))
                .anyMatch(each -> each.contains("does not exist"));
    }

    @Test
    void mistakeInAKustomizationIsReportedWithPathsOfTheRepository() throws Exception {
        assumeOn(renderers.kustomize());
        git.write("shop/kustomization.yaml", "resources: [a.yaml]\nconfigMapGenerator: [{name: a, files: [gone]}]\n")
                .write("shop/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n");

        assertThat(problems(render("shop", Map.of())))
                .singleElement()
                .satisfies(message ->
                        assertThat(message).contains("exit code", "shop/gone").doesNotContain("/tmp/"));
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "shop, shop/"})
    void duplicateKeyInAResourceIsNamedWithFileAndObject(String path, String folder) throws Exception {
        assumeOn(renderers.kustomize());
        git.write(folder + "kustomization.yaml", "resources: [base, a.yaml]\n")
                .write(folder + "a.yaml", "kind: ConfigMap\n")
                .write(folder + "base/kustomization.yaml", "resources: [b.yaml]\n")
                .write(folder + "base/b.yaml", """
                    apiVersion: v1
                    kind: List
                    items:
                    - {apiVersion: v1, kind: ConfigMap, metadata: {name: fine}}
                    - apiVersion: v1
                      kind: ConfigMap
                      metadata: {name: twice}
                      data:
                        key: one
                        key: two
                    """);

        assertThat(((RenderResult.Refused) render(path, Map.of())).problems())
                .containsExactly(new Problem(
                        "YamlSyntax",
                        "duplicate key \"key\" in a mapping (of ConfigMap twice)",
                        folder + "base/b.yaml:10:5"));
    }

    @Test
    void mistakeOfAKustomizationAtTheRootHasAPlace() throws Exception {
        assumeOn(renderers.kustomize());
        git.write("kustomization.yaml", "namePreffix: x\n");

        assertThat(((RenderResult.Refused) render("", Map.of())).problems())
                .extracting(Problem::where)
                .containsExactly(".");
    }

    @Test
    void chartIsRenderedWithTheTargetsValues() throws Exception {
        assumeOn(renderers.helm());
        chart("{{ .Values.image.tag }}-{{ .Values.size }}-{{ .Release.Namespace }}");
        git.write("shop/values.yaml", "image: {tag: none}\nsize: small\n")
                .write("shop/values-production.yaml", "size: large\n");

        RenderResult result = render("shop", Map.of("image.tag", new Parameter("1.10", "1.10")));

        assertThat(result)
                .isInstanceOfSatisfying(
                        RenderResult.Rendered.class,
                        rendered -> assertThat(
                                        rendered.objects().getFirst().manifest().at("data", "key"))
                                .isEqualTo("1.10-large-shop"));
    }

    @Test
    void localDependencyIsCopiedToCharts() throws Exception {
        assumeOn(renderers.helm());
        chart("x");
        git.write("shop/Chart.yaml", """
            apiVersion: v2
            name: shop
            version: 1.0.0
            dependencies: [{name: common, version: 1.0.0, repository: "file://../common"}]
            """)
                .write("common/Chart.yaml", "apiVersion: v2\nname: common\nversion: 1.0.0\n")
                .write("common/templates/c.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: common}\n");

        assertThat(render("shop", Map.of()))
                .isInstanceOfSatisfying(
                        RenderResult.Rendered.class,
                        rendered -> assertThat(rendered.objects())
                                .extracting(each -> each.manifest().name())
                                .containsExactlyInAnyOrder("common", "settings"));
    }

    @Test
    void chartThatRendersAnotherPasswordEachTimeIsRejectedWithoutQuotingIt() throws Exception {
        assumeOn(renderers.helm());
        chart("{{ randAlphaNum 12 }}");

        assertThat(problems(render("shop", Map.of())))
                .singleElement()
                .asString()
                .contains("ConfigMap settings at /data/key");
    }

    @Test
    void missingRendererIsReported() throws Exception {
        Renderers none = RendererPrograms.find(
                        new RendererPrograms.Pin(Path.of("/nowhere/kustomize"), ""),
                        new RendererPrograms.Pin(Path.of("/nowhere/helm"), ""))
                .renderers();
        overlay();

        RenderResult result = none.kustomize().render(request("shop/overlays/production", Map.of()));

        assertThat(problems(result)).singleElement().asString().contains("kustomize", "/nowhere/kustomize");
    }

    private void overlay() {
        git.write("shop/base/kustomization.yaml", "configMapGenerator: [{name: settings, literals: [key=base]}]\n")
                .write(
                        "shop/overlays/production/kustomization.yaml",
                        "namePrefix: production-\nresources: [../../base]\n");
    }

    private void chart(String value) {
        git.write("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n")
                .write(
                        "shop/templates/settings.yaml",
                        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {key: \"" + value
                                + "\"}\n");
    }

    private RenderResult render(String path, Map<String, Parameter> parameters) throws InterruptedException {
        RenderRequest request = request(path, parameters);
        return renderers.choose(request).render(request);
    }

    private RenderRequest request(String path, Map<String, Parameter> parameters) {
        Target target = new Target(
                "production", "default", "shop", path, RendererChoice.BuiltIn.AUTO, parameters, TargetPolicy.DEFAULT);
        return new RenderRequest(git.snapshot(), "shop", "shop", target, ClusterFacts.UNSTATED);
    }

    private static List<String> problems(RenderResult result) {
        assertThat(result).isInstanceOf(RenderResult.Refused.class);
        return ((RenderResult.Refused) result)
                .problems().stream().map(each -> each.message()).toList();
    }

    private static void assumeOn(Renderer renderer) {
        assumeTrue(!renderer.version().endsWith("/off"), () -> "skipped: " + renderer);
    }

    private static RendererPrograms.Pin pin(String program) {
        Path built = Path.of(System.getProperty("user.home"), ".cache", "keelstream", "bin", program);
        return Files.isExecutable(built) ? new RendererPrograms.Pin(built, "") : RendererPrograms.Pin.ANY;
    }
}
