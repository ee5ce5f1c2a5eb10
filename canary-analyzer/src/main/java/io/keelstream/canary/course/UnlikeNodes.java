package io.keelstream.canary.course;

import io.keelstream.contracts.analysis.AnalysisArm;
import io.keelstream.contracts.analysis.Placement;
import io.keelstream.contracts.revision.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether the pods of both arms are on nodes of the same kinds: in the same zones, of the same instance types. Unlike are arms of which a
 * share of the pods that is at least one pod of the smaller arm is elsewhere; less is what no scheduler can avoid. What is not known
 * of both arms is not compared. Pure.
 */
final class UnlikeNodes {

    static final String REASON = "UnlikeNodes";

    private UnlikeNodes() {}

    /** What is to be known of arms whose nodes are unlike; empty where they are alike, or nobody knows. */
    static Optional<Problem> between(AnalysisArm baseline, AnalysisArm canary) {
        Placement one = baseline.placement();
        Placement other = canary.placement();
        if (one == null || other == null) {
            return Optional.empty();
        }
        List<String> differences = new ArrayList<>();
        if (unlike(one.zones(), other.zones())) {
            differences.add(said("zones", one.zones(), other.zones()));
        }
        if (unlike(one.instanceTypes(), other.instanceTypes())) {
            differences.add(said("instance types", one.instanceTypes(), other.instanceTypes()));
        }
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of(new Problem(
                        REASON,
                        "the pods of the arms are on unlike nodes, which may make them differ, so twice the spread"
                                + " between pods is allowed for and harm is proven later:"
                                + " " + String.join("; ", differences)
                                + ". A topologySpreadConstraint in the pod template places both arms alike",
                        null));
    }

    private static boolean unlike(Map<String, Integer> one, Map<String, Integer> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return false;
        }
        TreeSet<String> kinds = new TreeSet<>(one.keySet());
        kinds.addAll(other.keySet());
        long ones = pods(one);
        long others = pods(other);
        // |a / ones - b / others| >= 1 / min(ones, others), in whole numbers
        return kinds.stream()
                .anyMatch(kind -> Math.abs(one.getOrDefault(kind, 0) * others - other.getOrDefault(kind, 0) * ones)
                        >= Math.max(ones, others));
    }

    private static long pods(Map<String, Integer> counts) {
        return counts.values().stream().mapToLong(Integer::longValue).sum();
    }

    private static String said(String what, Map<String, Integer> baseline, Map<String, Integer> canary) {
        return what + " of the canary's pods: " + counted(canary) + ", of the baseline's: " + counted(baseline);
    }

    private static String counted(Map<String, Integer> counts) {
        return new TreeMap<>(counts)
                .entrySet().stream()
                        .map(each -> each.getKey() + " (" + each.getValue() + ")")
                        .collect(Collectors.joining(", "));
    }
}
