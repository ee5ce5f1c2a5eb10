package io.keelstream.cli.adopt.flux;

import io.keelstream.cli.adopt.draft.ChartParameters;
import io.keelstream.cli.adopt.draft.Draft;
import io.keelstream.cli.adopt.draft.ElsewhereChart;
import io.keelstream.cli.adopt.draft.LabelText;
import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.cli.adopt.source.DeployedFolder;
import io.keelstream.cli.adopt.source.Fields;
import io.keelstream.cli.adopt.source.FoundObject;
import io.keelstream.cli.adopt.source.Sources;
import io.keelstream.cli.adopt.source.ValuesFiles;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A HelmRelease of {@code helm.toolkit.fluxcd.io}, up to Flux 2.7, as a draft. */
final class HelmRelease {

    static final String GROUP = "helm.toolkit.fluxcd.io";

    private final Sources sources;
    private final FluxSources repositories;
    private final Report report;

    HelmRelease(Sources sources, FluxSources repositories, Report report) {
        this.sources = sources;
        this.repositories = repositories;
        this.report = report;
    }

    /** Empty, with a finding, where nothing is to be written for it. */
    Optional<Draft> draft(FoundObject found) {
        Manifest object = found.manifest();
        Fields root = new Fields(object.tree(), "", report).known("apiVersion", "kind", "metadata", "status");
        Fields spec = root.section("spec").known("storageNamespace", "postRenderStrategy");
        FluxPolicy policy = policy(spec);
        String written = spec.text("targetNamespace").orElse("");
        String namespace = written.isEmpty() ? object.namespace() : written;
        if (namespace.isEmpty()) {
            report.needsHand(
                    "metadata.namespace",
                    "is not known to adopt, because neither the object nor a kustomization says it: write the target's"
                            + " namespace");
        }
        String release =
                spec.text("releaseName").orElse(written.isEmpty() ? object.name() : written + "-" + object.name());
        String cluster = FluxClusters.name(spec, sources.cluster(), report);
        ChartParameters values = new ChartParameters(report);
        values.add(spec.path("values"), Manifest.map(spec.value("values")));
        spec.needsHand(
                        "valuesFrom",
                        "write what the ConfigMap or Secret holds as parameters, or into values-<target>.yaml; a"
                                + " secret value belongs into a Secret that the chart takes by name")
                .needsHand(
                        "postRenderers",
                        "nothing is patched behind Helm: render the chart into a folder with a kustomization, and"
                                + " deploy that");
        Draft.Order order = policy.order(spec, found);
        Optional<Draft> draft = chart(spec, found, release)
                .map(source -> new Draft(
                        report,
                        LabelText.of(release),
                        source.with(values.tree()),
                        new Draft.Place(cluster, LabelText.is(namespace) ? namespace : ""),
                        policy.fields(),
                        Map.of(),
                        order));
        if (!release.equals(object.name()) || !LabelText.is(release)) {
            report.translated(
                    "spec.releaseName", "the application is named " + LabelText.of(release) + ", after Helm's release");
        }
        root.rest();
        return draft;
    }

    private Optional<Draft.Source> chart(Fields spec, FoundObject found, String release) {
        String namespace = found.manifest().namespace();
        String base = sources.sameTree() ? Paths.parent(found.file()) : "";
        String folder =
                sources.tree().free(base, LabelText.of(release), report.origin().heading());
        if (spec.has("chartRef")) {
            return elsewhere(spec.section("chartRef"), namespace, "", "")
                    .map(chart -> Draft.Source.elsewhere(folder, chart));
        }
        Fields chart = spec.section("chart")
                .known("metadata")
                .section("spec")
                .known(
                        "interval",
                        "reconcileStrategy",
                        "version",
                        "ignoreMissingValuesFiles",
                        "chartNameChangeStrategy")
                .noCounterpart("verify", "signatures of charts are not checked: write the digest of the chart");
        Fields reference = chart.section("sourceRef");
        String name = chart.text("chart").orElse("");
        if (!reference.text("kind").orElse("").equals("GitRepository")) {
            for (String inside : List.of("valuesFiles", "valuesFile")) {
                chart.needsHand(
                        inside, "files inside the chart are not read as values: write what they say as parameters");
            }
            return elsewhere(reference, namespace, name, chart.text("version").orElse(""))
                    .map(written -> Draft.Source.elsewhere(folder, written));
        }
        Optional<String> ref = FluxClusters.ref(reference, namespace, sources, repositories, report);
        if (ref.isEmpty()) {
            chart.known("valuesFiles");
            return Optional.empty();
        }
        return DeployedFolder.of(sources, chart.path("chart"), name, report)
                .map(each -> new Draft.Source(
                        each.folder(),
                        ValuesFiles.target(
                                sources.tree(),
                                each.folder(),
                                ValuesFiles.Default.WHERE_LISTED,
                                chart.texts("valuesFiles").stream()
                                        .map(file -> "/" + file.replaceFirst("^\\./", ""))
                                        .toList(),
                                chart.path("valuesFiles"),
                                report),
                        Map.of(),
                        each.leftOut()))
                .map(source -> source.at(ref.get()));
    }

    /**
     * A chart of a HelmRepository or an OCIRepository.
     *
     * @param name its name in a HelmRepository
     * @param version its version there; that of an OCIRepository is said by itself
     */
    private Optional<Map<String, String>> elsewhere(Fields reference, String namespace, String name, String version) {
        reference.known("apiVersion");
        String kind = reference.text("kind").orElse("");
        String source = reference.text("name").orElse("");
        FluxSources.ChartSource found =
                repositories.charts(kind, reference.text("namespace").orElse(namespace), source);
        if (found == null) {
            report.needsHand(
                    reference.path(),
                    "the " + kind + " " + source + " is not among what was read: name a folder that has it as well");
            return Optional.empty();
        }
        if (found.report().byHand()) {
            report.needsHand(reference.path(), "the " + kind + " " + source + " needs a hand itself");
        }
        return ElsewhereChart.of(
                found.address(),
                name,
                version.isEmpty() ? found.version() : version,
                found.digest(),
                reference.path(),
                report);
    }

    private FluxPolicy policy(Fields spec) {
        FluxPolicy policy = new FluxPolicy(report);
        policy.common(spec);
        Fields detection = spec.section("driftDetection");
        String drift = detection.text("mode").orElse("disabled");
        if (!drift.equals("enabled")) {
            policy.put("drift", drift.equals("warn") ? "report" : "off");
        }
        detection.needsHand(
                "ignore", "annotate the objects in the chart with " + Annotations.IGNORE_FIELDS + " and these paths");
        new HelmActions(policy, report).read(spec);
        spec.noCounterpart("test", "tests of charts are not run: a post-apply hook does what they do")
                .noCounterpart("waitStrategy", "every object is waited for")
                .needsHand("healthCheckExprs", "write them as health checks of the installation, in CEL too")
                .needsHand(
                        "commonMetadata", "nothing is added to what the chart renders: set it by values of the chart");
        report.translated(
                "spec",
                "policy.onRemoval stays at confirm: a removal waits for approval. Write prune to delete at once");
        return policy;
    }
}
