package io.keelstream.gitwatcher.child;

import io.keelstream.gitwatcher.render.FilesRenderer;
import io.keelstream.gitwatcher.render.MissingRenderer;
import io.keelstream.gitwatcher.render.Renderer;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.json.JsonException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Detects, once at start-up, which programs are installed, and reports them. Used once, by one thread. */
public final class RendererPrograms {

    /**
     * Which program to use.
     *
     * @param path its file; null looks along {@code PATH}
     * @param version the only version that may be used, e.g. {@code v5.8.1}; empty allows every supported one
     */
    public record Pin(@Nullable Path path, String version) {

        /** Any supported version. */
        public static final Pin ANY = new Pin(null, "");
    }

    /**
     * What was found.
     *
     * @param renderers ready to use; a missing one is reported when it is needed
     * @param lines one line per renderer for the start-up log
     */
    public record Found(Renderers renderers, List<String> lines) {}

    private final Confinement confinement = Confinement.detect();
    private final ChildLimits limits;
    private final List<String> lines = new ArrayList<>();

    private RendererPrograms(ChildLimits limits) {
        this.limits = limits;
    }

    /** Looks for kustomize (or kubectl) and helm. */
    public static Found find(Pin kustomize, Pin helm) {
        return find(kustomize, helm, ChildLimits.DEFAULT);
    }

    /** The same with other limits. */
    static Found find(Pin kustomize, Pin helm, ChildLimits limits) {
        RendererPrograms programs = new RendererPrograms(limits);
        programs.lines.add("yaml, template: on");
        Renderer kustomizeRenderer = programs.kustomize(kustomize);
        Renderer helmRenderer = programs.helm(helm);
        programs.lines.add("children: " + programs.confinement.description());
        return new Found(
                new Renderers(new FilesRenderer(), kustomizeRenderer, helmRenderer), List.copyOf(programs.lines));
    }

    private Renderer kustomize(Pin pin) {
        Optional<Program> program = locate(pin, "kustomize")
                .map(file -> program(List.of(file.toString(), "build"), List.of("version"), said -> said));
        if (program.isEmpty() && pin.path() == null) {
            program = locate(Pin.ANY, "kubectl")
                    .map(file -> program(
                            List.of(file.toString(), "kustomize"),
                            List.of("version", "--client", "--output=json"),
                            RendererPrograms::kustomizeVersion));
        }
        String missing = "neither kustomize nor kubectl is installed where git-watcher runs";
        String off = reasonOff(program, pin, List.of("v5."), missing);
        return off.isEmpty()
                ? on("kustomize", program.orElseThrow(), new KustomizeRenderer(program.orElseThrow(), limits))
                : off("kustomize", off);
    }

    private Renderer helm(Pin pin) {
        Optional<Program> program = locate(pin, "helm")
                .map(file -> program(
                        List.of(file.toString()), List.of("version", "--template", "{{.Version}}"), said -> said));
        String off = reasonOff(program, pin, List.of("v3.", "v4."), "helm is not installed beside git-watcher");
        return off.isEmpty()
                ? on("helm", program.orElseThrow(), new HelmRenderer(program.orElseThrow(), limits))
                : off("helm", off);
    }

    private Renderer on(String name, Program program, Renderer renderer) {
        String readable = program.confinement().readable();
        lines.add(name + ": on, " + renderer.version() + (readable.isEmpty() ? "" : "; it can read " + readable));
        return renderer;
    }

    private Renderer off(String name, String reason) {
        lines.add(name + ": off, " + reason);
        return new MissingRenderer(name, reason);
    }

    private static String reasonOff(Optional<Program> program, Pin pin, List<String> supported, String missing) {
        if (program.isEmpty()) {
            return pin.path() == null ? missing : pin.path() + " is not an executable file";
        }
        String version = program.get().version();
        if (!pin.version().isEmpty() && !version.equals(pin.version())) {
            return "its version is '" + version + "', but the installation pins " + pin.version();
        }
        return supported.stream().anyMatch(version::startsWith)
                ? ""
                : "its version is '" + version + "', supported are " + String.join(", ", supported) + "x";
    }

    private static Optional<Path> locate(Pin pin, String name) {
        if (pin.path() != null) {
            return Files.isExecutable(pin.path()) ? Optional.of(pin.path().toAbsolutePath()) : Optional.empty();
        }
        String path = System.getenv("PATH");
        return List.of((path == null ? "" : path).split(File.pathSeparator, -1)).stream()
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String kustomizeVersion(String json) {
        try {
            return Json.readObject(json).get("kustomizeVersion") instanceof String known ? known : "";
        } catch (JsonException e) {
            return "";
        }
    }

    /** The program under the strictest confinement in which it says its version. */
    private Program program(List<String> command, List<String> question, UnaryOperator<String> version) {
        List<String> asking = new ArrayList<>(List.of(command.getFirst()));
        asking.addAll(question);
        String said = "";
        Confinement used = Confinement.none();
        for (Confinement each : confinement.fromStrictest()) {
            used = each;
            said = version.apply(said(asking, each));
            if (!said.isEmpty()) {
                break;
            }
        }
        return new Program(command, said, used);
    }

    private String said(List<String> command, Confinement confined) {
        try (WorkFolder work = WorkFolder.create()) {
            ChildResult result = new Child(confined, limits).run(command, work);
            return result instanceof ChildResult.Ended ended && ended.exit() == 0
                    ? ended.output().strip()
                    : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
