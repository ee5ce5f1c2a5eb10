package io.keelstream.cli.adopt.argocd;

import io.keelstream.cli.adopt.draft.Draft;
import io.keelstream.cli.adopt.draft.ElsewhereChart;
import io.keelstream.cli.adopt.draft.LabelText;
import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.cli.adopt.source.DeployedFolder;
import io.keelstream.cli.adopt.source.Fields;
import io.keelstream.cli.adopt.source.Sources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One source of an Application. Confined to one thread. */
final class ArgoSource {

    private final Sources sources;
    private final Report report;
    private final String base;
    private final Set<String> deployed = new TreeSet<>();

    /** @param base the folder in which a chart from elsewhere gets one */
    ArgoSource(Sources sources, Report report, String base) {
        this.sources = sources;
        this.report = report;
        this.base = base;
    }

    /** Files with objects of the tool that the sources read so far deploy. */
    Set<String> deployed() {
        return deployed;
    }

    /**
     * What a source deploys.
     *
     * @param source the source
     * @param releaseName Helm's release name, where it is another one than the Application's; else empty
     */
    record Deployed(Draft.Source source, String releaseName) {}

    /** Empty, with a finding, where nothing is to be written for it. */
    Optional<Deployed> read(Fields source, String application) {
        String repository = source.text("repoURL").orElse("");
        Optional<String> chart = source.text("chart");
        Optional<String> path = source.text("path");
        source.known("name");
        if (chart.isPresent()) {
            source.known("ref");
            return elsewhere(source, repository, chart.get(), application);
        }
        if (path.isEmpty()) {
            boolean valuesAlone = source.has("ref");
            source.known("ref", "targetRevision");
            if (!valuesAlone) {
                report.needsHand(source.path(), "has neither a path nor a chart");
            }
            return Optional.empty();
        }
        if (!sources.repositories().isOwn(repository)) {
            source.known("targetRevision", "helm", "kustomize", "directory", "plugin", "ref");
            report.needsHand(
                    source.path("repoURL"),
                    "is another repository: run adopt again with --sources and a working copy of it");
            return Optional.empty();
        }
        revision(source);
        source.needsHand("plugin", "there are no plugins: let the build commit what it renders, and deploy that");
        source.known("ref");
        Optional<DeployedFolder> folder = DeployedFolder.of(sources, source.path("path"), path.get(), report);
        folder.ifPresent(each -> deployed.addAll(each.tools()));
        if (folder.isPresent() && folder.get().parent()) {
            parent(source);
            return Optional.empty();
        }
        return folder.map(each -> read(source, each));
    }

    /** What a source adds to objects of the tool, which are translated without it. */
    private void parent(Fields source) {
        String changes = "changes the objects, which are translated without it: write what comes out into their files";
        source.needsHand("helm", changes).needsHand("kustomize", changes);
        String chooses = "says which of the objects are deployed, and all are translated: remove the files of others";
        source.section("directory")
                .known("recurse")
                .needsHand("include", chooses)
                .needsHand("exclude", chooses)
                .needsHand("jsonnet", changes);
    }

    /** A chart of a registry, whose address Argo CD writes without its scheme, or of a web server. */
    private Optional<Deployed> elsewhere(Fields source, String repository, String chart, String application) {
        Fields helm = source.section("helm");
        ArgoChart values = new ArgoChart(sources, report, Optional.empty());
        Map<String, @Nullable Object> parameters = values.parameters(helm);
        String release = values.releaseName().isEmpty() ? application : values.releaseName();
        return ElsewhereChart.of(
                        repository.contains("://") ? repository : "oci://" + repository,
                        chart,
                        source.text("targetRevision").orElse(""),
                        "",
                        source.path("chart"),
                        report)
                .map(written -> new Deployed(
                        Draft.Source.elsewhere(
                                        sources.tree()
                                                .free(
                                                        base,
                                                        LabelText.of(release),
                                                        report.origin().heading()),
                                        written)
                                .with(parameters),
                        values.releaseName()));
    }

    private void revision(Fields source) {
        source.text("targetRevision")
                .filter(revision -> !revision.equals("HEAD"))
                .ifPresent(revision -> report.translated(
                        source.path("targetRevision"),
                        "the installation says which ref of a repository is deployed: repositories[].ref: "
                                + revision));
    }

    private Deployed read(Fields source, DeployedFolder folder) {
        Fields helm = source.section("helm");
        Fields kustomize = source.section("kustomize");
        Fields directory = source.section("directory");
        boolean chart = sources.tree().isChart(folder.folder());
        ArgoChart values = new ArgoChart(sources, report, Optional.of(folder.folder()));
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        List<String> leftOut = new ArrayList<>(folder.leftOut());
        if (chart) {
            parameters.putAll(values.parameters(helm));
        } else if (!helm.isEmpty()) {
            report.needsHand(helm.path(), "the folder has no Chart.yaml");
        }
        kustomize(kustomize, folder.folder());
        if (!chart && !sources.tree().isKustomization(folder.folder())) {
            leftOut.addAll(new ArgoDirectory(sources, report).leftOut(directory, folder.folder()));
        }
        return new Deployed(
                new Draft.Source(folder.folder(), values.target(), parameters, leftOut)
                        .at(sources.repositories()
                                .ref(source.text("targetRevision").orElse(""))),
                values.releaseName());
    }

    /** What an Application adds to a kustomization belongs into one here. */
    private void kustomize(Fields kustomize, String folder) {
        kustomize.known("version", "forceCommonLabels", "forceCommonAnnotations", "kubeVersion", "apiVersions");
        kustomize.known("labelWithoutSelector", "labelIncludeTemplates", "commonAnnotationsEnvsubst");
        kustomize.known("ignoreMissingComponents");
        for (String field : List.of(
                "images",
                "replicas",
                "namePrefix",
                "nameSuffix",
                "namespace",
                "commonLabels",
                "commonAnnotations",
                "patches",
                "components")) {
            String written = sources.tree().isKustomization(folder) ? "its kustomization" : "a kustomization";
            kustomize.needsHand(
                    field, "write it as " + field + " into " + written + " in " + (folder.isEmpty() ? "." : folder));
        }
    }
}
