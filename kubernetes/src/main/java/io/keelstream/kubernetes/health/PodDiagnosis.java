package io.keelstream.kubernetes.health;

import io.keelstream.kubernetes.object.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says in one line why the pods of a workload are not well. Pure. */
public final class PodDiagnosis {

    private static final int MOST_REASONS = 5;

    private PodDiagnosis() {}

    /** What the pods that are not healthy say, most frequent first; empty when all are well. */
    public static String of(List<Manifest> pods, HealthContext context) {
        Map<String, Long> reasons = pods.stream()
                .map(pod -> HealthAssessment.of(pod, context))
                .filter(status -> status.health() != Health.HEALTHY)
                .map(HealthStatus::message)
                .collect(Collectors.groupingBy(message -> message, LinkedHashMap::new, Collectors.counting()));
        return reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_REASONS)
                .map(reason -> (reason.getValue() == 1 ? "1 pod: " : reason.getValue() + " pods: ") + reason.getKey())
                .collect(Collectors.joining("; "));
    }
}
