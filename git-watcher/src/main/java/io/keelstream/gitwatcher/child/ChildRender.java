package io.keelstream.gitwatcher.child;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.render.Limits;
import io.keelstream.gitwatcher.render.RenderBudget;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.SourceObject;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlBudget;
import io.keelstream.kubernetes.yaml.YamlDocument;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.kubernetes.yaml.YamlResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the output of a child, and turns a failure into a problem that says what to do. Stateless. */
final class ChildRender {

    private static final int LONGEST_MESSAGE = 2_000;

    private ChildRender() {}

    /** The problem of a run that failed. */
    static Problem problem(String renderer, ChildResult failure, String path) {
        String where = Paths.named(path);
        return switch (failure) {
            case ChildResult.Killed(String limit) ->
                Reason.RENDERER_LIMIT.problem(renderer + " was killed because it used more than " + limit, where);
            case ChildResult.NotStarted(String reason) ->
                Reason.RENDERER_MISSING.problem(renderer + " cannot be started: " + reason, where);
            case ChildResult.Ended ended -> {
                boolean memory = ended.errors().contains("cannot allocate memory")
                        || ended.errors().contains("out of memory");
                yield memory
                        ? Reason.RENDERER_LIMIT.problem(renderer + " needs more memory than its limit", where)
                        : Reason.RENDERER_FAILED.problem(
                                renderer + " ended with exit code " + ended.exit() + ": " + text(ended.errors()),
                                where);
            }
        };
    }

    /** The objects of an output. */
    static RenderResult read(String renderer, String output, String path) {
        YamlReader reader = new YamlReader(Limits.ofFile().withBytes(ChildLimits.DEFAULT.outputBytes()));
        YamlBudget budget = new RenderBudget().files();
        OutputPlaces places = new OutputPlaces(output, path);
        return switch (reader.documents(output, budget)) {
            case YamlResult.Malformed<YamlDocument>(int line, int column, String message)
            when budget.isSpent() -> RenderResult.refused(Limits.tooMuch(message, places.file(line)));
            case YamlResult.Malformed<YamlDocument>(int line, int column, String message) ->
                RenderResult.refused(Reason.YAML_SYNTAX.problem(
                        "what " + renderer + " makes" + places.object(line) + " is not readable: " + message + " (line "
                                + line + ", column " + column + " of its output)",
                        places.file(line)));
            case YamlResult.Read<YamlDocument>(List<YamlDocument> documents) -> {
                List<SourceObject> objects = new ArrayList<>();
                for (YamlDocument document : documents) {
                    if (document.value() instanceof Map<?, ?> map) {
                        objects.add(new SourceObject(new Manifest(Manifest.map(map)), places.file(document.line())));
                    }
                }
                yield new RenderResult.Rendered(renderer, objects, List.of());
            }
        };
    }

    private static String text(String errors) {
        String stripped = errors.strip();
        return stripped.length() > LONGEST_MESSAGE ? stripped.substring(0, LONGEST_MESSAGE) + " ..." : stripped;
    }
}
