package io.keelstream.planner.order;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Objects of one wave that name each other, or themselves, at random: with circles that have objects in common, or with none. */
final class RandomGraph {

    /** The first names the second as what it depends on. */
    record Edge(String from, String to) {}

    private final Set<Edge> edges = new HashSet<>();
    private final List<Item> items;

    RandomGraph(Random random) {
        int size = 1 + random.nextInt(9);
        List<String> documents = new ArrayList<>();
        for (int from = 0; from < size; from++) {
            Set<Integer> others = new TreeSet<>();
            IntStream.range(0, random.nextInt(4)).forEach(_ -> others.add(random.nextInt(size)));
            for (int to : others) {
                edges.add(new Edge(reference(from), reference(to)));
            }
            String named = others.stream().map(RandomGraph::reference).collect(Collectors.joining(", "));
            documents.add(OrderTests.object(
                    "v1",
                    "ConfigMap",
                    "c" + from,
                    "shop",
                    named.isEmpty() ? "{}" : "{keelstream.io/depends-on: \"" + named + "\"}"));
        }
        Collections.shuffle(documents, random);
        this.items = OrderTests.items(documents.toArray(String[]::new));
    }

    List<Item> items() {
        return items;
    }

    Set<Edge> edges() {
        return edges;
    }

    /** The edges from each of a path to the next. */
    static List<Edge> edgesOf(List<String> path) {
        return IntStream.range(1, path.size())
                .mapToObj(i -> new Edge(path.get(i - 1), path.get(i)))
                .toList();
    }

    /** Whether every way ends, once the edges of these paths are away: what nothing leads away from is taken out until nothing is left. */
    boolean endsEverywhere(List<List<String>> without) {
        Set<Edge> left = new HashSet<>(edges);
        without.forEach(path -> edgesOf(path).forEach(left::remove));
        for (boolean fewer = true; fewer; ) {
            Set<String> on = left.stream().map(Edge::from).collect(Collectors.toSet());
            fewer = left.removeIf(edge -> !on.contains(edge.to()));
        }
        return left.isEmpty();
    }

    private static String reference(int number) {
        return "ConfigMap/shop/c" + number;
    }

    @Override
    public String toString() {
        return edges.toString();
    }
}
