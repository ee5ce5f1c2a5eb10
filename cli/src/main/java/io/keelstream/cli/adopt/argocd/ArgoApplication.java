package io.keelstream.cli.adopt.argocd;

import io.keelstream.cli.adopt.draft.Draft;
import io.keelstream.cli.adopt.draft.Draft.Place;
import io.keelstream.cli.adopt.draft.LabelText;
import io.keelstream.cli.adopt.draft.Parents;
import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.cli.adopt.source.Fields;
import io.keelstream.cli.adopt.source.Sources;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One Application as drafts, one for each of its sources that is deployed. The fields are those of {@code argoproj.io/v1alpha1} up to Argo CD 3.1.
 */
final class ArgoApplication {

    private static final String HERE = "https://kubernetes.default.svc";

    private final Sources sources;
    private final Parents parents;

    ArgoApplication(Sources sources, Parents parents) {
        this.sources = sources;
        this.parents = parents;
    }

    /**
     * What an Application deploys.
     *
     * @param cascades whether deleting it deletes its objects
     */
    List<Draft> drafts(Manifest application, boolean cascades, Report report) {
        Fields root = new Fields(application.tree(), "", report).known("apiVersion", "kind", "status", "operation");
        Fields metadata = metadata(root.section("metadata"));
        Fields spec = root.section("spec")
                .noCounterpart("revisionHistoryLimit", "the last three commits that were healthy are kept to return to")
                .noCounterpart("info", "there is no place for notes and links; keep them in a comment");
        if (!spec.text("project").orElse("default").equals("default")) {
            report.translated(
                    spec.path("project"),
                    "what it may deploy is said by a tenant of the installation that has the folder"
                            + " (keelstream.tenants)");
        }
        Place place = place(spec.section("destination"), report);
        Map<String, Object> policy = new ArgoPolicy(report).read(spec, cascades);
        if (ArgoAnnotations.skipsReconciliation(metadata)) {
            policy.put("sync", "manual");
            policy.put("drift", "report");
        }
        IgnoredDifferences.report(spec, report);
        List<Draft> drafts = sources(spec, application.name(), place, policy, metadata.textMap("labels"), report);
        root.rest();
        return drafts;
    }

    /** Whether deleting an Application deletes its objects: its finalizer says so. */
    static boolean cascades(Manifest application) {
        return Manifest.list(application.metadata().get("finalizers")).stream()
                .anyMatch(each -> String.valueOf(each).startsWith("resources-finalizer.argocd.argoproj.io"));
    }

    private static Fields metadata(Fields metadata) {
        metadata.known(
                "name",
                "namespace",
                "finalizers",
                "uid",
                "resourceVersion",
                "generation",
                "creationTimestamp",
                "managedFields");
        return metadata;
    }

    private Place place(Fields destination, Report report) {
        String namespace = destination.text("namespace").orElse("");
        if (!namespace.isEmpty() && !LabelText.is(namespace)) {
            report.needsHand(destination.path("namespace"), "is not a DNS label");
            namespace = "";
        }
        String name = destination.text("name").orElse("");
        String server = destination.text("server").orElse("").replaceFirst("/+$", "");
        if (name.equals("in-cluster") || server.equals(HERE) || (name.isEmpty() && server.isEmpty())) {
            return new Place(sources.cluster(), namespace);
        }
        String cluster = LabelText.of(name.isEmpty() ? server.replaceFirst("^https?://", "") : name);
        String field = destination.path(name.isEmpty() ? "server" : "name");
        if (name.equals(cluster)) {
            report.translated(field, "cluster: " + cluster + ", which the installation must know by that name");
        } else {
            report.needsHand(
                    field, "is written as cluster: " + cluster + ". Use the name that the installation has for it");
        }
        return new Place(cluster, namespace);
    }

    private List<Draft> sources(
            Fields spec,
            String name,
            Place place,
            Map<String, Object> policy,
            Map<String, String> labels,
            Report report) {
        List<Fields> all = spec.sections("sources");
        List<Fields> used = all.isEmpty() ? List.of(spec.section("source")) : all;
        spec.known("source");
        List<Draft> drafts = new ArrayList<>();
        String folder = sources.sameTree() ? Paths.parent(report.origin().file()) : "";
        ArgoSource reader = new ArgoSource(sources, report, folder);
        for (Fields source : used) {
            reader.read(source, name).ifPresent(found -> {
                String own = found.releaseName().isEmpty() ? name : found.releaseName();
                drafts.add(new Draft(report, ownName(own, report), found.source(), place, policy, labels));
            });
        }
        parents.add(report, reader.deployed());
        if (!reader.deployed().isEmpty()) {
            parent(spec, place, policy, report);
        }
        if (drafts.size() < 2) {
            return drafts;
        }
        report.translated("spec.sources", "each source is an application of its own, and they are released one by one");
        return distinct(drafts);
    }

    /** What an app of apps says about the Applications that it deploys, beside what its source says. */
    private void parent(Fields spec, Place place, Map<String, Object> policy, Report report) {
        if ("manual".equals(policy.get("sync"))) {
            report.needsHand(
                    spec.path("syncPolicy"),
                    "objects of the tool that it deploys wait for somebody: see that Git says what the cluster has");
        }
        if (!place.cluster().equals(sources.cluster())) {
            report.needsHand(
                    spec.path("destination"),
                    "objects of the tool that it deploys are in another cluster, and what they call in-cluster is that"
                            + " one");
        }
    }

    private static String ownName(String name, Report report) {
        String label = LabelText.of(name);
        if (!label.equals(name)) {
            report.translated("metadata.name", "is written as " + label + ", because a name is a DNS label");
        }
        return label;
    }

    /** The first keeps its name, the others get that of their folder behind it. */
    private static List<Draft> distinct(List<Draft> drafts) {
        List<Draft> named = new ArrayList<>();
        for (Draft draft : drafts) {
            String folder = draft.source().folder();
            String last = LabelText.of(folder.substring(folder.lastIndexOf('/') + 1));
            named.add(named.isEmpty() ? draft : draft.named(LabelText.of(draft.name() + "-" + last)));
        }
        return named;
    }
}
