package io.keelstream.gitwatcher.render;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The clusters that targets may name, and what charts see of them: what the installation states takes precedence over what clusters publish,
 * and that over what they answered before they published anything. Thread-safe.
 *
 * @param stated what the installation states, by name
 * @param answered what clusters answered at the start that nothing is stated of, by name
 * @param published what clusters publish of themselves, by name, as far as that is known now
 */
public record KnownClusters(
        SortedMap<String, ClusterFacts> stated,
        Map<String, ClusterFacts> answered,
        Supplier<Map<String, ClusterFacts>> published) {

    public KnownClusters {
        stated = Collections.unmodifiableSortedMap(new TreeMap<>(stated));
        answered = Map.copyOf(answered);
    }

    /** Clusters of which nothing else is known. */
    public static KnownClusters stated(Map<String, ClusterFacts> stated) {
        return new KnownClusters(new TreeMap<>(stated), Map.of(), Map::of);
    }

    /** Whether targets may name it. */
    public boolean has(String name) {
        return stated.containsKey(name);
    }

    /** What the installation states of a cluster. */
    public ClusterFacts statedOf(String name) {
        return stated.getOrDefault(name, ClusterFacts.UNSTATED);
    }

    /** What charts see of a cluster. */
    public ClusterFacts of(String name) {
        ClusterFacts before = answered.getOrDefault(name, ClusterFacts.UNSTATED);
        return statedOf(name).or(published.get().getOrDefault(name, before));
    }
}
