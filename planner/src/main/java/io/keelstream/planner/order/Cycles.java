package io.keelstream.planner.order;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds a cycle in a dependency graph, without recursion: a target may hold thousands of objects in one chain. Pure. */
final class Cycles {

    private Cycles() {}

    /** A path that ends where it begins, e.g. {@code a, b, a}; empty when the graph has no cycle. */
    static <T> List<T> first(Map<T, Set<T>> graph) {
        Set<T> done = new HashSet<>();
        for (T start : graph.keySet()) {
            List<T> cycle = from(start, graph, done);
            if (!cycle.isEmpty()) {
                return cycle;
            }
        }
        return List.of();
    }

    private static <T> List<T> from(T start, Map<T, Set<T>> graph, Set<T> done) {
        if (done.contains(start)) {
            return List.of();
        }
        List<T> path = new ArrayList<>(List.of(start));
        Set<T> onPath = new HashSet<>(path);
        Deque<Iterator<T>> open = new ArrayDeque<>();
        open.push(graph.getOrDefault(start, Set.of()).iterator());
        while (!open.isEmpty()) {
            Iterator<T> next = open.element();
            if (!next.hasNext()) {
                open.pop();
                T finished = path.removeLast();
                onPath.remove(finished);
                done.add(finished);
                continue;
            }
            T node = next.next();
            if (onPath.contains(node)) {
                List<T> cycle = new ArrayList<>(path.subList(path.indexOf(node), path.size()));
                cycle.add(node);
                return cycle;
            }
            if (!done.contains(node)) {
                path.add(node);
                onPath.add(node);
                open.push(graph.getOrDefault(node, Set.of()).iterator());
            }
        }
        return List.of();
    }
}
