package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.bundle.Bundle;
import io.keelstream.kubernetes.hook.HookReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Objects that left one target and entered another one of the same cluster in one commit. Only such a pair is a hand-over;
 * an object that entered two targets at once is not handed over.
 *
 * @param to by the target that lost objects: reference to the target that has it now
 * @param from by the target that gained objects: reference to the target that had it
 */
record Moves(Map<TargetName, Map<String, TargetName>> to, Map<TargetName, Map<String, TargetName>> from) {

    /**
     * One target before and after.
     *
     * @param cluster its cluster
     * @param before references it had; empty where the cluster changed
     * @param after references it has
     */
    record Side(TargetName target, String cluster, Set<String> before, Set<String> after) {

        /** References that it has no longer, in order. */
        List<String> lost() {
            return before.stream()
                    .filter(reference -> !after.contains(reference))
                    .sorted()
                    .toList();
        }

        /** References that it did not have, in order. */
        List<String> gained() {
            return after.stream()
                    .filter(reference -> !before.contains(reference))
                    .sorted()
                    .toList();
        }

        /** An object in its cluster. */
        String place(String reference) {
            return cluster + " " + reference;
        }
    }

    static final Moves NONE = new Moves(Map.of(), Map.of());

    /**
     * The references of a bundle's objects. A hook is no object that moves; one that the record has is still there, though, since records
     * do not tell hooks from objects.
     *
     * @param recorded whether the record of the target has it
     */
    static Set<String> references(Bundle.Complete bundle, Predicate<String> recorded) {
        return bundle.objects().stream()
                .filter(item -> recorded.test(item.reference()) || !HookReader.runs(item.body()))
                .map(Bundle.Item::reference)
                .collect(Collectors.toSet());
    }

    static Moves between(List<Side> sides) {
        Map<String, Set<TargetName>> entered = new HashMap<>();
        for (Side side : sides) {
            side.gained()
                    .forEach(reference -> entered.computeIfAbsent(side.place(reference), absent -> new HashSet<>())
                            .add(side.target()));
        }
        Map<TargetName, Map<String, TargetName>> to = new HashMap<>();
        Map<TargetName, Map<String, TargetName>> from = new HashMap<>();
        for (Side side : sides) {
            for (String reference : side.lost()) {
                Set<TargetName> takers = entered.getOrDefault(side.place(reference), Set.of());
                if (takers.size() == 1) {
                    TargetName taker = takers.iterator().next();
                    to.computeIfAbsent(side.target(), absent -> new TreeMap<>()).put(reference, taker);
                    from.computeIfAbsent(taker, absent -> new TreeMap<>()).put(reference, side.target());
                }
            }
        }
        return new Moves(to, from);
    }
}
