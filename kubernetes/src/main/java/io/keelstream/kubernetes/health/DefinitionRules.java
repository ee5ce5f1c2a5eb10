package io.keelstream.kubernetes.health;

import static io.keelstream.kubernetes.health.HealthAssessment.degraded;
import static io.keelstream.kubernetes.health.HealthAssessment.healthy;
import static io.keelstream.kubernetes.health.HealthAssessment.progressing;

import io.keelstream.kubernetes.object.Manifest;
import java.util.List;

/** Objects that extend the API itself. */
final class DefinitionRules {

    private DefinitionRules() {}

    /** The server keeps serving what is established; it does not renew these conditions with each generation. */
    static HealthStatus customResource(Manifest object) {
        List<Condition> conditions = Condition.read(object.status().get("conditions"));
        Condition names = Condition.find(conditions, "NamesAccepted");
        if (names != null && names.isFalse()) {
            return degraded("its names are taken: " + names.text());
        }
        Condition established = Condition.find(conditions, "Established");
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
