package io.keelstream.kubernetes.client;

import io.keelstream.kubernetes.object.GroupKind;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a cluster served at one moment. Immutable.
 *
 * @param types the resources of each kind, the server's preferred version first
 * @param unavailable groups that are registered but did not answer: nothing is known about their kinds
 */
record ServedResources(Map<GroupKind, List<ResourceType>> types, Set<String> unavailable) {

    ServedResources {
        types = Map.copyOf(types);
        unavailable = Set.copyOf(unavailable);
    }

    List<ResourceType> of(GroupKind groupKind) {
        return types.getOrDefault(groupKind, List.of());
    }

    Optional<ResourceType> find(String apiVersion, String kind) {
        return of(GroupKind.of(apiVersion, kind)).stream()
                .filter(type -> type.apiVersion().equals(apiVersion))
                .findFirst();
    }

    /** Collects resources in the order of preference. Not thread-safe. */
    static final class Collector {

        private final Map<GroupKind, List<ResourceType>> types = new LinkedHashMap<>();
        private final Set<String> unavailable = new HashSet<>();

        void add(ResourceType type) {
            List<ResourceType> known = types.computeIfAbsent(type.groupKind(), key -> new java.util.ArrayList<>());
            if (known.stream().noneMatch(other -> other.version().equals(type.version()))) {
                known.add(type);
            }
        }

        void unavailable(String group) {
            unavailable.add(group);
        }

        ServedResources done() {
            types.replaceAll((groupKind, found) -> List.copyOf(found));
            return new ServedResources(types, unavailable);
        }
    }
}
