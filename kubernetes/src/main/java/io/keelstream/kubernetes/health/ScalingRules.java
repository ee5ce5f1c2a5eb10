package io.keelstream.kubernetes.health;

import static io.keelstream.kubernetes.health.HealthAssessment.degraded;
import static io.keelstream.kubernetes.health.HealthAssessment.healthy;
import static io.keelstream.kubernetes.health.HealthAssessment.progressing;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.json.JsonException;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Autoscalers and disruption budgets. */
final class ScalingRules {

    private static final Duration WITHOUT_METRICS = Duration.ofMinutes(10);

    private static final String CONDITIONS = "autoscaling.alpha.kubernetes.io/conditions";

    private ScalingRules() {}

    static HealthStatus autoscaler(Manifest object, HealthContext context) {
        List<Condition> conditions = conditions(object);
        if (conditions.isEmpty()) {
            return context.youngerThan(30)
                    ? progressing("waiting for its first conditions")
                    : healthy("no controller reports on it");
        }
        Condition able = Condition.find(conditions, "AbleToScale");
        if (able != null
                && able.isFalse()
                && (able.reason().equals("FailedGetScale") || able.reason().equals("FailedUpdateScale"))) {
            return degraded(able.text());
        }
        for (Condition condition : conditions) {
            if (condition.isFalse() && condition.reason().equals("InvalidSelector")) {
                return degraded(condition.text());
            }
        }
        Condition active = Condition.find(conditions, "ScalingActive");
        if (active != null && active.isFalse()) {
            return inactive(active, context);
        }
        boolean reported = conditions.stream()
                .anyMatch(each -> each.isTrue()
                        && (each.type().equals("AbleToScale") || each.type().equals("ScalingLimited")));
        return reported ? healthy() : progressing("waiting for its controller");
    }

    /** Version 1 has no conditions; the server puts those of the other versions into an annotation. */
    private static List<Condition> conditions(Manifest object) {
        String annotation = object.annotation(CONDITIONS);
        if (object.status().get("conditions") != null || annotation == null) {
            return Condition.all(object);
        }
        try {
            return Condition.read(Json.read(annotation));
        } catch (JsonException unreadable) {
            return List.of();
        }
    }

    /** Every fresh autoscaler says so until its first metrics arrive: that alone must not fail a wave. */
    private static @Nullable HealthStatus missingMetrics(Condition active, HealthContext context) {
        if (!active.reason().startsWith("FailedGet") && !active.reason().startsWith("FailedCompute")) {
            return null;
        }
        return context.standing() && olderThan(active.since(), context.now(), WITHOUT_METRICS)
                ? degraded(active.text())
                : healthy("warning: " + active.text());
    }

    private static HealthStatus inactive(Condition active, HealthContext context) {
        if (active.reason().equals("ScalingDisabled")) {
            return healthy("scaling is disabled");
        }
        HealthStatus metrics = missingMetrics(active, context);
        return metrics != null ? metrics : progressing(active.text());
    }

    /** What a budget cannot count is no business of the release that applied it, and passes it; it stands in the status. */
    static HealthStatus disruptionBudget(Manifest object, HealthContext context) {
        for (Condition condition : Condition.all(object)) {
            if (condition.isFalse() && !condition.reason().equals("InsufficientPods")) {
                String text = condition.type() + " is false: " + condition.text();
                return context.standing() ? degraded(text) : healthy("warning: " + text);
            }
        }
        return healthy();
    }

    private static boolean olderThan(String since, Instant now, Duration limit) {
        try {
            return Duration.between(Instant.parse(since), now).compareTo(limit) > 0;
        } catch (DateTimeParseException unreadable) {
            return false;
        }
    }
}
