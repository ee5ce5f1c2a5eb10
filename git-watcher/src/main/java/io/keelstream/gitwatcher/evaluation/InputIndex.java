package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.snapshot.Difference;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Maps a changed path to the targets that read it, at the cost of the path's
 * depth. Confined to the thread of its ref.
 */
final class InputIndex {

    private final Map<TargetName, Set<String>> inputs = new HashMap<>();
    private final Map<String, Set<TargetName>> readers = new HashMap<>();

    private final Map<TargetName, Set<String>> elsewhere = new HashMap<>();
    private Set<TargetName> due = Set.of();

    /**
     * Remembers what a target reads, replacing what it read before.
     *
     * @param sources the keys of what it reads from elsewhere
     */
    void put(TargetName target, List<Entry> entries, String path, Set<String> sources) {
        remove(target);
        Set<String> paths = new HashSet<>();
        paths.add(path);
        entries.forEach(entry -> paths.add(entry.path()));
        if (!sources.isEmpty()) {
            elsewhere.put(target, sources);
        }
        inputs.put(target, paths);
        paths.forEach(
                each -> readers.computeIfAbsent(each, absent -> new HashSet<>()).add(target));
    }

    void remove(TargetName target) {
        elsewhere.remove(target);
        Set<String> paths = inputs.remove(target);
        if (paths == null) {
            return;
        }
        for (String path : paths) {
            Set<TargetName> targets = readers.get(path);
            if (targets != null && targets.remove(target) && targets.isEmpty()) {
                readers.remove(path);
            }
        }
    }

    /** Targets to evaluate with the next commit, whatever it changes. */
    void due(Set<TargetName> targets) {
        due = Set.copyOf(targets);
    }

    Set<TargetName> due() {
        return due;
    }

    boolean knows(TargetName target) {
        return inputs.containsKey(target);
    }

    /** The keys of everything from elsewhere that targets read. */
    Set<String> sources() {
        return elsewhere.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    /** The targets that read any of this from elsewhere. */
    Set<TargetName> reading(Set<String> sources) {
        return sources.isEmpty()
                ? Set.of()
                : elsewhere.entrySet().stream()
                        .filter(each -> each.getValue().stream().anyMatch(sources::contains))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
    }

    /** The targets that read any of the paths or a folder above it. */
    Set<TargetName> touched(List<Difference> differences) {
        Set<TargetName> targets = new HashSet<>();
        for (Difference difference : differences) {
            String path = difference.path();
            while (true) {
                targets.addAll(readers.getOrDefault(path, Set.of()));
                if (path.isEmpty()) {
                    break;
                }
                path = Paths.parent(path);
            }
        }
        return targets;
    }
}
