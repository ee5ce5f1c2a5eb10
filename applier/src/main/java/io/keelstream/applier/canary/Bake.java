package io.keelstream.applier.canary;

import io.keelstream.contracts.canary.Trial;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is watched after a promotion: the pods, and the objectives, which need no other version to be compared with.
 *
 * @param length how long
 * @param analysis the application's {@code analysis} with its objectives alone, each of which may fail the version; empty
 *     without an objective: the pods alone are watched then
 */
public record Bake(Duration length, Map<String, Object> analysis) {

    public Bake {
        analysis = Map.copyOf(analysis);
    }

    /** The bake of a trial; empty where the application wants none, or nothing would be done. */
    public static Optional<Bake> of(Trial trial) {
        Long millis = trial.rules().conduct().bakeMillis();
        Duration length = millis == null ? Duration.ZERO : Duration.ofMillis(millis);
        Map<String, Object> analysis = new LinkedHashMap<>(trial.rules().analysis());
        List<Map<String, Object>> objectives = objectives(analysis.get("metrics"));
        analysis.put("metrics", objectives);
        return length.isZero() || !Course.acts(trial)
                ? Optional.empty()
                : Optional.of(new Bake(length, objectives.isEmpty() ? Map.of() : analysis));
    }

    /** Whether the canary-analyzer is asked to watch. */
    public boolean hasObjectives() {
        return !analysis.isEmpty();
    }

    private static List<Map<String, Object>> objectives(@Nullable Object metrics) {
        return metrics instanceof List<?> list
                ? list.stream().flatMap(each -> objective(each).stream()).toList()
                : List.of();
    }

    private static Optional<Map<String, Object>> objective(Object metric) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (metric instanceof Map<?, ?> map) {
            map.forEach((name, value) -> fields.put(String.valueOf(name), value));
        }
        return "slo".equals(fields.get("kind")) && !"observe".equals(fields.remove("role"))
                ? Optional.of(fields)
                : Optional.empty();
    }
}
