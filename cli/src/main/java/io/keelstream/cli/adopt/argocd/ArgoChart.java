package io.keelstream.cli.adopt.argocd;

import io.keelstream.cli.adopt.draft.ChartParameters;
import io.keelstream.cli.adopt.draft.LabelText;
import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.cli.adopt.source.Fields;
import io.keelstream.cli.adopt.source.Sources;
import io.keelstream.cli.adopt.source.ValuesFiles;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code source.helm}: values files, then {@code valuesObject} or {@code values}, then {@code parameters}, each on top of what was before. Confined
 * to one thread.
 */
final class ArgoChart {

    private final Sources sources;
    private final Report report;
    private final Optional<String> folder;
    private String target = "";
    private String releaseName = "";

    /** @param folder the chart's; empty for a chart from elsewhere */
    ArgoChart(Sources sources, Report report, Optional<String> folder) {
        this.sources = sources;
        this.report = report;
        this.folder = folder;
    }

    /** The name that the target must have for its values file; empty where any is good. */
    String target() {
        return target;
    }

    /** The release name; empty where it is the Application's name. */
    String releaseName() {
        return releaseName;
    }

    Map<String, @Nullable Object> parameters(Fields helm) {
        helm.known("version", "passCredentials", "ignoreMissingValueFiles")
                .translated("skipTests", "tests of charts are never run")
                .needsHand(
                        "skipSchemaValidation",
                        "values have to fit the chart's values.schema.json: correct them, or take the file out of the"
                                + " chart")
                .needsHand("skipCrds", "CRDs of a chart are applied: take them out of its folder crds")
                .needsHand("fileParameters", "write the content of the files as parameters")
                .noCounterpart("kubeVersion", "the installation says which version of Kubernetes charts see")
                .noCounterpart("apiVersions", "the installation says which API versions charts see");
        helm.text("namespace")
                .ifPresent(each -> report.needsHand(
                        helm.path("namespace"),
                        "charts see the target's namespace: write it as the target's namespace"));
        releaseName = releaseName(helm);
        target = target(helm);
        ChartParameters values = new ChartParameters(report);
        if (helm.has("valuesObject")) {
            values.add(helm.path("valuesObject"), Manifest.map(helm.value("valuesObject")));
            helm.known("values");
        } else {
            helm.text("values").ifPresent(text -> values.addText(helm.path("values"), text));
        }
        for (Fields parameter : helm.sections("parameters")) {
            values.set(
                    parameter.path(),
                    parameter.text("name").orElse(""),
                    parameter.text("value").orElse(""),
                    parameter.isTrue("forceString"));
        }
        return values.tree();
    }

    private String target(Fields helm) {
        String field = helm.path("valueFiles");
        List<String> files = helm.texts("valueFiles");
        if (folder.isPresent()) {
            return ValuesFiles.target(sources.tree(), folder.get(), ValuesFiles.Default.ALWAYS, files, field, report);
        }
        if (!files.isEmpty() && !files.equals(List.of("values.yaml"))) {
            report.needsHand(
                    field,
                    "files for a chart from elsewhere are not read as values: write what they say as parameters");
        }
        return "";
    }

    private String releaseName(Fields helm) {
        String name = helm.text("releaseName").orElse("");
        if (name.isEmpty() || LabelText.is(name)) {
            return name;
        }
        report.needsHand(helm.path("releaseName"), "is not a DNS label, which the application's name has to be");
        return "";
    }
}
