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
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads the output of a child, and turns a failure into a problem that says what to do. Stateless. */
final class ChildRender {

    private ChildRender() {}

    /**
     * The problem of a run that failed. What the program wrote may quote values: it is said what kind of fault it is, and
     * where.
     *
     * @param tool the command with which people see all that the program writes, e.g. {@code helm template}
     * @param places what of the output is a place
     */
    static Problem problem(String renderer, String tool, ChildResult failure, ErrorPlaces places) {
        String where = Paths.named(places.path());
        return limit(renderer, failure, where).orElseGet(() -> {
            ChildResult.Ended ended = (ChildResult.Ended) failure;
            return Reason.RENDERER_FAILED.problem(
                    failed(renderer, ended, places) + ". What it writes may quote values and is not published: run '"
                            + tool + " " + where + "' to see it",
                    places.where(ended.errors()));
        });
    }

    /** The problem of a run that did not end by itself, or that was refused memory; empty where the program says what is wrong. */
    static Optional<Problem> limit(String renderer, ChildResult failure, String where) {
        return switch (failure) {
            case ChildResult.Killed(String limit) ->
                Optional.of(Reason.RENDERER_LIMIT.problem(
                        renderer + " was killed because it used more than " + limit, where));
            case ChildResult.NotStarted(String reason) ->
                Optional.of(Reason.RENDERER_MISSING.problem(renderer + " cannot be started: " + reason, where));
            case ChildResult.Ended ended -> {
                boolean memory = ended.errors().contains("cannot allocate memory")
                        || ended.errors().contains("out of memory");
                yield memory
                        ? Optional.of(
                                Reason.RENDERER_LIMIT.problem(renderer + " needs more memory than its limit", where))
                        : Optional.empty();
            }
        };
    }

    /** The objects of an output; documents that are no objects are left out. */
    static RenderResult read(String renderer, String output, String path) {
        return read(renderer, output, path, (documents, places) -> {
            List<SourceObject> objects = new ArrayList<>();
            for (YamlDocument document : documents) {
                if (document.value() instanceof Map<?, ?> map) {
                    objects.add(new SourceObject(new Manifest(Manifest.map(map)), places.file(document.line())));
                }
            }
            return new RenderResult.Rendered(renderer, objects, List.of());
        });
    }

    /** What the documents of an output make. */
    static RenderResult read(
            String renderer,
            String output,
            String path,
            BiFunction<List<YamlDocument>, OutputPlaces, RenderResult> objects) {
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
            case YamlResult.Read<YamlDocument>(List<YamlDocument> documents) -> objects.apply(documents, places);
        };
    }

    private static String failed(String renderer, ChildResult.Ended ended, ErrorPlaces places) {
        String fault = ToolFault.in(ended.errors()).orElse("for a reason that is not known");
        String about = places.about(ended.errors());
        return renderer + " ended with exit code " + ended.exit() + ": " + fault
                + (about.isEmpty() ? "" : " (" + about + ")");
    }
}
