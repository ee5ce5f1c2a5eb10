package io.keelstream.gitwatcher.tenant;

import io.keelstream.contracts.targets.TenantLimits;
import io.keelstream.gitwatcher.snapshot.Paths;
import java.util.List;

/**
 * A team that may deploy what its limits allow. The lists have patterns, as those of {@link TenantLimits} do.
 *
 * @param limits what its objects are held to
 * @param folders the folders that are its own
 * @param applications the names that its applications may have
 * @param clusters the clusters that its targets may name
 * @param dependsOn the targets, beside those of its own applications, that its targets may depend on
 * @param fetches the addresses from which its charts and bases may come
 */
public record Tenant(
        TenantLimits limits,
        List<Folder> folders,
        List<String> applications,
        List<String> clusters,
        List<String> dependsOn,
        List<String> fetches) {

    public Tenant {
        folders = List.copyOf(folders);
        applications = List.copyOf(applications);
        clusters = List.copyOf(clusters);
        dependsOn = List.copyOf(dependsOn);
        fetches = List.copyOf(fetches);
    }

    /** Its name in the installation. */
    public String name() {
        return limits.name();
    }

    /**
     * A folder of a repository, with all that is below it.
     *
     * @param repository the repository's name in the installation; all of its refs count
     * @param path the folder, from the repository's root; empty for all of it
     */
    public record Folder(String repository, String path) {

        boolean holds(String otherRepository, String inside) {
            return repository.equals(otherRepository) && Paths.isWithin(path, inside);
        }
    }
}
