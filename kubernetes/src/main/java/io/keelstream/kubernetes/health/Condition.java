package io.keelstream.kubernetes.health;

import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of {@code status.conditions}; absent texts are empty. */
record Condition(String type, String status, String reason, String message, long observedGeneration, String since) {

    boolean isTrue() {
        return status.equals("True");
    }

    boolean isFalse() {
        return status.equals("False");
    }

    /** Reason and message for people. */
    String text() {
        return message.isEmpty() ? reason : reason.isEmpty() ? message : reason + ": " + message;
    }

    /** All conditions of the status, in order. */
    static List<Condition> all(Manifest object) {
        return read(object.status().get("conditions"));
    }

    /** The conditions of a list in the tree. */
    static List<Condition> read(@Nullable Object conditions) {
        return Manifest.list(conditions).stream()
                .map(Manifest::map)
                .map(Condition::of)
                .toList();
    }

    /** The condition of the type; null without one. */
    static @Nullable Condition find(Manifest object, String type) {
        for (Condition condition : all(object)) {
            if (condition.type().equals(type)) {
                return condition;
            }
        }
        return null;
    }

    /** Whether the object has the condition, and it is true. */
    static boolean holds(Manifest object, String type) {
        Condition condition = find(object, type);
        return condition != null && condition.isTrue();
    }

    private static Condition of(Map<String, @Nullable Object> map) {
        return new Condition(
                text(map, "type"),
                text(map, "status"),
                text(map, "reason"),
                text(map, "message"),
                HealthAssessment.number(map.get("observedGeneration"), -1),
                text(map, "lastTransitionTime"));
    }

    private static String text(Map<String, @Nullable Object> map, String key) {
        return map.get(key) instanceof String text ? text : "";
    }
}
