package io.keelstream.kubernetes.health;

import static io.keelstream.kubernetes.health.HealthAssessment.degraded;
import static io.keelstream.kubernetes.health.HealthAssessment.healthy;
import static io.keelstream.kubernetes.health.HealthAssessment.number;
import static io.keelstream.kubernetes.health.HealthAssessment.progressing;

import io.keelstream.kubernetes.object.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pods. */
final class PodRules {

    private static final Duration UNSCHEDULABLE = Duration.ofSeconds(60);

    private PodRules() {}

    static HealthStatus of(Manifest pod, HealthContext context) {
        boolean always = "Always".equals(pod.spec().getOrDefault("restartPolicy", "Always"));
        String broken = always ? broken(pod) : null;
        if (broken != null) {
            return degraded(broken);
        }
        return switch (String.valueOf(pod.status().get("phase"))) {
            case "Succeeded" -> healthy();
            case "Failed" -> degraded(failure(pod));
            case "Running" -> always ? running(pod) : progressing("running, not completed yet");
            default -> progressing(pending(pod, context));
        };
    }

    /** A container that waits for a reason that will not pass by itself; null when none does. */
    static @Nullable String broken(Manifest pod) {
        for (Map<String, @Nullable Object> container : containers(pod)) {
            Map<String, @Nullable Object> waiting =
                    Manifest.map(Manifest.map(container.get("state")).get("waiting"));
            String reason = String.valueOf(waiting.get("reason"));
            if (reason.startsWith("Err") || reason.endsWith("Error") || reason.endsWith("BackOff")) {
                return "container " + container.get("name") + ": " + reason + lastExit(container);
            }
        }
        return null;
    }

    /** Exit code and reason of the container's last life, as text to append; empty without one. */
    static String lastExit(Map<String, @Nullable Object> container) {
        Map<String, @Nullable Object> ended =
                Manifest.map(Manifest.map(container.get("lastState")).get("terminated"));
        return ended.isEmpty() ? "" : " (last " + exit(ended) + ")";
    }

    static List<Map<String, @Nullable Object>> containers(Manifest pod) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (String list : List.of("initContainerStatuses", "containerStatuses")) {
            Manifest.list(pod.status().get(list)).stream().map(Manifest::map).forEach(all::add);
        }
        return all;
    }

    /** Why the pod is not running, with the scheduler's words where it cannot be placed. */
    static String pending(Manifest pod, HealthContext context) {
        Condition scheduled = Condition.find(pod, "PodScheduled");
        if (scheduled != null && scheduled.isFalse() && olderThanLimit(scheduled.since(), context.now())) {
            return "cannot be scheduled: " + scheduled.message();
        }
        return "pending";
    }

    static String failure(Manifest pod) {
        for (Map<String, @Nullable Object> container : containers(pod)) {
            Map<String, @Nullable Object> ended =
                    Manifest.map(Manifest.map(container.get("state")).get("terminated"));
            if (!ended.isEmpty() && number(ended.get("exitCode"), 0) != 0) {
                return "container " + container.get("name") + ": " + exit(ended);
            }
        }
        return pod.status().get("reason") instanceof String reason ? reason : "failed";
    }

    static String exit(Map<String, @Nullable Object> ended) {
        Object reason = ended.get("reason");
        return "exit code " + ended.get("exitCode") + (reason == null ? "" : ", " + reason);
    }

    private static HealthStatus running(Manifest pod) {
        Condition ready = Condition.find(pod, "Ready");
        if (ready != null && ready.isTrue()) {
            return healthy();
        }
        for (Map<String, @Nullable Object> container : containers(pod)) {
            String last = lastExit(container);
            if (!Boolean.TRUE.equals(container.get("ready")) && !last.isEmpty()) {
                return degraded("container " + container.get("name") + " is not ready" + last);
            }
        }
        return progressing("not ready");
    }

    private static boolean olderThanLimit(String since, Instant now) {
        try {
            return Duration.between(Instant.parse(since), now).compareTo(UNSCHEDULABLE) > 0;
        } catch (DateTimeParseException unreadable) {
            return false;
        }
    }
}
