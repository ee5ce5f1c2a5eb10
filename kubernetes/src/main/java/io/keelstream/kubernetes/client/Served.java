package io.keelstream.kubernetes.client;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a cluster serves.
 *
 * @param apis each version, and each kind in each version, as charts ask for them: {@code apps/v1}, {@code apps/v1/Deployment}; {@code v1} for
 *     the core group. Sorted
 * @param silent groups that are registered and do not answer now: what they serve is not known
 */
public record Served(List<String> apis, Set<String> silent) {

    public Served {
        apis = List.copyOf(apis);
        silent = Set.copyOf(silent);
    }

    static Served of(ServedResources resources) {
        List<String> apis = resources.types().values().stream()
                .flatMap(List::stream)
                .flatMap(type -> Stream.of(type.apiVersion(), type.apiVersion() + "/" + type.kind()))
                .distinct()
                .sorted()
                .toList();
        return new Served(apis, resources.unavailable());
    }
}
