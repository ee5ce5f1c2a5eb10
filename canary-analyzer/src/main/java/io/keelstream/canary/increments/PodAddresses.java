package io.keelstream.canary.increments;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The pods by the addresses that they are scraped from: one scrape may name the pod and another one only its address, as for the
 * targets of a Service that are found by DNS. Immutable.
 */
final class PodAddresses {

    private final Map<String, Set<String>> pods = new HashMap<>();

    /** @param all every series of a metric */
    PodAddresses(Collection<List<Series>> all) {
        all.forEach(list -> list.forEach(series -> {
            if (!series.pod().isEmpty() && !series.host().isEmpty()) {
                pods.computeIfAbsent(series.host(), host -> new HashSet<>()).add(series.pod());
            }
        }));
    }

    /** The series; one that names no pod has the pod that alone has its address. */
    List<Series> named(List<Series> series) {
        return series.stream().map(this::named).toList();
    }

    private Series named(Series series) {
        Set<String> known = series.pod().isEmpty() ? pods.getOrDefault(series.host(), Set.of()) : Set.of();
        return known.size() == 1 ? series.ofPod(known.iterator().next()) : series;
    }
}
