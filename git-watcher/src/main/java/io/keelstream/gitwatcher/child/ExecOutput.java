package io.keelstream.gitwatcher.child;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.SourceObject;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an own renderer wrote: documents of YAML or JSON, each an object or a list of objects. Anything else is refused, and so is
 * nothing at all: a program that fails and says success would remove what is deployed. An empty list is a target without objects. Pure.
 */
final class ExecOutput {

    private ExecOutput() {}

    /** @param path the target's path */
    static RenderResult read(String renderer, String output, String path) {
        return ChildRender.read(renderer, output, path, (documents, places) -> objects(renderer, documents, path));
    }

    private static RenderResult objects(String renderer, List<YamlDocument> documents, String path) {
        String where = Paths.named(path);
        List<SourceObject> objects = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (YamlDocument document : documents) {
            List<@Nullable Object> values =
                    document.value() instanceof List<?> list ? Manifest.list(list) : List.of(document.value());
            for (Object value : values) {
                if (value instanceof Map<?, ?> map) {
                    objects.add(new SourceObject(new Manifest(Manifest.map(map)), where));
                } else {
                    problems.add(Reason.INVALID_OBJECT.problem(
                            "what " + renderer + " makes on line " + document.line()
                                    + " of its output is not a Kubernetes object; let it write objects, or a list of them",
                            where));
                }
            }
        }
        if (documents.isEmpty()) {
            problems.add(Reason.RENDERER_FAILED.problem(
                    renderer
                            + " ended with exit code 0 and wrote nothing; let it write [] for a target without objects",
                    where));
        }
        return problems.isEmpty()
                ? new RenderResult.Rendered(renderer, objects, List.of())
                : new RenderResult.Refused(problems);
    }
}
