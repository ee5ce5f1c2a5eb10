package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.targets.TenantLimits;
import io.keelstream.gitwatcher.tenant.Tenant;
import io.keelstream.gitwatcher.tenant.Tenant.Folder;
import java.util.List;

/** Tenants for tests: a platform team that may do everything, and teams with folders and namespaces of their own. */
final class Teams {

    private static final List<String> ALL = List.of("*");

    private Teams() {}

    static Tenant platform() {
        return new Tenant(
                new TenantLimits("platform", ALL, ALL, ALL, ALL, ALL), List.of(folder("")), ALL, ALL, ALL, ALL);
    }

    /** A team with {@code teams/NAME}, whose applications begin with its name, and whose namespaces do. */
    static Tenant team(String name) {
        return new Tenant(
                new TenantLimits(
                        name,
                        List.of(name, name + "-*", "common"),
                        List.of("*", "!ResourceQuota"),
                        List.of(),
                        List.of("view"),
                        List.of("*", "!deployer")),
                List.of(folder("teams/" + name)),
                List.of(name + "-*"),
                List.of("default"),
                List.of("*/database"),
                List.of("oci://registry.example.com/" + name + "/*"));
    }

    /** The same team, whose applications may have any name. */
    static Tenant withAnyName(Tenant team) {
        return new Tenant(team.limits(), team.folders(), ALL, team.clusters(), team.dependsOn(), team.fetches());
    }

    /** The same team, which fetches nothing from elsewhere. */
    static Tenant withoutFetches(Tenant team) {
        return new Tenant(
                team.limits(), team.folders(), team.applications(), team.clusters(), team.dependsOn(), List.of());
    }

    /** The same team with other namespaces. */
    static Tenant withNamespaces(Tenant team, String... namespaces) {
        TenantLimits limits = team.limits();
        return new Tenant(
                new TenantLimits(
                        limits.name(),
                        List.of(namespaces),
                        limits.kinds(),
                        limits.clusterScoped(),
                        limits.clusterRoles(),
                        limits.serviceAccounts()),
                team.folders(),
                team.applications(),
                team.clusters(),
                team.dependsOn(),
                team.fetches());
    }

    /** The same team with cluster-scoped kinds. */
    static Tenant withClusterScoped(Tenant team, String... kinds) {
        TenantLimits limits = team.limits();
        return new Tenant(
                new TenantLimits(
                        limits.name(),
                        limits.namespaces(),
                        limits.kinds(),
                        List.of(kinds),
                        limits.clusterRoles(),
                        limits.serviceAccounts()),
                team.folders(),
                team.applications(),
                team.clusters(),
                team.dependsOn(),
                team.fetches());
    }

    private static Folder folder(String path) {
        return new Folder("infra", path);
    }
}
