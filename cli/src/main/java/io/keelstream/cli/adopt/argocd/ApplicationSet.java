package io.keelstream.cli.adopt.argocd;

import io.keelstream.cli.adopt.argocd.TemplateText.Unknown;
import io.keelstream.cli.adopt.draft.Draft;
import io.keelstream.cli.adopt.draft.Parents;
import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.cli.adopt.source.Fields;
import io.keelstream.cli.adopt.source.Sources;
import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An ApplicationSet: the Applications that it makes of the sources as they are now. */
final class ApplicationSet {

    private final Sources sources;
    private final Parents parents;

    ApplicationSet(Sources sources, Parents parents) {
        this.sources = sources;
        this.parents = parents;
    }

    /** Empty, with a finding, where it has something that is not translated. */
    List<Draft> drafts(Manifest set, Report report) {
        Fields root = new Fields(set.tree(), "", report).known("apiVersion", "kind", "metadata", "status");
        Fields spec = root.section("spec")
                .known("goTemplateOptions", "applyNestedSelectors")
                .noCounterpart("ignoreApplicationDifferences", "nothing writes to keelstream.yaml")
                .noCounterpart("strategy", "applications are released one by one; policy.dependsOn orders them")
                .noCounterpart("preservedFields", "nothing writes to keelstream.yaml");
        boolean orphans = spec.section("syncPolicy").known("applicationsSync").isTrue("preserveResourcesOnDeletion");
        Fields template = spec.section("template");
        TemplateText text = new TemplateText(spec.isTrue("goTemplate"));
        if (spec.has("templatePatch")) {
            spec.known("generators", "template", "templatePatch");
            report.needsHand("spec.templatePatch", "is not translated. Write the applications themselves");
            return List.of();
        }
        try {
            List<Map<String, @Nullable Object>> all = new Generators(sources, text).all(spec);
            List<Draft> drafts = new ArrayList<>();
            for (Map<String, @Nullable Object> parameters : all) {
                drafts.addAll(new ArgoApplication(sources, parents)
                        .drafts(application(set, template, text, parameters), !orphans, report.another()));
            }
            spec.known("template");
            report.translated(
                    "spec.generators",
                    "written out as they are now: " + all.size()
                            + (all.size() == 1 ? " application" : " applications")
                            + ". A folder that comes later needs a file of its own, or a Fleet");
            root.rest();
            drafts.forEach(each -> each.report().inherit(report));
            return drafts;
        } catch (Unknown e) {
            report.needsHand("spec.generators", String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private static Manifest application(
            Manifest set, Fields template, TemplateText text, Map<String, @Nullable Object> parameters) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", set.apiVersion());
        tree.put("kind", "Application");
        tree.put("metadata", text.filled(template.value("metadata"), parameters));
        tree.put("spec", text.filled(template.value("spec"), parameters));
        return new Manifest(tree);
    }
}
