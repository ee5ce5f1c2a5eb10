package io.keelstream.gitwatcher.child;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.render.PathCheck;
import io.keelstream.gitwatcher.render.RenderRequest;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.Renderer;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.kubernetes.digest.ObjectDigest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Renders with a program of the installation. It runs in the target's folder, sees the application's folder and what else of the
 * repository its entry in the list names, and writes the objects to its standard output. It runs twice, each time in a folder of
 * another name: one whose output is not the same is refused. Thread-safe.
 */
final class ExecRenderer implements Renderer {

    private final OwnRenderer own;
    private final Program program;
    private final ChildLimits limits;

    /** @param program its command has no arguments, its version is the digest of the file */
    ExecRenderer(OwnRenderer own, Program program, ChildLimits limits) {
        this.own = own;
        this.program = program;
        this.limits = limits;
    }

    /** Of the program's content and of everything that the installation says of it. */
    @Override
    public String version() {
        return own.label() + "/"
                + ObjectDigest.of(List.of(
                        program.version(),
                        own.invocation().args(),
                        own.invocation().environment(),
                        own.inputs()));
    }

    @Override
    public List<Entry> inputs(RenderRequest request) {
        SortedMap<String, Entry> found = new TreeMap<>();
        List<String> paths = new ArrayList<>(own.inputs());
        paths.add(request.base());
        paths.add(request.target().path());
        for (String path : paths) {
            Entry entry = request.snapshot().find(path);
            if (entry != null) {
                found.put(path, entry);
            }
        }
        return OuterEntries.of(found);
    }

    @Override
    public RenderResult render(RenderRequest request) throws InterruptedException {
        String path = request.target().path();
        Entry folder = request.snapshot().find(path);
        if (folder == null || !folder.isFolder()) {
            return RenderResult.refused(PathCheck.missing(request.target(), folder));
        }
        if (ExecVariables.parameters(request.target()).getBytes(StandardCharsets.UTF_8).length
                > ExecVariables.MOST_BYTES) {
            return RenderResult.refused(Reason.BUNDLE_TOO_LARGE.problem(
                    "the parameters have more than " + ExecVariables.MOST_BYTES
                            + " bytes as JSON, which is more than a program can be given; put them into a file of the"
                            + " target's folder",
                    Paths.named(path)));
        }
        Run first = run(request);
        if (!(first instanceof Run.Wrote(String once))) {
            return new RenderResult.Refused(((Run.Failed) first).problems());
        }
        Run second = run(request);
        if (!(second instanceof Run.Wrote(String twice))) {
            return new RenderResult.Refused(((Run.Failed) second).problems());
        }
        RenderResult result = ExecOutput.read(own.label(), once, path);
        return once.equals(twice)
                ? result
                : UnstableRender.refusal(own.label(), result, ExecOutput.read(own.label(), twice, path), path);
    }

    /** How a run ended. */
    private sealed interface Run {

        record Wrote(String output) implements Run {}

        record Failed(List<Problem> problems) implements Run {}
    }

    private Run run(RenderRequest request) throws InterruptedException {
        String path = request.target().path();
        try (WorkFolder work = WorkFolder.create()) {
            List<Problem> unwritten = InputTree.write(request.snapshot(), inputs(request), work.tree());
            if (!unwritten.isEmpty()) {
                return new Run.Failed(unwritten);
            }
            ExecVariables variables =
                    ExecVariables.of(request, work.tree(), own.invocation().environment());
            Map<String, String> environment = new HashMap<>(work.environment());
            environment.putAll(variables.values());
            List<String> command = new ArrayList<>(program.command());
            own.invocation().args().forEach(each -> command.add(variables.inserted(each)));
            ChildResult result = new Child(program.confinement(), limits)
                    .run(command, work, work.tree().resolve(path), environment);
            return result instanceof ChildResult.Ended ended && ended.exit() == 0
                    ? new Run.Wrote(ended.output())
                    : new Run.Failed(List.of(problem(result, work, path)));
        }
    }

    private Problem problem(ChildResult result, WorkFolder work, String path) {
        return ChildRender.limit(own.label(), result, Paths.named(path)).orElseGet(() -> {
            ChildResult.Ended ended = (ChildResult.Ended) result;
            ErrorText text = ErrorText.of(ended.errors(), work.tree(), path);
            return Reason.RENDERER_FAILED.problem(
                    own.label() + " ended with exit code " + ended.exit() + ": " + text.message(), text.where());
        });
    }
}
