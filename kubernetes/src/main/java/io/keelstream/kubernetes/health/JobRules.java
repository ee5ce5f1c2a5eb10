package io.keelstream.kubernetes.health;

import static io.keelstream.kubernetes.health.HealthAssessment.degraded;
import static io.keelstream.kubernetes.health.HealthAssessment.healthy;
import static io.keelstream.kubernetes.health.HealthAssessment.number;
import static io.keelstream.kubernetes.health.HealthAssessment.progressing;
import static io.keelstream.kubernetes.health.HealthAssessment.suspended;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.ApplyEntry;

/** The group {@code batch}. A running Job is not done. */
final class JobRules {

    private JobRules() {}

    static HealthStatus job(Manifest object) {
        Condition failed = Condition.find(object, "Failed");
        if (failed != null && failed.isTrue()) {
            return degraded(failed.text());
        }
        Condition complete = Condition.find(object, "Complete");
        if (complete != null && complete.isTrue()) {
            return healthy();
        }
        Condition suspended = Condition.find(object, "Suspended");
        if (Boolean.TRUE.equals(object.spec().get("suspend")) || (suspended != null && suspended.isTrue())) {
            return suspended("suspended");
        }
        long succeeded = number(object.status().get("succeeded"), 0);
        return progressing(succeeded + " of " + number(object.spec().get("completions"), 1) + " completions");
    }

    static HealthStatus cronJob(Manifest object) {
        if (Boolean.TRUE.equals(object.spec().get("suspend"))) {
            return suspended("suspended");
        }
        boolean idle = Manifest.list(object.status().get("active")).isEmpty();
        String scheduled = String.valueOf(object.status().getOrDefault("lastScheduleTime", ""));
        String succeeded = String.valueOf(object.status().getOrDefault("lastSuccessfulTime", ""));
        // Both are RFC 3339 in UTC with seconds: their order as text is their order in time.
        if (!idle || scheduled.isEmpty() || scheduled.compareTo(succeeded) <= 0) {
            return healthy();
        }
        return ApplyEntry.isBefore(scheduled, object)
                ? healthy("it has not run since it was applied; its last run before did not succeed")
                : degraded("its last run did not succeed");
    }
}
