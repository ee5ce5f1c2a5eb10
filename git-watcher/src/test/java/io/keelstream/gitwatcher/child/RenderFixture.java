package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.application.Parameter;
import io.keelstream.gitwatcher.application.RendererChoice;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.RenderRequest;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.kubernetes.object.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A repository, and the renderers with the real programs where those are built. */
final class RenderFixture implements AutoCloseable {

    /** The same limits as always, but so much time that a busy machine changes no result. */
    static final ChildLimits PATIENT = new ChildLimits(
            Duration.ofMinutes(3), ChildLimits.DEFAULT.memoryBytes(), ChildLimits.DEFAULT.outputBytes());

    /** What this machine has; looked for once. */
    private static final RendererPrograms.Found FOUND = RendererPrograms.find(pin("kustomize"), pin("helm"), PATIENT);

    final GitFixture git;
    final Renderers renderers = FOUND.renderers();

    /** What the start-up says of them. */
    static List<String> lines() {
        return FOUND.lines();
    }

    RenderFixture(Path folder) {
        git = new GitFixture(folder.resolve("infra.git"));
    }

    RenderResult render(String path, Map<String, Parameter> parameters) throws InterruptedException {
        return render(path, parameters, ClusterFacts.UNSTATED);
    }

    RenderResult render(String path, Map<String, Parameter> parameters, ClusterFacts cluster)
            throws InterruptedException {
        Target target = new Target(
                "production", "default", "shop", path, RendererChoice.BuiltIn.AUTO, parameters, TargetPolicy.DEFAULT);
        RenderRequest request = new RenderRequest(git.snapshot(), "shop", "shop", target, cluster);
        return renderers.choose(request).render(request);
    }

    List<Manifest> objects(String path) throws InterruptedException {
        return objects(render(path, Map.of()));
    }

    static List<Manifest> objects(RenderResult result) {
        assertThat(result).isInstanceOf(RenderResult.Rendered.class);
        return ((RenderResult.Rendered) result)
                .objects().stream().map(each -> each.manifest()).toList();
    }

    List<Problem> problems(String path) throws InterruptedException {
        RenderResult result = render(path, Map.of());
        assertThat(result).isInstanceOf(RenderResult.Refused.class);
        return ((RenderResult.Refused) result).problems();
    }

    /** A chart with one ConfigMap of this text. */
    RenderFixture chart(String data) {
        git.write("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n")
                .write(
                        "shop/templates/settings.yaml",
                        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata:\n" + data.indent(2));
        return this;
    }

    /** A kustomization with one generated ConfigMap. */
    RenderFixture kustomization() {
        git.write(
                        "shop/kustomization.yaml",
                        "components: [../part]\nconfigMapGenerator: [{name: settings, files: [rules.json]}]\n")
                .write("shop/rules.json", "{}")
                .write(
                        "part/kustomization.yaml",
                        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [a.yaml]\n")
                .write("part/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: part}\n");
        return this;
    }

    boolean allOn() {
        return !renderers.helm().version().endsWith("/off")
                && !renderers.kustomize().version().endsWith("/off");
    }

    private static RendererPrograms.Pin pin(String program) {
        Path built = Path.of(System.getProperty("user.home"), ".cache", "keelstream", "bin", program);
        return Files.isExecutable(built) ? new RendererPrograms.Pin(built, "") : RendererPrograms.Pin.ANY;
    }

    @Override
    public void close() {
        git.close();
    }
}
