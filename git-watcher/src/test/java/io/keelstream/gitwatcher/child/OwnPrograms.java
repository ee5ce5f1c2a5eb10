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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A repository, and own renderers of it: jsonnet, or a script of the shell. */
final class OwnPrograms implements AutoCloseable {

    /** Less output, and so much time that a busy machine changes no result. */
    static final ChildLimits PATIENT = new ChildLimits(RenderFixture.PATIENT.time(), 512L << 20, 1 << 20);

    /** Less time, for programs that never end. */
    static final ChildLimits QUICK = new ChildLimits(Duration.ofSeconds(3), 512L << 20, 1 << 20);

    private static final Confinement CONFINEMENT = Confinement.detect();

    final GitFixture git;

    OwnPrograms(Path folder) {
        git = new GitFixture(folder.resolve("infra.git"));
    }

    /** Arguments for the tested program, with a target's parameters; needs it to be built. */
    static OwnRenderer jsonnet(String... inputs) {
        Path program = Path.of(System.getProperty("user.home"), ".cache", "keelstream", "bin", "jsonnet");
        assumeTrue(Files.isExecutable(program), "skipped: jsonnet is not built");
        List<String> args = List.of(
                "--ext-code",
                "parameters=$(KEELSTREAM_PARAMETERS)",
                "--ext-str",
                "target=$(KEELSTREAM_TARGET)",
                "-J",
                "$(KEELSTREAM_REPOSITORY)/vendor",
                "main.jsonnet");
        OwnRenderer.Invocation invocation = new OwnRenderer.Invocation(program.toString(), args, Map.of());
        return new OwnRenderer("jsonnet", invocation, List.of(inputs), List.of(), "", false);
    }

    /** A program that does what the script says. */
    static OwnRenderer shell(String script) {
        OwnRenderer.Invocation invocation =
                new OwnRenderer.Invocation("/bin/sh", List.of("-c", script), Map.of("PATH", "/usr/bin:/bin"));
        return new OwnRenderer("shell", invocation, List.of(), List.of(), "", false);
    }

    static RendererPrograms.Found found(OwnRenderer own) {
        return found(own, PATIENT);
    }

    private static RendererPrograms.Found found(OwnRenderer own, ChildLimits limits) {
        return RendererPrograms.find(List.of(own), limits, CONFINEMENT);
    }

    static Renderer renderer(OwnRenderer own) {
        return renderer(own, PATIENT);
    }

    private static Renderer renderer(OwnRenderer own, ChildLimits limits) {
        assumeTrue(CONFINEMENT.hasPrivateRoot(), "skipped: the kernel allows no mount namespace");
        return found(own, limits).renderers().own().get(own.name());
    }

    RenderRequest request(Map<String, Parameter> parameters) {
        Target target = new Target(
                "production",
                "default",
                "shop",
                "shop/production",
                new RendererChoice.Exec("own"),
                parameters,
                TargetPolicy.DEFAULT);
        return new RenderRequest(git.snapshot(), "shop", "shop", target, ClusterFacts.UNSTATED);
    }

    RenderResult render(OwnRenderer own) throws InterruptedException {
        return renderer(own).render(request(Map.of()));
    }

    Problem problem(OwnRenderer own) throws InterruptedException {
        return problem(own, PATIENT);
    }

    Problem problem(OwnRenderer own, ChildLimits limits) throws InterruptedException {
        RenderResult result = renderer(own, limits).render(request(Map.of()));
        assertThat(result).isInstanceOf(RenderResult.Refused.class);
        return ((RenderResult.Refused) result).problems().getFirst();
    }

    @Override
    public void close() {
        git.close();
    }
}
