package io.keelstream.kubernetes.health;

import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Since when an object that is not healthy is so, by what its controller wrote. Only times that stay the same while the state lasts
 * count, because records have them: not the time of a container's last exit, nor that of an event that comes again and again. Pure.
 */
public final class UnhealthySince {

    /** Types of conditions that are bad while they are true; they say more than the others. */
    private static final List<String> BAD_WHEN_TRUE = List.of("Failed", "Stalled", "ReplicaFailure", "Degraded");

    /** Types of conditions that are bad while they are false. */
    private static final List<String> BAD_WHEN_FALSE =
            List.of("Ready", "Available", "Established", "Accepted", "Programmed", "DisruptionAllowed");

    private UnhealthySince() {}

    /** Since when an object is not healthy; null where it does not say so. */
    public static @Nullable Instant of(Manifest object) {
        if (object.terminating()) {
            return deletionAsked(object);
        }
        List<Condition> conditions = Condition.all(object);
        Condition progressing = Condition.find(conditions, "Progressing");
        if (progressing != null && progressing.isFalse() && progressing.reason().equals("ProgressDeadlineExceeded")) {
            return Times.of(progressing.since());
        }
        Instant failed = since(conditions, BAD_WHEN_TRUE, "True");
        return failed != null ? failed : since(conditions, BAD_WHEN_FALSE, "False");
    }

    /** Since when the first of some pods is not healthy; null where none says so. */
    static @Nullable Instant pods(List<Manifest> pods) {
        return pods.stream()
                .map(UnhealthySince::pod)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable Instant pod(Manifest pod) {
        if (pod.terminating()) {
            return deletionAsked(pod);
        }
        Instant ended = "Failed".equals(pod.status().get("phase")) ? ended(pod) : null;
        if (ended != null) {
            return ended;
        }
        Instant condition = since(Condition.all(pod), List.of("PodScheduled", "Ready"), "False");
        return condition != null ? condition : Times.of(pod.metadata().get("creationTimestamp"));
    }

    /** When the deletion of an object was asked for: its timestamp is when its time to end is over. */
    private static @Nullable Instant deletionAsked(Manifest terminating) {
        Instant end = Times.of(terminating.metadata().get("deletionTimestamp"));
        long grace = HealthAssessment.number(terminating.metadata().get("deletionGracePeriodSeconds"), 0);
        return end == null ? null : end.minusSeconds(grace);
    }

    /** When the last of the containers of a pod that is at its end ended. */
    private static @Nullable Instant ended(Manifest pod) {
        return PodRules.containers(pod).stream()
                .map(container -> Manifest.map(container.get("state")))
                .map(state -> Manifest.map(state.get("terminated")))
                .map((Map<String, @Nullable Object> terminated) -> Times.of(terminated.get("finishedAt")))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable Instant since(List<Condition> conditions, List<String> types, String status) {
        for (String type : types) {
            Condition condition = Condition.find(conditions, type);
            Instant since =
                    condition == null || !condition.status().equals(status) ? null : Times.of(condition.since());
            if (since != null) {
                return since;
            }
        }
        return null;
    }
}
