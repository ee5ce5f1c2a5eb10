package io.keelstream.planner.order;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The order of applying: waves in ascending order, inside a wave a directed acyclic graph. The result lists every object
 * after everything it depends on; equal input gives equal output, whatever the input's order. Pure.
 */
public final class Order {

    private static final Comparator<Item> CUSTOMARY = Comparator.<Item>comparingInt(
                    item -> KindRank.of(item.reference().groupKind()))
            .thenComparing(Item::reference);

    private final List<Step> steps = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private Order() {}

    /**
     * One object at its place.
     *
     * @param item the object
     * @param dependsOn objects of the same wave that must be applied before, in reference order
     */
    public record Step(Item item, List<ObjectReference> dependsOn) {}

    /**
     * What ordering found.
     *
     * @param steps every object once
     * @param problems cycles and contradictions between waves; with one of them the order must not be used
     * @param warnings explicit dependencies that name nothing
     */
    public record Result(List<Step> steps, List<Problem> problems, List<Problem> warnings) {}

    /** Orders objects with distinct references. */
    public static Result of(List<Item> items) {
        Order order = new Order();
        Inference inference = new Inference(items);
        TreeMap<Integer, Map<Item, Set<Item>>> waves = new TreeMap<>();
        for (Item item : items.stream().sorted(CUSTOMARY).toList()) {
            Set<Item> before = inference.before(item);
            order.checkWaves(item, before);
            before.removeIf(each -> each.wave() != item.wave());
            waves.computeIfAbsent(item.wave(), wave -> new LinkedHashMap<>()).put(item, before);
        }
        waves.values().forEach(order::sort);
        return new Result(List.copyOf(order.steps), List.copyOf(order.problems), List.copyOf(inference.warnings()));
    }

    private void checkWaves(Item item, Set<Item> before) {
        for (Item prerequisite : before) {
            boolean needed = (prerequisite.creates() && Inference.hard(prerequisite, item))
                    || DependsOn.names(item.dependsOn(), item.reference(), prerequisite);
            if (prerequisite.wave() > item.wave() && needed) {
                problems.add(Reason.WAVE_CONTRADICTION.problem(
                        "is in wave " + item.wave() + " but needs " + prerequisite.reference() + ", which is in wave "
                                + prerequisite.wave() + "; put it into the same wave or a later one",
                        item.reference().toString()));
            }
        }
    }

    private void sort(Map<Item, Set<Item>> graph) {
        List<Item> cycle = Cycles.first(graph);
        while (!cycle.isEmpty()) {
            String path =
                    cycle.stream().map(item -> item.reference().toString()).collect(Collectors.joining(" -> "));
            problems.add(Reason.DEPENDENCY_CYCLE.problem(
                    "depends on itself: " + path + "; remove one of these dependencies or use waves",
                    cycle.getFirst().reference().toString()));
            graph.getOrDefault(cycle.get(cycle.size() - 2), Set.of()).remove(cycle.getLast());
            cycle = Cycles.first(graph);
        }
        emit(graph);
    }

    /** Kahn's algorithm with a queue in customary order: of what is free, the customary first goes first. */
    private void emit(Map<Item, Set<Item>> graph) {
        Map<Item, Integer> waiting = new HashMap<>();
        Map<Item, Set<Item>> dependents = new HashMap<>();
        PriorityQueue<Item> free = new PriorityQueue<>(CUSTOMARY);
        graph.forEach((item, before) -> {
            waiting.put(item, before.size());
            before.forEach(each -> dependents
                    .computeIfAbsent(each, key -> new LinkedHashSet<>())
                    .add(item));
            if (before.isEmpty()) {
                free.add(item);
            }
        });
        for (Item item = free.poll(); item != null; item = free.poll()) {
            steps.add(new Step(item, references(graph.getOrDefault(item, Set.of()))));
            for (Item dependent : dependents.getOrDefault(item, Set.of())) {
                if (waiting.merge(dependent, -1, Integer::sum) == 0) {
                    free.add(dependent);
                }
            }
        }
    }

    private static List<ObjectReference> references(Set<Item> items) {
        return items.stream().map(Item::reference).sorted().toList();
    }
}
