package io.keelstream.gitwatcher.wiring;

import io.keelstream.gitwatcher.tenant.Tenants;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The tenants of the installation, as written. {@link TenantsReader} checks them.
 *
 * @param tenants the teams that deploy, each from its own folders; none means that every folder may deploy everything
 */
@ConfigurationProperties("keelstream")
public record TenantProperties(@DefaultValue List<Tenant> tenants) {

    /**
     * The tenants as they are checked.
     *
     * @param repositories the names of the installation's repositories
     * @param clusters the names of its clusters
     * @throws InvalidPropertiesException with one line per mistake
     */
    public Tenants read(Set<String> repositories, Set<String> clusters) {
        List<String> mistakes = new ArrayList<>();
        Tenants read = new TenantsReader(repositories, clusters, mistakes).read(tenants);
        if (!mistakes.isEmpty()) {
            throw new InvalidPropertiesException(mistakes);
        }
        return read;
    }

    /** No tenants. */
    public static final TenantProperties NONE = new TenantProperties(List.of());

    /**
     * A team that deploys from its own folders. In all lists {@code *} stands for any text, and a pattern that begins with {@code !}
     * excludes what the others allow.
     *
     * @param name its name, for messages; a DNS label
     * @param folders the folders that are its own, with all below them that no other tenant has
     * @param applications the names that its applications may have
     * @param clusters the clusters that its targets may name
     * @param namespaces the namespaces that its targets and objects may be in
     * @param kinds the kinds of objects in namespaces that it may deploy, as kubectl writes them: {@code Deployment.apps},
     *     {@code ConfigMap}
     * @param clusterScoped the kinds of cluster-scoped objects that it may deploy; a {@code Namespace} has to be one of its
     *     {@code namespaces} too
     * @param clusterRoles the ClusterRoles that its RoleBindings and ClusterRoleBindings may grant
     * @param serviceAccounts the service accounts that its pods may name
     * @param dependsOn the targets, as {@code TARGET/APPLICATION}, that its targets may depend on, beside those of {@code applications}
     * @param fetches the addresses from which its charts and bases may come: {@code oci://HOST/...}, {@code https://HOST/...},
     *     {@code git::https://HOST/...}
     */
    public record Tenant(
            @Nullable String name,
            @DefaultValue List<TenantFolder> folders,
            @DefaultValue("*") List<String> applications,
            @DefaultValue List<String> clusters,
            @DefaultValue List<String> namespaces,
            @DefaultValue("*") List<String> kinds,
            @DefaultValue List<String> clusterScoped,
            @DefaultValue List<String> clusterRoles,
            @DefaultValue("*") List<String> serviceAccounts,
            @DefaultValue List<String> dependsOn,
            @DefaultValue List<String> fetches) {}

    /**
     * A folder of a tenant.
     *
     * @param repository the name of a repository of the installation; all of its refs count
     * @param path the folder, from the repository's root
     */
    public record TenantFolder(
            @Nullable String repository, @DefaultValue(".") String path) {}
}
