package io.keelstream.cli.adopt.argocd;

import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.cli.adopt.source.Fields;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;

/** An AppProject: what it allows is a tenant of the installation, which a person writes, because folders and clusters have other names there. Stateless. */
final class ArgoProject {

    private static final String ANY = "*";

    private ArgoProject() {}

    /** Reports where each of its limits goes. One that allows everything limits nothing. */
    static void report(Manifest project, Report report) {
        Fields root = new Fields(project.tree(), "", report).known("apiVersion", "kind", "metadata", "status");
        Fields spec = root.section("spec").known("description", "sourceNamespaces");
        List<String> repositories = spec.texts("sourceRepos");
        if (!repositories.contains(ANY)) {
            report.needsHand(
                    spec.path("sourceRepos"),
                    tenant("folders, with a repository for each of " + repositories
                            + ", and fetches for those of charts"));
        }
        List<Fields> destinations = spec.sections("destinations");
        List<String> places = destinations.stream().map(ArgoProject::place).toList();
        if (!places.contains("*/*")) {
            report.needsHand(
                    spec.path("destinations"), tenant("clusters and namespaces, as cluster/namespace " + places));
        }
        List<String> kinds = kinds(spec, "clusterResourceWhitelist");
        if (!kinds.contains(ANY)) {
            report.needsHand(spec.path("clusterResourceWhitelist"), tenant("cluster-scoped: " + kinds));
        }
        limit(spec, "clusterResourceBlacklist", "cluster-scoped, with ! before each of ", report);
        limit(spec, "namespaceResourceWhitelist", "kinds: ", report);
        limit(spec, "namespaceResourceBlacklist", "kinds: \"*\", and with ! before each of ", report);
        spec.needsHand("syncWindows", "they are policy.windows of each application, by days and times instead of cron")
                .needsHand(
                        "destinationServiceAccounts",
                        "impersonate of a cluster in the installation's file names one account for each namespace")
                .needsHand("signatureKeys", "repositories[].verify in the installation's file: the allowed keys")
                .needsHand("sourceIntegrity", "repositories[].verify in the installation's file: the allowed keys")
                .needsHand("permitOnlyProjectScopedClusters", tenant("clusters"))
                .noCounterpart(
                        "roles",
                        "who may push decides what is deployed, and actors in the installation's file who may approve,"
                                + " pin and retry")
                .noCounterpart("orphanedResources", "objects that no target has are not looked at");
        root.rest();
    }

    private static void limit(Fields spec, String field, String list, Report report) {
        List<String> kinds = kinds(spec, field);
        if (!kinds.isEmpty()) {
            report.needsHand(spec.path(field), tenant(list + kinds));
        }
    }

    private static String tenant(String list) {
        return "has no limit before the installation has a tenant for it: keelstream.tenants[]." + list;
    }

    private static String place(Fields destination) {
        String name = destination.text("name").orElse("");
        String server = destination.text("server").orElse("");
        return (name.isEmpty() ? server : name) + "/"
                + destination.text("namespace").orElse("");
    }

    /** As tenants write them: {@code Deployment.apps}; a star for everything. */
    private static List<String> kinds(Fields spec, String field) {
        return spec.sections(field).stream().map(ArgoProject::kind).toList();
    }

    private static String kind(Fields item) {
        String group = item.text("group").orElse("");
        String kind = item.text("kind").orElse("");
        String name = item.text("name").map(each -> " named " + each).orElse("");
        return (kind.equals(ANY) && group.equals(ANY) ? ANY : group.isEmpty() ? kind : kind + "." + group) + name;
    }
}
