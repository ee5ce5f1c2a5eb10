package io.keelstream.sandbox.resource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is served right now: an immutable built-in part and the resources of custom resource definitions, which
 * come and go. Thread-safe; readers see one consistent state.
 */
public final class Catalog {

    private final List<Resource> builtIn = BuiltIn.resources();
    private volatile State state = new State(builtIn);

    /** The resource at a path; null when it is not served. */
    public @Nullable Resource find(String group, String version, String plural) {
        for (Resource resource : state.byType.getOrDefault(new TypeKey(group, plural), List.of())) {
            if (resource.version().equals(version)) {
                return resource;
            }
        }
        return null;
    }

    /** The resource of a kind in exactly this version; null when it is not served. */
    public @Nullable Resource ofKind(String apiVersion, String kind) {
        return state.byKind.get(apiVersion + "/" + kind);
    }

    /** The resource as it is stored: the storage version of custom resources, the preferred version of built-in ones. */
    public @Nullable Resource stored(TypeKey type) {
        List<Resource> versions = state.byType.getOrDefault(type, List.of());
        for (Resource resource : versions) {
            CustomVersion custom = resource.custom();
            if (custom == null || custom.storageVersion().equals(resource.version())) {
                return resource;
            }
        }
        return versions.isEmpty() ? null : versions.getFirst();
    }

    /** All resources, grouped by group and version, in the order of discovery. */
    public Map<GroupVersion, List<Resource>> byGroupVersion() {
        return state.byGroupVersion;
    }

    /** Every resource in every version. */
    public List<Resource> all() {
        return state.all;
    }

    /** Replaces the resources of custom resource definitions. */
    public void serve(List<Resource> custom) {
        List<Resource> all = new ArrayList<>(builtIn);
        custom.stream()
                .sorted(Comparator.comparing(Resource::group)
                        .thenComparing(Resource::version, VersionOrder.PREFERRED_FIRST)
                        .thenComparing(Resource::plural))
                .forEach(all::add);
        state = new State(all);
    }

    private static final class State {

        private final List<Resource> all;
        private final Map<TypeKey, List<Resource>> byType = new LinkedHashMap<>();
        private final Map<String, Resource> byKind = new LinkedHashMap<>();
        private final Map<GroupVersion, List<Resource>> byGroupVersion = new LinkedHashMap<>();

        State(List<Resource> all) {
            this.all = List.copyOf(all);
            for (Resource resource : all) {
                byType.computeIfAbsent(resource.type(), _ -> new ArrayList<>()).add(resource);
                byKind.put(resource.apiVersion() + "/" + resource.kind(), resource);
                byGroupVersion
                        .computeIfAbsent(new GroupVersion(resource.group(), resource.version()), _ -> new ArrayList<>())
                        .add(resource);
            }
        }
    }
}
