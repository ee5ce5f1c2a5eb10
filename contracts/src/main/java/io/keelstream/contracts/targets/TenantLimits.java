package io.keelstream.contracts.targets;

import java.util.List;

/**
 * What a tenant may have in clusters. The lists have patterns, in which {@code *} stands for any text; one that begins with {@code !}
 * excludes what the others allow. What no pattern allows is refused.
 *
 * @param name the tenant's name in the installation
 * @param namespaces its namespaces
 * @param kinds its kinds of objects in namespaces, as kubectl writes them ({@code Deployment.apps}, {@code ConfigMap})
 * @param clusterScoped its kinds of cluster-scoped objects
 * @param clusterRoles the ClusterRoles that its bindings may grant
 * @param serviceAccounts the service accounts that its pods may run as
 */
public record TenantLimits(
        String name,
        List<String> namespaces,
        List<String> kinds,
        List<String> clusterScoped,
        List<String> clusterRoles,
        List<String> serviceAccounts) {

    public TenantLimits {
        namespaces = List.copyOf(namespaces);
        kinds = List.copyOf(kinds);
        clusterScoped = List.copyOf(clusterScoped);
        clusterRoles = List.copyOf(clusterRoles);
        serviceAccounts = List.copyOf(serviceAccounts);
    }
}
