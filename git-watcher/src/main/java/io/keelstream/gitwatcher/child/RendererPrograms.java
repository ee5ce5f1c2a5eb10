package io.keelstream.gitwatcher.child;

import io.keelstream.gitwatcher.render.FilesRenderer;
import io.keelstream.gitwatcher.render.MissingRenderer;
import io.keelstream.gitwatcher.render.Renderer;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.json.JsonException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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

    /** Exit codes of what cannot be executed, here and for every shell. */
    private static final int NOT_EXECUTABLE = 126;

    private static final int NOT_FOUND = 127;

    private final Confinement confinement;
    private final ChildLimits limits;
    private final List<String> lines = new ArrayList<>();

    private RendererPrograms(ChildLimits limits, Confinement confinement) {
        this.limits = limits;
        this.confinement = confinement;
    }

    /** Looks for kustomize (or kubectl) and helm. */
    public static Found find(Pin kustomize, Pin helm) {
        return find(kustomize, helm, List.of());
    }

    /** The same with renderers of the installation's own. */
    public static Found find(Pin kustomize, Pin helm, List<OwnRenderer> own) {
        return new RendererPrograms(ChildLimits.DEFAULT, Confinement.detect()).found(kustomize, helm, own);
    }

    /** The renderers of the installation's own alone, with other limits, or under another confinement. */
    static Found find(List<OwnRenderer> own, ChildLimits limits, Confinement confinement) {
        Pin none = new Pin(Path.of("/none"), "");
        return new RendererPrograms(limits, confinement).found(none, none, own);
    }

    /** The programs of this machine, with other limits. */
    static Found find(Pin kustomize, Pin helm, ChildLimits limits) {
        return new RendererPrograms(limits, Confinement.detect()).found(kustomize, helm, List.of());
    }

    private Found found(Pin kustomize, Pin helm, List<OwnRenderer> own) {
        lines.add("yaml, template: on");
        Renderer kustomizeRenderer = kustomize(kustomize);
        Renderer helmRenderer = helm(helm);
        SortedMap<String, Renderer> ownRenderers = new TreeMap<>();
        own.forEach(each -> ownRenderers.put(each.name(), own(each)));
        lines.add("children: " + confinement.description());
        return new Found(
                new Renderers(new FilesRenderer(), kustomizeRenderer, helmRenderer, ownRenderers), List.copyOf(lines));
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

    private Renderer own(OwnRenderer own) {
        Path named = Path.of(own.invocation().command());
        Pin pin = named.getNameCount() > 1 || named.isAbsolute() ? new Pin(named, "") : Pin.ANY;
        Optional<Path> file = locate(pin, own.invocation().command());
        if (file.isEmpty()) {
            return off(own.label(), own.invocation().command() + " is not an executable file, and none along PATH");
        }
        if (!confinement.hasPrivateRoot() && !own.allowUnconfined()) {
            return off(
                    own.label(),
                    "the kernel or the container allows no mount namespaces, so it could read every file that git-watcher can,"
                            + " credentials included. Whoever trusts everybody who may push sets allow-unconfined: true");
        }
        String digest = digest(file.get());
        if (!own.digest().isEmpty() && !own.digest().equals(digest)) {
            return off(own.label(), file.get() + " is " + digest + ", but the installation pins " + own.digest());
        }
        for (Confinement each : confinement.fromStrictest(own.reads())) {
            Program program = new Program(List.of(file.get().toString()), digest, each);
            if (starts(program)) {
                on(own.label(), program, file.get() + " " + digest);
                return new ExecRenderer(own, program, limits);
            }
        }
        return off(
                own.label(),
                file.get()
                        + " does not start where it sees itself, /usr and /lib alone. List what it needs of the machine in"
                        + " 'reads'");
    }

    /** Whether the program is there with everything that it needs to begin; what it says does not matter. */
    private boolean starts(Program program) {
        List<String> asking = List.of(program.command().getFirst(), "--version");
        try (WorkFolder work = WorkFolder.create()) {
            ChildResult result = new Child(program.confinement(), limits).run(asking, work);
            return switch (result) {
                case ChildResult.Ended ended -> ended.exit() != NOT_EXECUTABLE && ended.exit() != NOT_FOUND;
                case ChildResult.Killed _ -> true;
                case ChildResult.NotStarted _ -> false;
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String digest(Path file) {
        try {
            return ObjectDigest.sha256(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private Renderer on(String name, Program program, Renderer renderer) {
        on(name, program, renderer.version());
        return renderer;
    }

    private void on(String name, Program program, String what) {
        String readable = program.confinement().readable();
        lines.add(name + ": on, " + what + (readable.isEmpty() ? "" : "; it can read " + readable));
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
