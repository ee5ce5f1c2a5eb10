package io.keelstream.cli.adopt.flux;

import io.keelstream.cli.adopt.draft.Draft;
import io.keelstream.cli.adopt.draft.LabelText;
import io.keelstream.cli.adopt.draft.Parents;
import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.cli.adopt.source.DeployedFolder;
import io.keelstream.cli.adopt.source.Fields;
import io.keelstream.cli.adopt.source.FoundObject;
import io.keelstream.cli.adopt.source.OtherNamespaces;
import io.keelstream.cli.adopt.source.Sources;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.annotation.Flux;
import io.keelstream.kubernetes.object.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Kustomization of {@code kustomize.toolkit.fluxcd.io}, up to Flux 2.7, as a draft. */
final class FluxKustomization {

    static final String GROUP = "kustomize.toolkit.fluxcd.io";

    private final Sources sources;
    private final FluxSources repositories;
    private final Parents parents;
    private final Report report;

    FluxKustomization(Sources sources, FluxSources repositories, Parents parents, Report report) {
        this.sources = sources;
        this.repositories = repositories;
        this.parents = parents;
        this.report = report;
    }

    /** Empty, with a finding, where nothing is to be written for it. */
    Optional<Draft> draft(FoundObject found) {
        Manifest object = found.manifest();
        Fields root = new Fields(object.tree(), "", report).known("apiVersion", "kind", "metadata", "status");
        Fields spec = root.section("spec");
        Optional<String> ref =
                FluxClusters.ref(spec.section("sourceRef"), object.namespace(), sources, repositories, report);
        String path = spec.text("path").orElse(".");
        Optional<DeployedFolder> folder =
                ref.flatMap(each -> DeployedFolder.of(sources, spec.path("path"), path, report));
        Optional<Draft> draft =
                folder.filter(each -> !each.parent()).map(each -> draft(found, spec, each, ref.orElse("")));
        folder.ifPresent(each -> {
            if (each.parent()) {
                FluxParent.read(spec);
            }
            parents.add(report, each.tools());
            root.rest();
        });
        return draft;
    }

    private Draft draft(FoundObject found, Fields spec, DeployedFolder folder, String ref) {
        Manifest object = found.manifest();
        FluxPolicy policy = policy(spec);
        overlays(spec);
        if (!sources.tree().isKustomization(folder.folder())) {
            generated(spec, folder);
        }
        return new Draft(
                report,
                LabelText.of(object.name()),
                new Draft.Source(folder.folder(), "", Map.of(), folder.leftOut()).at(ref),
                new Draft.Place(FluxClusters.name(spec, sources.cluster(), report), namespace(spec, folder.folder())),
                policy.fields(),
                labels(object),
                policy.order(spec, found));
    }

    private FluxPolicy policy(Fields spec) {
        FluxPolicy policy = new FluxPolicy(report);
        policy.common(spec);
        boolean prunes = spec.isTrue("prune");
        if (!prunes) {
            policy.put("prune", Map.of("mode", "never"));
        }
        String deletion = spec.text("deletionPolicy").orElse("MirrorPrune");
        if (deletion.equals("Orphan") || (deletion.equals("MirrorPrune") && !prunes)) {
            policy.put("onRemoval", "orphan");
        } else {
            report.translated(
                    spec.path(spec.has("deletionPolicy") ? "deletionPolicy" : "prune"),
                    "policy.onRemoval stays at confirm: a removal waits for approval. Write prune to delete at once");
        }
        policy.put("createNamespace", false);
        spec.translated("wait", "every object is waited for")
                .translated("healthChecks", "every object is waited for")
                .needsHand("healthCheckExprs", "write them as health checks of the installation, in CEL too")
                .needsHand(
                        "force",
                        "an object whose immutable fields change gets the annotation " + Annotations.REPLACE
                                + ": on-immutable")
                .known("ignoreMissingComponents");
        return policy;
    }

    private void overlays(Fields spec) {
        for (String field : List.of("images", "patches", "components", "namePrefix", "nameSuffix")) {
            spec.needsHand(field, "write it as " + field + " into the kustomization of the folder");
        }
        for (String field : List.of("patchesStrategicMerge", "patchesJson6902")) {
            spec.needsHand(field, "write it as patches into the kustomization of the folder");
        }
        spec.needsHand(
                        "commonMetadata",
                        "write it as labels and commonAnnotations into the kustomization of the folder")
                .needsHand(
                        "postBuild",
                        "nothing is substituted in what kustomize renders: write the values into an overlay, or use a"
                                + " template with the same ${NAME} and the target's parameters")
                .needsHand(
                        "decryption",
                        "documents that SOPS encrypted for age recipients work once the applier has the identities"
                                + " (keelstream.sops-identities); PGP and cloud keys do not");
    }

    private String namespace(Fields spec, String folder) {
        String namespace = spec.text("targetNamespace").orElse("");
        if (namespace.isEmpty()) {
            report.translated(
                    "spec.targetNamespace",
                    "absent: an object without a namespace gets the one with the application's name, which is not"
                            + " created");
            return "";
        }
        if (!LabelText.is(namespace)) {
            report.needsHand(spec.path("targetNamespace"), "is not a DNS label");
            return "";
        }
        report.translated(spec.path("targetNamespace"), "namespace: " + namespace + ", for objects without one");
        OtherNamespaces.in(sources, folder, namespace)
                .ifPresent(other -> report.needsHand(
                        spec.path("targetNamespace"),
                        "overrides the namespace that " + other
                                + " names, which counts here: write a kustomization with namespace: " + namespace));
        return namespace;
    }

    /** Without a kustomization Flux makes one of all files, and takes folders inside that have one as such. */
    private void generated(Fields spec, DeployedFolder folder) {
        for (String each : sources.tree().folders()) {
            boolean inside = !each.equals(folder.folder()) && Paths.isWithin(folder.folder(), each);
            if (inside && sources.tree().isKustomization(each)) {
                report.needsHand(
                        spec.path("path"),
                        "has no kustomization, but " + each + " inside has one: write one that lists what is deployed");
                return;
            }
        }
    }

    private static Map<String, String> labels(Manifest object) {
        Map<String, String> labels = new LinkedHashMap<>();
        Manifest.map(object.metadata().get("labels")).forEach((name, value) -> {
            if (!name.contains(Flux.DOMAIN)) {
                labels.put(name, value == null ? "" : String.valueOf(value));
            }
        });
        return labels;
    }
}
