package io.keelstream.gitwatcher.discovery;

import io.keelstream.contracts.targets.TargetName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;

/**
 * Finds targets that wait for each other: the strongly connected components of a graph, by two walks (Kosaraju's algorithm), in time
 * proportional to the graph and without recursion, since a repository may have chains of any length. Used once.
 */
final class DependencyCycles {

    private final SortedMap<TargetName, List<TargetName>> needs;
    private final Map<TargetName, List<TargetName>> neededBy = new HashMap<>();

    /** Knows what each target depends on; a target that depends on nothing may be absent. */
    DependencyCycles(SortedMap<TargetName, List<TargetName>> needs) {
        this.needs = needs;
        needs.forEach((target, all) -> all.forEach(
                each -> neededBy.computeIfAbsent(each, key -> new ArrayList<>()).add(target)));
    }

    /** The shortest cycle of each group's first target, which is also at its end, by the targets of the group. */
    Map<List<TargetName>, List<TargetName>> find() {
        Map<List<TargetName>, List<TargetName>> cycles = new LinkedHashMap<>();
        Set<TargetName> seen = new HashSet<>();
        for (TargetName target : finished().reversed()) {
            List<TargetName> group = new ArrayList<>();
            walk(target, neededBy, seen, group);
            if (group.size() > 1 || group.stream().anyMatch(this::needsItself)) {
                group.sort(null);
                cycles.put(List.copyOf(group), cycle(group.getFirst(), group));
            }
        }
        return cycles;
    }

    private boolean needsItself(TargetName target) {
        return needs.getOrDefault(target, List.of()).contains(target);
    }

    /** All targets, each after those that are reached from it first. */
    private List<TargetName> finished() {
        List<TargetName> order = new ArrayList<>();
        Set<TargetName> seen = new HashSet<>();
        needs.keySet().forEach(target -> walk(target, needs, seen, order));
        return order;
    }

    /** Adds what is reached and not seen yet, each after what is reached from it. */
    private static void walk(
            TargetName from, Map<TargetName, List<TargetName>> edges, Set<TargetName> seen, List<TargetName> finished) {
        record Open(TargetName target, Deque<TargetName> left) {}
        Deque<Open> open = new ArrayDeque<>();
        if (seen.add(from)) {
            open.push(new Open(from, new ArrayDeque<>(edges.getOrDefault(from, List.of()))));
        }
        while (!open.isEmpty()) {
            Open at = open.element();
            TargetName next = at.left().poll();
            if (next == null) {
                finished.add(open.pop().target());
            } else if (seen.add(next)) {
                open.push(new Open(next, new ArrayDeque<>(edges.getOrDefault(next, List.of()))));
            }
        }
    }

    private List<TargetName> cycle(TargetName first, Collection<TargetName> group) {
        Set<TargetName> inside = new HashSet<>(group);
        Map<TargetName, TargetName> before = new HashMap<>();
        Deque<TargetName> next = new ArrayDeque<>(List.of(first));
        while (!before.containsKey(first)) {
            TargetName at = Objects.requireNonNull(next.poll(), "every target of a group leads back to itself");
            for (TargetName each : needs.getOrDefault(at, List.of())) {
                if (inside.contains(each) && before.putIfAbsent(each, at) == null) {
                    next.add(each);
                }
            }
        }
        Deque<TargetName> way = new ArrayDeque<>(List.of(first));
        do {
            way.addFirst(Objects.requireNonNull(before.get(way.getFirst()), "it was reached"));
        } while (!way.getFirst().equals(first));
        return List.copyOf(way);
    }
}
