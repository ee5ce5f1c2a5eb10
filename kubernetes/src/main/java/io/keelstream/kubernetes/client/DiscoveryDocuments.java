package io.keelstream.kubernetes.client;

import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the two forms of discovery documents. Stateless. */
final class DiscoveryDocuments {

    private DiscoveryDocuments() {}

    /** Whether the server answered in the aggregated form, which holds everything. */
    static boolean isAggregated(Map<String, @Nullable Object> tree) {
        return "APIGroupDiscoveryList".equals(tree.get("kind"));
    }

    /** {@code APIGroupDiscoveryList} of apidiscovery.k8s.io/v2: groups, their versions by preference, resources. */
    static void aggregated(Map<String, @Nullable Object> tree, ServedResources.Collector into) {
        for (Map<String, @Nullable Object> item : maps(tree, "items")) {
            String group = text(Manifest.map(item.get("metadata")), "name");
            for (Map<String, @Nullable Object> version : maps(item, "versions")) {
                if ("Stale".equals(version.get("freshness"))) {
                    into.unavailable(group);
                }
                for (Map<String, @Nullable Object> resource : maps(version, "resources")) {
                    String kind = text(Manifest.map(resource.get("responseKind")), "kind");
                    add(
                            into,
                            new ResourceType(
                                    group,
                                    text(version, "version"),
                                    kind,
                                    text(resource, "resource"),
                                    "Namespaced".equals(resource.get("scope")),
                                    verbs(resource),
                                    hasStatus(resource)));
                }
            }
        }
    }

    /** Versions of {@code APIVersions} (core) as apiVersions. */
    static List<String> coreVersions(Map<String, @Nullable Object> tree) {
        return Manifest.list(tree.get("versions")).stream().map(String::valueOf).toList();
    }

    /** Versions of {@code APIGroupList} as apiVersions; within a group the preferred one first. */
    static List<String> groupVersions(Map<String, @Nullable Object> tree) {
        List<String> all = new ArrayList<>();
        for (Map<String, @Nullable Object> group : maps(tree, "groups")) {
            String preferred = text(Manifest.map(group.get("preferredVersion")), "groupVersion");
            if (!preferred.isEmpty()) {
                all.add(preferred);
            }
            maps(group, "versions").stream()
                    .map(version -> text(version, "groupVersion"))
                    .filter(version -> !version.equals(preferred))
                    .forEach(all::add);
        }
        return all;
    }

    /** {@code APIResourceList} of one version. Names with a slash are subresources. */
    static void resources(String apiVersion, Map<String, @Nullable Object> tree, ServedResources.Collector into) {
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        String version = apiVersion.substring(slash + 1);
        List<Map<String, @Nullable Object>> resources = maps(tree, "resources");
        Set<String> names =
                resources.stream().map(resource -> text(resource, "name")).collect(Collectors.toSet());
        for (Map<String, @Nullable Object> resource : resources) {
            String plural = text(resource, "name");
            add(
                    into,
                    new ResourceType(
                            group,
                            version,
                            text(resource, "kind"),
                            plural,
                            Boolean.TRUE.equals(resource.get("namespaced")),
                            verbs(resource),
                            names.contains(plural + "/status")));
        }
    }

    private static void add(ServedResources.Collector into, ResourceType type) {
        boolean complete = !type.kind().isEmpty() && !type.plural().isEmpty();
        if (complete && type.plural().indexOf('/') < 0) {
            into.add(type);
        }
    }

    private static boolean hasStatus(Map<String, @Nullable Object> resource) {
        return maps(resource, "subresources").stream().anyMatch(each -> "status".equals(each.get("subresource")));
    }

    private static Set<String> verbs(Map<String, @Nullable Object> resource) {
        Set<String> verbs = new HashSet<>();
        Manifest.list(resource.get("verbs")).forEach(verb -> verbs.add(String.valueOf(verb)));
        return verbs;
    }

    private static List<Map<String, @Nullable Object>> maps(Map<String, @Nullable Object> tree, String key) {
        List<Map<String, @Nullable Object>> maps = new ArrayList<>();
        Manifest.list(tree.get(key)).forEach(item -> maps.add(Manifest.map(item)));
        return maps;
    }

    private static String text(Map<String, @Nullable Object> map, String key) {
        return map.get(key) instanceof String text ? text : "";
    }
}
