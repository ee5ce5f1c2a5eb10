package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.Parameter;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.kubernetes.object.Manifest;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that a program of the installation renders; jsonnet where it is built. */
class ExecRendererTests {

    private static final String CONFIG_MAP = "{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}, data: %s}";

    @TempDir
    Path folder;

    private OwnPrograms own;

    @BeforeEach
    void open() {
        own = new OwnPrograms(folder);
        own.git.write("shop/production/main.jsonnet", CONFIG_MAP.formatted("{}"));
    }

    @AfterEach
    void close() {
        own.close();
    }

    @Test
    void targetIsRenderedWithItsParametersAndFilesOfItsApplication() throws Exception {
        // Given
        own.git
                .write(
                        "shop/lib/shop.libsonnet",
                        "{data(p): {image: p.image, share: p.share, replicas: '%d' % p.replicas}}")
                .write(
                        "shop/production/main.jsonnet",
                        "["
                                + CONFIG_MAP.formatted("(import '../lib/shop.libsonnet').data(std.extVar('parameters'))"
                                        + " + {target: std.extVar('target')}")
                                + "]");
        Map<String, Parameter> parameters = Map.of(
                "image", new Parameter("shop:1.4.2", "shop:1.4.2"),
                "share", new Parameter("1.10", new BigDecimal("1.10")),
                "replicas", new Parameter("1000620000", 1_000_620_000L));

        // When
        List<Manifest> objects = RenderFixture.objects(
                OwnPrograms.renderer(OwnPrograms.jsonnet()).render(own.request(parameters)));

        // Then
        assertThat(objects)
                .singleElement()
                .satisfies(object -> assertThat(object.tree().get("data"))
                        .isEqualTo(Map.of(
                                "image",
                                "shop:1.4.2",
                                "share",
                                "1.10",
                                "replicas",
                                "1000620000",
                                "target",
                                "production")));
    }

    @Test
    void folderOfTheRepositoryIsReadWhereTheInstallationListsItAlone() throws Exception {
        // Given
        own.git
                .write("vendor/k.libsonnet", "{a: 'vendored'}")
                .write("shop/production/main.jsonnet", CONFIG_MAP.formatted("import 'k.libsonnet'"));

        // Then
        assertThat(RenderFixture.objects(own.render(OwnPrograms.jsonnet("vendor"))))
                .singleElement()
                .satisfies(object -> assertThat(object.tree().get("data")).isEqualTo(Map.of("a", "vendored")));
        assertThat(own.problem(OwnPrograms.jsonnet()).message()).contains("exec:jsonnet ended with exit code 1");
    }

    @Test
    void errorNamesFileLineAndWhatIsWrong() throws Exception {
        own.git.write("shop/production/main.jsonnet", "local a = {b: 1};\n" + CONFIG_MAP.formatted("{c: a.replicas}"));

        Problem problem = own.problem(OwnPrograms.jsonnet());

        assertThat(problem.reason()).isEqualTo("RendererFailed");
        assertThat(problem.where()).startsWith("shop/production/main.jsonnet:2:");
        assertThat(problem.message())
                .startsWith("exec:jsonnet ended with exit code 1: RUNTIME ERROR: Field does not exist: replicas;"
                        + " shop/production/main.jsonnet:2:");
    }

    @Test
    void keyFollowsTheProgramItsArgumentsAndEveryFileOfTheApplication() throws Exception {
        OwnRenderer jsonnet = OwnPrograms.jsonnet("vendor");
        Path other = folder.resolve("jsonnet");
        Files.copy(Path.of(jsonnet.invocation().command()), other);
        Files.write(other, new byte[1], StandardOpenOption.APPEND);
        OwnRenderer replaced =
                with(jsonnet, other.toString(), jsonnet.invocation().args(), "");
        OwnRenderer longer = with(jsonnet, jsonnet.invocation().command(), List.of("main.jsonnet"), "");
        String version = OwnPrograms.renderer(jsonnet).version();

        assertThat(OwnPrograms.renderer(jsonnet).version()).isEqualTo(version);
        assertThat(OwnPrograms.renderer(replaced).version()).isNotEqualTo(version);
        assertThat(OwnPrograms.renderer(longer).version()).isNotEqualTo(version);
        own.git.write("vendor/a", "").write("other/a", "");
        assertThat(OwnPrograms.renderer(jsonnet).inputs(own.request(Map.of())))
                .extracting(each -> each.path())
                .containsExactly("shop", "vendor");
    }

    @Test
    void programWithAnotherDigestThanTheInstallationPinsIsOff() throws Exception {
        OwnRenderer shell = OwnPrograms.shell("echo []");
        OwnRenderer pinned =
                with(shell, shell.invocation().command(), shell.invocation().args(), "sha256:" + "0".repeat(64));

        assertThat(own.problem(pinned).message())
                .startsWith("the target needs the renderer 'exec:shell', which is off: /bin/sh is sha256:")
                .endsWith(", but the installation pins sha256:" + "0".repeat(64));
    }

    @Test
    void programThatIsNotThereOrDoesNotStartIsOff() throws Exception {
        Path script = Files.writeString(folder.resolve("tool"), "#!/opt/none/python\n");
        script.toFile().setExecutable(true);
        OwnRenderer shell = OwnPrograms.shell("echo []");

        assertThat(own.problem(with(shell, "no-such-tool", List.of(), "")).message())
                .contains("no-such-tool is not an executable file, and none along PATH");
        assertThat(own.problem(with(shell, script.toString(), List.of(), "")).message())
                .contains(
                        "does not start where it sees itself, /usr and /lib alone. List what it needs of the machine in"
                                + " 'reads'");
    }

    @Test
    void folderOfTheMachineIsReadWhereTheInstallationListsIt() throws Exception {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        Files.writeString(tools.resolve("a.json"), "[]");
        OwnRenderer shell = OwnPrograms.shell("cat " + tools + "/a.json");
        OwnRenderer reading = new OwnRenderer("shell", shell.invocation(), List.of(), List.of(tools), "", false);

        assertThat(RenderFixture.objects(own.render(reading))).isEmpty();
        assertThat(own.problem(shell).reason()).isEqualTo("RendererFailed");
    }

    @Test
    void withoutNamespacesNoneRunsUnlessTheInstallationAllowsIt() throws Exception {
        OwnRenderer shell = OwnPrograms.shell("echo []");
        OwnRenderer allowed = new OwnRenderer("shell", shell.invocation(), List.of(), List.of(), "", true);
        RendererPrograms.Found off = RendererPrograms.find(List.of(shell), OwnPrograms.PATIENT, Confinement.none());
        RendererPrograms.Found on = RendererPrograms.find(List.of(allowed), OwnPrograms.PATIENT, Confinement.none());

        assertThat(off.lines())
                .anyMatch(line -> line.startsWith("exec:shell: off, ") && line.contains("allow-unconfined: true"));
        assertThat(on.lines())
                .anyMatch(line -> line.startsWith("exec:shell: on, /bin/sh sha256:")
                        && line.endsWith("it can read every file that git-watcher can read"));
        assertThat(on.renderers().own().get("shell").render(own.request(Map.of())))
                .isInstanceOf(RenderResult.Rendered.class);
    }

    @Test
    void unknownNameIsAnsweredWithTheKnownOnes() throws Exception {
        RendererPrograms.Found found = OwnPrograms.found(OwnPrograms.shell("echo []"));

        RenderResult result = found.renderers().choose(own.request(Map.of())).render(own.request(Map.of()));

        assertThat(result)
                .isInstanceOfSatisfying(
                        RenderResult.Refused.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .satisfies(
                                        problem -> assertThat(problem.message())
                                                .isEqualTo(
                                                        "the target needs the renderer 'exec:own', which is off: the installation has no renderer of"
                                                                + " this name (it has shell). Correct the name, or add it under keelstream.renderers.exec of the"
                                                                + " installation; 'render' and 'validate' read that with --config FILE")));
    }

    @Test
    void parametersThatNoProgramCanBeGivenAreRefused() throws Exception {
        Map<String, Parameter> parameters = Map.of("a", new Parameter("", "x".repeat(130_000)));

        RenderResult result = OwnPrograms.renderer(OwnPrograms.shell("echo []")).render(own.request(parameters));

        assertThat(result)
                .isInstanceOfSatisfying(
                        RenderResult.Refused.class,
                        refused -> assertThat(refused.problems().getFirst().message())
                                .startsWith("the parameters have more than 120000 bytes as JSON"));
    }

    private static OwnRenderer with(OwnRenderer own, String command, List<String> args, String digest) {
        OwnRenderer.Invocation invocation =
                new OwnRenderer.Invocation(command, args, own.invocation().environment());
        return new OwnRenderer(own.name(), invocation, own.inputs(), own.reads(), digest, own.allowUnconfined());
    }
}
