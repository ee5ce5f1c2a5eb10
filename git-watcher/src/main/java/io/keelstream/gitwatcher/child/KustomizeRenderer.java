package io.keelstream.gitwatcher.child;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.render.RenderRequest;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.Renderer;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.source.Wanted;
import java.util.ArrayList;
import java.util.List;

/**
 * Renders kustomizations with {@code kustomize build}, or with {@code kubectl kustomize}, which is the same code. Thread-safe.
 */
final class KustomizeRenderer implements Renderer {

    private static final String NAME = "kustomize";
    private static final String TOOL = "kustomize build";

    private final Program program;
    private final ChildLimits limits;

    KustomizeRenderer(Program program, ChildLimits limits) {
        this.program = program;
        this.limits = limits;
    }

    @Override
    public String version() {
        return NAME + "/" + program.version();
    }

    @Override
    public List<Entry> inputs(RenderRequest request) {
        return KustomizeInputs.of(request.snapshot(), request.target().path()).entries();
    }

    @Override
    public List<Wanted> sources(RenderRequest request) {
        return KustomizeInputs.of(request.snapshot(), request.target().path())
                .remote()
                .sources();
    }

    @Override
    public RenderResult render(RenderRequest request) throws InterruptedException {
        String path = request.target().path();
        KustomizeInputs inputs = KustomizeInputs.of(request.snapshot(), path);
        if (inputs.entries().isEmpty()) {
            return RenderResult.refused(
                    Reason.PATH_NOT_FOUND.problem(path + " is not a folder; objects deployed from it stay", path));
        }
        if (!inputs.problems().isEmpty()) {
            return new RenderResult.Refused(inputs.problems());
        }
        if (!request.target().parameters().isEmpty()) {
            return RenderResult.refused(Reason.INVALID_VALUE.problem(
                    "kustomize does not support 'parameters'. Use patches or an overlay", Paths.named(path)));
        }
        try (WorkFolder work = WorkFolder.create()) {
            List<Problem> problems = InputTree.write(request.snapshot(), inputs.entries(), work.tree());
            if (!problems.isEmpty()) {
                return new RenderResult.Refused(problems);
            }
            List<Problem> bases = inputs.remote().write(request, work.tree(), work.file("bases"));
            if (!bases.isEmpty()) {
                return new RenderResult.Refused(bases);
            }
            List<String> command = new ArrayList<>(program.command());
            command.add(work.tree().resolve(path).toString());
            ChildResult result = new Child(program.confinement(), limits).run(command, work);
            ErrorPlaces places = new ErrorPlaces(work.tree(), path, inputs.named());
            if (!(result instanceof ChildResult.Ended ended)) {
                return RenderResult.refused(ChildRender.problem(NAME, TOOL, result, places));
            }
            if (ended.exit() == 0) {
                return ChildRender.read(NAME, ended.output(), path);
            }
            List<Problem> unreadable = inputs.unreadable();
            return unreadable.isEmpty()
                    ? RenderResult.refused(ChildRender.problem(NAME, TOOL, result, places))
                    : new RenderResult.Refused(unreadable);
        }
    }
}
