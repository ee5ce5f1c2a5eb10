package io.keelstream.kubernetes.health;

import static io.keelstream.kubernetes.health.HealthAssessment.degraded;
import static io.keelstream.kubernetes.health.HealthAssessment.healthy;
import static io.keelstream.kubernetes.health.HealthAssessment.progressing;

import io.keelstream.kubernetes.object.Manifest;

/** Every other kind: by its Ready or Available condition, where it has one. */
final class ConditionRules {

    /** Groups whose definitions have a status that nobody writes unless Istio's analysis is switched on. */
    private static final String SILENT = ".istio.io";

    private ConditionRules() {}

    static HealthStatus of(Manifest object, HealthContext context) {
        Condition ready = Condition.find(object, "Ready");
        if (ready == null) {
            ready = Condition.find(object, "Available");
        }
        if (ready != null) {
            return assessed(ready);
        }
        boolean silent = context.statusExpected()
                && object.status().isEmpty()
                && !object.groupKind().group().endsWith(SILENT);
        if (silent && context.youngerThan(30)) {
            return progressing("waiting for its controller to report a status");
        }
        return silent ? healthy("no controller reports on it") : healthy();
    }

    private static HealthStatus assessed(Condition ready) {
        if (ready.isTrue()) {
            return healthy();
        }
        boolean failed = ready.reason().endsWith("Failed") || ready.reason().endsWith("Error");
        return ready.isFalse() && failed ? degraded(ready.text()) : progressing(ready.text());
    }
}
