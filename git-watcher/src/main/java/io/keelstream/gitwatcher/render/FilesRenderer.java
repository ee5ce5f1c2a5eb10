package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.RendererChoice;
import io.keelstream.gitwatcher.render.RenderBudget.SpentException;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlDocument;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.kubernetes.yaml.YamlResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;

/**
 * Renders a folder of YAML: as it is, or as templates. It chooses between the two when the target does not,
 * since that depends on the files. Stateless; thread-safe.
 */
public final class FilesRenderer implements Renderer {

    private final YamlReader yaml = new YamlReader(Limits.ofFile());
    private final LongSupplier clock;

    /** A new renderer; one serves all targets. */
    public FilesRenderer() {
        this(System::nanoTime);
    }

    /** @param clock nanoseconds, for the time that a render takes */
    FilesRenderer(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public String version() {
        return "files/1";
    }

    @Override
    public List<Entry> inputs(RenderRequest request) {
        Entry entry = request.snapshot().find(request.target().path());
        return entry == null ? List.of() : List.of(entry);
    }

    @Override
    public RenderResult render(RenderRequest request) throws InterruptedException {
        try {
            return render(request, new RenderBudget(clock));
        } catch (SpentException e) {
            return RenderResult.refused(e.problem(Paths.named(request.target().path())));
        } catch (CancellationException e) {
            throw new InterruptedException();
        }
    }

    private RenderResult render(RenderRequest request, RenderBudget budget) {
        Entry root = request.snapshot().find(request.target().path());
        if (root != null && root.kind() == Entry.Kind.SUBMODULE) {
            return RenderResult.refused(LinkProblem.submodule(request.snapshot(), root));
        }
        if (root == null || !root.isFolder()) {
            return RenderResult.refused(PathCheck.missing(request.target(), root));
        }
        ManifestFolder folder = ManifestFolder.walk(request.snapshot(), root, budget);
        List<Problem> problems = new ArrayList<>(folder.problems());
        if (!problems.isEmpty()) {
            return new RenderResult.Refused(problems);
        }
        TemplateFiles templates =
                TemplateFiles.of(folder.files(), request.target().name());
        Map<Entry, List<YamlDocument>> documents = new LinkedHashMap<>();
        for (Entry file : folder.files()) {
            boolean otherTarget = asTemplates(request) && templates.belongsToAnother(file);
            if (!otherTarget) {
                documents.put(file, read(request, file, budget, problems));
            }
            if (budget.files().isSpent()) {
                break;
            }
        }
        if (!problems.isEmpty()) {
            return new RenderResult.Refused(problems);
        }
        boolean template = request.target().renderer() == RendererChoice.BuiltIn.TEMPLATE
                || (asTemplates(request) && (templates.anyForTarget() || anyTemplate(documents)));
        return template ? new TemplateRender(request, templates, budget).render(documents) : plain(documents);
    }

    private static boolean asTemplates(RenderRequest request) {
        return request.target().renderer() != RendererChoice.BuiltIn.YAML;
    }

    private static boolean anyTemplate(Map<Entry, List<YamlDocument>> documents) {
        return documents.values().stream().flatMap(List::stream).anyMatch(TemplateRender::isTemplate);
    }

    private List<YamlDocument> read(RenderRequest request, Entry file, RenderBudget budget, List<Problem> problems) {
        byte[] content = request.snapshot().read(file);
        if (LfsPointer.is(content)) {
            problems.add(LfsPointer.problem(file.path()));
            return List.of();
        }
        return switch (yaml.documents(content, budget.files())) {
            case YamlResult.Read<YamlDocument>(List<YamlDocument> items) -> items;
            case YamlResult.Malformed<YamlDocument>(int line, int column, String message) -> {
                String where = file.path() + ":" + line + ":" + column;
                problems.add(
                        budget.files().isSpent()
                                ? Limits.tooMuch(message, where)
                                : Reason.YAML_SYNTAX.problem(message, where));
                yield List.of();
            }
        };
    }

    private static RenderResult plain(Map<Entry, List<YamlDocument>> documents) {
        List<SourceObject> objects = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        documents.forEach((file, each) -> each.forEach(document -> {
            if (document.value() instanceof Map<?, ?> map) {
                objects.add(new SourceObject(new Manifest(Manifest.map(map)), file.path() + ":" + document.line()));
            } else {
                problems.add(Reason.INVALID_OBJECT.problem(
                        "the document is not a Kubernetes object; leave the file out with " + IgnoreRules.FILE_NAME,
                        file.path() + ":" + document.line()));
            }
        }));
        return problems.isEmpty()
                ? new RenderResult.Rendered("yaml", objects, List.of())
                : new RenderResult.Refused(problems);
    }
}
