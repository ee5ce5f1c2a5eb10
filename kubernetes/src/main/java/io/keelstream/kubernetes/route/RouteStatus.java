package io.keelstream.kubernetes.route;

import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether the controllers of a route's parents follow what was written. A parent has confirmed when it says {@code Accepted}
 * and {@code ResolvedRefs} of the generation that was written: an older statement speaks of older weights. What is said of a
 * parent that the route does not name any more counts for nothing.
 *
 * @param confirmed whether every parent has confirmed
 * @param missing what has not, for people; empty when confirmed
 * @param refused what of it a parent says no to, of the generation that was written; empty where only time is missing
 */
public record RouteStatus(boolean confirmed, String missing, String refused) {

    private static final List<String> WANTED = List.of("Accepted", "ResolvedRefs");

    /** What the live route says of its own generation. */
    public static RouteStatus of(Manifest live) {
        long generation = number(live.metadata().get("generation"));
        Set<List<Object>> named = Manifest.list(live.spec().get("parentRefs")).stream()
                .map(reference -> identity(reference, live))
                .collect(Collectors.toSet());
        List<?> parents = Manifest.list(live.status().get("parents")).stream()
                .filter(parent -> named.contains(identity(Manifest.map(parent).get("parentRef"), live)))
                .toList();
        List<String> missing = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (Object parent : parents) {
            Map<String, @Nullable Object> entry = Manifest.map(parent);
            for (String type : WANTED) {
                List<?> conditions = Manifest.list(entry.get("conditions"));
                String state = state(conditions, type, generation);
                if (!state.isEmpty()) {
                    String said = Manifest.map(entry.get("parentRef")).get("name") + ": " + state;
                    missing.add(said);
                    if (refuses(conditions, type, generation)) {
                        refused.add(said);
                    }
                }
            }
        }
        if (parents.isEmpty()) {
            missing.add("no controller reports on it");
        }
        return new RouteStatus(missing.isEmpty(), String.join("; ", missing), String.join("; ", refused));
    }

    /** What names a parent, with the defaults written out. */
    private static List<Object> identity(@Nullable Object reference, Manifest route) {
        Map<String, @Nullable Object> parent = Manifest.map(reference);
        return List.of(
                text(parent.get("group"), "gateway.networking.k8s.io"),
                text(parent.get("kind"), "Gateway"),
                text(parent.get("namespace"), text(route.metadata().get("namespace"), "")),
                text(parent.get("name"), ""),
                text(parent.get("sectionName"), ""),
                number(parent.get("port")));
    }

    private static String text(@Nullable Object value, String otherwise) {
        return value instanceof String text ? text : otherwise;
    }

    private static String state(List<?> conditions, String type, long generation) {
        for (Object each : conditions) {
            Map<String, @Nullable Object> condition = Manifest.map(each);
            if (type.equals(condition.get("type"))) {
                if (number(condition.get("observedGeneration")) < generation) {
                    return type + " is of an older generation";
                }
                return "True".equals(condition.get("status"))
                        ? ""
                        : type + " is " + condition.get("status") + reason(condition);
            }
        }
        return type + " is not reported";
    }

    private static boolean refuses(List<?> conditions, String type, long generation) {
        return conditions.stream()
                .map(Manifest::map)
                .anyMatch(condition -> type.equals(condition.get("type"))
                        && "False".equals(condition.get("status"))
                        && number(condition.get("observedGeneration")) >= generation);
    }

    private static String reason(Map<String, @Nullable Object> condition) {
        Object message = condition.get("message");
        return message instanceof String text && !text.isEmpty()
                ? " (" + condition.get("reason") + ": " + text + ")"
                : " (" + condition.get("reason") + ")";
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
