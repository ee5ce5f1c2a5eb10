package io.keelstream.sandbox.discovery;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.sandbox.resource.Catalog;
import io.keelstream.sandbox.resource.GroupVersion;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.resource.Subresource;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Discovery: one document per group and version (legacy), and everything in two documents (aggregated). Thread-safe. */
public final class DiscoveryDocuments {

    /** Media type of aggregated discovery. */
    public static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private static final String MAJOR = "1";
    private static final String MINOR = "36";

    /** The order in which custom resources name their verbs; built-in ones sort them. */
    private static final List<String> CUSTOM_ORDER =
            List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");

    private final Catalog catalog;

    public DiscoveryDocuments(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The Kubernetes version whose behaviour is served. */
    public Map<String, @Nullable Object> version() {
        return Tree.of(
                "major", MAJOR,
                "minor", MINOR,
                "gitVersion", "v" + MAJOR + "." + MINOR + ".0+keelstream-sandbox",
                "gitCommit", "",
                "gitTreeState", "clean",
                "buildDate", "1970-01-01T00:00:00Z",
                "goVersion", "",
                "compiler", "",
                "platform", "java/" + Runtime.version().feature());
    }

    /** Paths served, for people who ask for the root. */
    public List<String> paths() {
        List<String> paths = new ArrayList<>(List.of("/api", "/api/v1", "/apis"));
        for (GroupVersion groupVersion : catalog.byGroupVersion().keySet()) {
            if (!groupVersion.group().isEmpty()) {
                paths.add("/apis/" + groupVersion);
            }
        }
        paths.addAll(List.of("/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"));
        return paths;
    }

    /** {@code GET /api}. */
    public Map<String, @Nullable Object> coreVersions() {
        return Tree.of("kind", "APIVersions", "versions", List.of("v1"), "serverAddressByClientCIDRs", List.of());
    }

    /** {@code GET /apis}. */
    public Map<String, @Nullable Object> groups() {
        List<@Nullable Object> groups = new ArrayList<>();
        versionsByGroup().forEach((name, versions) -> {
            if (!name.isEmpty()) {
                groups.add(entry(name, versions));
            }
        });
        return Tree.of("kind", "APIGroupList", "apiVersion", "v1", "groups", groups);
    }

    /** {@code GET /apis/<group>}; null when it is not served. */
    public @Nullable Map<String, @Nullable Object> group(String name) {
        List<String> versions = versionsByGroup().get(name);
        if (versions == null || name.isEmpty()) {
            return null;
        }
        Map<String, @Nullable Object> group = Tree.of("kind", "APIGroup", "apiVersion", "v1");
        group.putAll(entry(name, versions));
        return group;
    }

    /** {@code GET /apis/<group>/<version>}; null when it is not served. */
    public @Nullable Map<String, @Nullable Object> resources(GroupVersion groupVersion) {
        List<Resource> resources = catalog.byGroupVersion().get(groupVersion);
        if (resources == null) {
            return null;
        }
        List<@Nullable Object> entries = new ArrayList<>();
        for (Resource resource : resources) {
            entries.add(Tree.of(
                    "name", resource.plural(),
                    "singularName", resource.names().singular(),
                    "namespaced", resource.namespaced(),
                    "kind", resource.kind(),
                    "verbs", verbs(resource),
                    "shortNames", orNull(resource.names().shortNames()),
                    "categories", orNull(resource.names().categories())));
            for (Subresource part : resource.subresources().values()) {
                entries.add(Tree.of(
                        "name",
                        resource.plural() + "/" + part.name(),
                        "singularName",
                        "",
                        "namespaced",
                        resource.namespaced(),
                        "group",
                        part.group().isEmpty() ? null : part.group(),
                        "version",
                        part.version().isEmpty() ? null : part.version(),
                        "kind",
                        part.kind(),
                        "verbs",
                        verbs(part.verbs())));
            }
        }
        return Tree.of(
                "kind",
                "APIResourceList",
                "apiVersion",
                "v1",
                "groupVersion",
                groupVersion.toString(),
                "resources",
                entries);
    }

    /** {@code GET /api} or {@code /apis} in the aggregated form. */
    public byte[] aggregated(boolean core) {
        List<@Nullable Object> groups = new ArrayList<>();
        versionsByGroup().forEach((name, versions) -> {
            if (name.isEmpty() == core) {
                List<@Nullable Object> entries = new ArrayList<>();
                versions.forEach(version -> entries.add(Tree.of(
                        "version",
                        version,
                        "resources",
                        aggregated(new GroupVersion(name, version)),
                        "freshness",
                        "Current")));
                groups.add(Tree.of(
                        "metadata",
                        Tree.of("name", name.isEmpty() ? null : name, "creationTimestamp", null),
                        "versions",
                        entries));
            }
        });
        return Json.write(Tree.of(
                "kind",
                "APIGroupDiscoveryList",
                "apiVersion",
                "apidiscovery.k8s.io/v2",
                "metadata",
                Tree.of(),
                "items",
                groups));
    }

    private List<@Nullable Object> aggregated(GroupVersion groupVersion) {
        List<@Nullable Object> entries = new ArrayList<>();
        for (Resource resource : catalog.byGroupVersion().getOrDefault(groupVersion, List.of())) {
            List<@Nullable Object> parts = new ArrayList<>();
            resource.subresources()
                    .values()
                    .forEach(part -> parts.add(Tree.of(
                            "subresource", part.name(),
                            "responseKind", partKind(resource, part),
                            "verbs", verbs(part.verbs()))));
            entries.add(Tree.of(
                    "resource", resource.plural(),
                    "responseKind", ownKind(resource),
                    "scope", resource.namespaced() ? "Namespaced" : "Cluster",
                    "singularResource", resource.names().singular(),
                    "verbs", verbs(resource),
                    "shortNames", orNull(resource.names().shortNames()),
                    "categories", orNull(resource.names().categories()),
                    "subresources", parts.isEmpty() ? null : parts));
        }
        return entries;
    }

    private Map<String, List<String>> versionsByGroup() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (GroupVersion groupVersion : catalog.byGroupVersion().keySet()) {
            groups.computeIfAbsent(groupVersion.group(), _ -> new ArrayList<>()).add(groupVersion.version());
        }
        return groups;
    }

    private static Map<String, @Nullable Object> entry(String name, List<String> versions) {
        List<@Nullable Object> entries = new ArrayList<>();
        versions.forEach(version -> entries.add(version(name, version)));
        return Tree.of("name", name, "versions", entries, "preferredVersion", version(name, versions.getFirst()));
    }

    private static Map<String, @Nullable Object> version(String group, String version) {
        return Tree.of("groupVersion", group + "/" + version, "version", version);
    }

    /** Built-in resources leave group and version out where they are those of the list; custom ones say them. */
    private static Map<String, @Nullable Object> ownKind(Resource resource) {
        return resource.custom() == null
                ? kind("", "", resource.kind())
                : kind(resource.group(), resource.version(), resource.kind());
    }

    private static Map<String, @Nullable Object> partKind(Resource resource, Subresource part) {
        return resource.custom() != null && part.group().isEmpty()
                ? ownKind(resource)
                : kind(part.group(), part.version(), part.kind());
    }

    private static Map<String, @Nullable Object> kind(String group, String version, String kind) {
        return Tree.of("group", group, "version", version, "kind", kind);
    }

    private static List<String> verbs(Resource resource) {
        return resource.custom() == null
                ? verbs(resource.verbs())
                : CUSTOM_ORDER.stream().filter(resource.verbs()::contains).toList();
    }

    private static List<String> verbs(java.util.Set<String> verbs) {
        return verbs.stream().sorted().toList();
    }

    private static @Nullable List<String> orNull(List<String> list) {
        return list.isEmpty() ? null : list;
    }
}
