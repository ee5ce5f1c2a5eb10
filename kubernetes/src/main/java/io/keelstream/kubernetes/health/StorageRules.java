package io.keelstream.kubernetes.health;

import static io.keelstream.kubernetes.health.HealthAssessment.degraded;
import static io.keelstream.kubernetes.health.HealthAssessment.healthy;
import static io.keelstream.kubernetes.health.HealthAssessment.progressing;

import io.keelstream.kubernetes.object.Manifest;

/** Persistent volume claims. */
final class StorageRules {

    private StorageRules() {}

    static HealthStatus claim(Manifest object, HealthContext context) {
        return switch (String.valueOf(object.status().get("phase"))) {
            case "Bound" -> healthy();
            case "Lost" -> degraded("its volume is lost");
            default ->
                context.claimWaitsForConsumer() ? healthy("is bound when a pod uses it") : progressing("not bound yet");
        };
    }
}
