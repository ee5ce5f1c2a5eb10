package io.keelstream.kubernetes.health;

import io.keelstream.kubernetes.object.Manifest;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says in one line why the pods of a workload are not well. Pure, but for asking for warnings. */
public final class PodDiagnosis {

    private static final int MOST_REASONS = 5;

    /** Pods of one state have warnings alike. */
    private static final int ASKED = 2;

    private PodDiagnosis() {}

    /**
     * What the pods that are not healthy say, most frequent first, each with what an event says of it, e.g. {@code 2 pods: not
     * ready: container app: Readiness probe failed: HTTP probe failed with statuscode: 503}; empty when all are well.
     *
     * @param warnings the warning events about a pod; asked for a few pods only
     */
    public static String of(List<Manifest> pods, HealthContext context, Function<Manifest, List<Manifest>> warnings) {
        Map<HealthStatus, List<Manifest>> states = pods.stream()
                .collect(Collectors.groupingBy(
                        pod -> HealthAssessment.of(pod, context), LinkedHashMap::new, Collectors.toList()));
        return states.entrySet().stream()
                .filter(state -> state.getKey().health() != Health.HEALTHY)
                .sorted(Comparator.comparingInt(state -> -state.getValue().size()))
                .limit(MOST_REASONS)
                .map(state -> text(state, warnings))
                .collect(Collectors.joining("; "));
    }

    private static String text(Entry<HealthStatus, List<Manifest>> state, Function<Manifest, List<Manifest>> warnings) {
        List<Manifest> pods = state.getValue();
        return (pods.size() == 1 ? "1 pod: " : pods.size() + " pods: ")
                + state.getKey().message()
                + pods.stream()
                        .limit(ASKED)
                        .map(pod -> PodWarnings.why(state.getKey(), warnings.apply(pod)))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .map(why -> ": " + why)
                        .orElse("");
    }
}
