package io.keelstream.kubernetes.health;

import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code status.conditions}; absent texts are empty.
 *
 * @param since when the status changed last
 * @param updated when anything of it changed last; {@code since} where the kind does not say
 */
record Condition(
        String type,
        String status,
        String reason,
        String message,
        long observedGeneration,
        String since,
        String updated) {

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

    /** All conditions of the status, in order; what one says of an older generation of the object is not known of this one. */
    static List<Condition> all(Manifest object) {
        long generation = HealthAssessment.number(object.metadata().get("generation"), -1);
        return read(object.status().get("conditions")).stream()
                .map(each -> each.at(generation))
                .toList();
    }

    private Condition at(long generation) {
        if (observedGeneration < 0 || observedGeneration >= generation) {
            return this;
        }
        String waits = "waiting for its controller to observe generation " + generation + ": condition " + type
                + " is of generation " + observedGeneration;
        return new Condition(type, "Unknown", "", waits, observedGeneration, since, updated);
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
        return find(all(object), type);
    }

    /** The condition of the type; null without one. */
    static @Nullable Condition find(List<Condition> conditions, String type) {
        for (Condition condition : conditions) {
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
                text(map, "lastTransitionTime"),
                text(map, map.containsKey("lastUpdateTime") ? "lastUpdateTime" : "lastTransitionTime"));
    }

    private static String text(Map<String, @Nullable Object> map, String key) {
        return map.get(key) instanceof String text ? text : "";
    }
}
