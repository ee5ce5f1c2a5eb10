package io.keelstream.kubernetes.health;

import static io.keelstream.kubernetes.health.HealthAssessment.degraded;
import static io.keelstream.kubernetes.health.HealthAssessment.healthy;
import static io.keelstream.kubernetes.health.HealthAssessment.progressing;

import io.keelstream.kubernetes.object.Manifest;

/** Objects that extend the API itself. */
final class DefinitionRules {

    private DefinitionRules() {}

    static HealthStatus customResource(Manifest object) {
        Condition names = Condition.find(object, "NamesAccepted");
        if (names != null && names.isFalse()) {
            return degraded("its names are taken: " + names.text());
        }
        Condition established = Condition.find(object, "Established");
        return established != null && established.isTrue() ? healthy() : progressing("not established yet");
    }

    static HealthStatus apiService(Manifest object) {
        Condition available = Condition.find(object, "Available");
        if (available != null && available.isTrue()) {
            return healthy();
        }
        return progressing(available == null ? "not available yet" : available.text());
    }
}
