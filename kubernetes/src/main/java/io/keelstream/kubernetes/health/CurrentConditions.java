package io.keelstream.kubernetes.health;

import io.keelstream.kubernetes.object.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The conditions of an object's status that are of its generation. What a controller said of an earlier generation is left out, since it
 * is not known of this one. Pure.
 */
public final class CurrentConditions {

    private CurrentConditions() {}

    /** Status, reason and message of each, by type; of several with one type the first. Absent texts are empty. */
    public static Map<String, Map<String, String>> of(Manifest object) {
        long generation = HealthAssessment.number(object.metadata().get("generation"), -1);
        Map<String, Map<String, String>> current = new LinkedHashMap<>();
        for (Condition each : Condition.read(object.status().get("conditions"))) {
            if (each.observedGeneration() < 0 || each.observedGeneration() >= generation) {
                current.putIfAbsent(
                        each.type(),
                        Map.of("status", each.status(), "reason", each.reason(), "message", each.message()));
            }
        }
        return current;
    }
}
