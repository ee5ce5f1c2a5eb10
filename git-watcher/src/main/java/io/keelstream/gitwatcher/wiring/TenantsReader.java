package io.keelstream.gitwatcher.wiring;

import io.keelstream.contracts.targets.TenantLimits;
import io.keelstream.gitwatcher.application.Names;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.tenant.Tenant;
import io.keelstream.gitwatcher.tenant.Tenant.Folder;
import io.keelstream.gitwatcher.tenant.Tenants;
import io.keelstream.gitwatcher.wiring.TenantProperties.TenantFolder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Checks who may deploy what. A pattern that can match nothing is a mistake, since a limit that is misspelt limits nothing or everything.
 * Used once.
 */
final class TenantsReader {

    private static final Pattern KIND = Pattern.compile("[A-Z*][A-Za-z0-9*]*(\\.[a-z0-9*][-a-z0-9.*]*)?");
    private static final Pattern NAMESPACE = Pattern.compile("[-a-z0-9*]+");

    private final Set<String> repositories;
    private final Set<String> clusters;
    private final List<String> mistakes;
    private final Map<Folder, String> owners = new HashMap<>();

    /**
     * @param repositories the names of the installation's repositories
     * @param clusters the names of its clusters
     * @param mistakes gets one line per mistake
     */
    TenantsReader(Set<String> repositories, Set<String> clusters, List<String> mistakes) {
        this.repositories = repositories;
        this.clusters = clusters;
        this.mistakes = mistakes;
    }

    Tenants read(List<TenantProperties.Tenant> written) {
        List<Tenant> tenants = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            Tenant tenant = read("keelstream.tenants[" + i + "]", written.get(i));
            if (tenants.stream().anyMatch(each -> each.name().equals(tenant.name()))) {
                mistake("keelstream.tenants[" + i + "].name", tenant.name(), "a name that no other tenant has");
            }
            tenants.add(tenant);
        }
        return new Tenants(tenants);
    }

    private Tenant read(String at, TenantProperties.Tenant written) {
        String name = written.name() == null ? "" : written.name();
        if (!Names.isDnsLabel(name)) {
            mistake(at + ".name", name, "a DNS label (1 to 63 of a-z, 0-9 and '-')");
        }
        needed(at + ".clusters", written.clusters(), "names of clusters, or \"*\"");
        needed(at + ".namespaces", written.namespaces(), "names of namespaces, such as \"" + name + "-*\"");
        if (written.folders().isEmpty()) {
            mistakes.add(at + ".folders: is empty; allowed: at least one folder of a repository");
        }
        return new Tenant(
                new TenantLimits(
                        name,
                        patterns(at + ".namespaces", written.namespaces(), matching(NAMESPACE), "names of namespaces"),
                        patterns(at + ".kinds", written.kinds(), matching(KIND), "Kind.group as kubectl writes it"),
                        patterns(
                                at + ".cluster-scoped",
                                written.clusterScoped(),
                                matching(KIND),
                                "Kind.group as kubectl writes it"),
                        any(at + ".cluster-roles", written.clusterRoles()),
                        any(at + ".service-accounts", written.serviceAccounts())),
                folders(at, name, written.folders()),
                patterns(at + ".applications", written.applications(), matching(NAMESPACE), "names of applications"),
                patterns(
                        at + ".clusters",
                        written.clusters(),
                        each -> each.contains("*") || clusters.contains(each),
                        "names of clusters of the installation"),
                patterns(
                        at + ".depends-on",
                        written.dependsOn(),
                        each -> each.equals("*") || each.contains("/"),
                        "TARGET/APPLICATION"),
                patterns(
                        at + ".fetches",
                        written.fetches(),
                        each -> each.startsWith("*") || each.contains("://"),
                        "addresses with their scheme, such as oci://registry.example.com/charts/*"));
    }

    private List<Folder> folders(String at, String tenant, List<TenantFolder> written) {
        List<Folder> folders = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            TenantFolder each = written.get(i);
            String property = at + ".folders[" + i + "]";
            String repository = each.repository() == null ? "" : each.repository();
            if (!repositories.contains(repository)) {
                mistake(property + ".repository", repository, "the name of a repository of the installation");
            }
            String path = Paths.resolve("", each.path());
            if (path == null) {
                mistake(property + ".path", each.path(), "a folder inside the repository");
                continue;
            }
            Folder folder = new Folder(repository, path);
            String owner = owners.putIfAbsent(folder, tenant);
            if (owner != null) {
                mistake(
                        property + ".path",
                        each.path(),
                        "a folder that is written once; tenant '" + owner + "' has it");
            }
            folders.add(folder);
        }
        return folders;
    }

    private void needed(String property, List<String> written, String allowed) {
        if (written.isEmpty()) {
            mistakes.add(property + ": is empty; allowed: " + allowed);
        }
    }

    private List<String> any(String property, List<String> written) {
        return patterns(property, written, each -> true, "names");
    }

    private List<String> patterns(String property, List<String> written, Predicate<String> allowed, String what) {
        for (String each : written) {
            String name = each.startsWith("!") ? each.substring(1) : each;
            if (name.isBlank() || !name.equals(name.strip()) || !allowed.test(name)) {
                mistake(property, each, what + ", with * for any text and ! before what is excluded");
            }
        }
        if (!written.isEmpty() && written.stream().allMatch(each -> each.startsWith("!"))) {
            mistakes.add(property + ": only excludes, so that nothing is left; allowed: \"*\" beside it");
        }
        return written;
    }

    private static Predicate<String> matching(Pattern pattern) {
        return each -> pattern.matcher(each).matches();
    }

    private void mistake(String property, String value, String allowed) {
        mistakes.add(property + ": is '" + value + "'; allowed: " + allowed);
    }
}
