package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.Parameter;
import io.keelstream.gitwatcher.render.RenderBudget.SpentException;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlDocument;
import io.keelstream.yaml.NearestName;
import io.keelstream.yaml.Quotable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One render of a folder of templates. A {@code kind: Template} declares its parameters; a plain document in a file that
 * is named as a template can use the target's parameters; every other document is not changed. Used once, by one thread.
 */
final class TemplateRender {

    private final RenderRequest request;
    private final TemplateFiles templates;
    private final RenderBudget budget;
    private final TemplateParameters given;
    private final List<SourceObject> objects = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> declared = new LinkedHashSet<>();

    TemplateRender(RenderRequest request, TemplateFiles templates, RenderBudget budget) {
        this.request = request;
        this.templates = templates;
        this.budget = budget;
        this.given = TemplateParameters.given(request.target(), budget);
    }

    static boolean isTemplate(YamlDocument document) {
        return document.value() instanceof Map<?, ?> map
                && map.get("kind") instanceof String kind
                && kind.equals("Template")
                && map.containsKey("objects");
    }

    RenderResult render(Map<Entry, List<YamlDocument>> documents) {
        Map<String, Parameter> parameters = request.target().parameters();
        parameters.forEach((name, parameter) -> {
            if (!parameter.isScalar()) {
                problem("the parameter '" + Quotable.key(name) + "' must be a single value", null);
            }
        });
        documents.forEach((file, each) -> each.forEach(document -> document(file, document)));
        parameters.keySet().stream().filter(name -> !declared.contains(name)).forEach(this::unknown);
        return problems.isEmpty()
                ? new RenderResult.Rendered("template", objects, List.of())
                : new RenderResult.Refused(problems);
    }

    private void document(Entry file, YamlDocument document) {
        String where = file.path() + ":" + document.line();
        Map<String, @Nullable Object> tree = Manifest.map(document.value());
        if (isTemplate(document)) {
            TemplateParameters parameters = TemplateParameters.read(tree, request.target(), where, budget, problems);
            declared.addAll(parameters.declared());
            List<@Nullable Object> items = Manifest.list(tree.get("objects"));
            for (int i = 0; i < items.size(); i++) {
                add(parameters, items.get(i), where + " objects[" + i + "]");
            }
        } else if (templates.isTemplateName(file)) {
            declared.addAll(given.declared());
            add(given, document.value(), where);
        } else {
            add(document.value(), where);
        }
    }

    private void add(TemplateParameters parameters, @Nullable Object value, String where) {
        try {
            add(parameters.substitute(value), where);
        } catch (SpentException e) {
            throw e.at(where);
        }
    }

    private void add(@Nullable Object value, String where) {
        if (value instanceof Map<?, ?>) {
            objects.add(new SourceObject(new Manifest(Manifest.map(value)), where));
        } else {
            problems.add(Reason.INVALID_OBJECT.problem("not a Kubernetes object", where));
        }
    }

    private void unknown(String name) {
        String near = NearestName.of(name, declared)
                .map(each -> "; did you mean '" + Quotable.key(each) + "'?")
                .orElse(
                        declared.isEmpty()
                                ? ""
                                : "; declared: "
                                        + declared.stream().map(Quotable::key).collect(Collectors.joining(", ")));
        problem(
                "no template of target '" + request.target().name() + "' declares the parameter '" + Quotable.key(name)
                        + "'" + near,
                request.target().path());
    }

    private void problem(String message, @Nullable String where) {
        problems.add(Reason.TEMPLATE_PARAMETER.problem(message, where));
    }
}
