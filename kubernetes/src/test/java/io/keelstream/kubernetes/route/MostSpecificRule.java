package io.keelstream.kubernetes.route;

import io.keelstream.kubernetes.object.Manifest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which rule of an HTTPRoute takes a request, by the order that the Gateway API asks of every implementation: exact path, longest prefix,
 * method, most headers, most query parameters, first rule.
 */
final class MostSpecificRule {

    private static final Comparator<Map<String, @Nullable Object>> SPECIFIC = Comparator.comparing(
                    (Map<String, @Nullable Object> match) ->
                            "Exact".equals(path(match).get("type")))
            .thenComparingInt(match -> value(match).length())
            .thenComparing(match -> match.containsKey("method"))
            .thenComparingInt(match -> Manifest.list(match.get("headers")).size())
            .thenComparingInt(match -> Manifest.list(match.get("queryParams")).size());

    private MostSpecificRule() {}

    /**
     * What a client sends.
     *
     * @param path without a slash at its end
     */
    record Request(String path, String method, Map<String, String> headers, Map<String, String> query) {}

    /** The rule; empty where none fits. */
    static Optional<Map<String, @Nullable Object>> of(Manifest route, Request request) {
        Map<String, @Nullable Object> taken = null;
        Map<String, @Nullable Object> best = null;
        for (Map<String, @Nullable Object> rule : RouteApi.maps(route.spec().get("rules"))) {
            for (Map<String, @Nullable Object> match : RouteApi.matches(rule.get("matches"))) {
                if (fits(match, request) && (best == null || SPECIFIC.compare(match, best) > 0)) {
                    best = match;
                    taken = rule;
                }
            }
        }
        return Optional.ofNullable(taken);
    }

    private static boolean fits(Map<String, @Nullable Object> match, Request request) {
        String path = value(match);
        boolean there = "Exact".equals(path(match).get("type"))
                ? request.path().equals(path)
                : (request.path() + "/").startsWith(path.endsWith("/") ? path : path + "/");
        return there
                && request.method().equals(match.getOrDefault("method", request.method()))
                && all(match.get("headers"), request.headers())
                && all(match.get("queryParams"), request.query());
    }

    private static boolean all(@Nullable Object wanted, Map<String, String> there) {
        List<Map<String, @Nullable Object>> each = RouteApi.maps(wanted);
        return each.stream().allMatch(one -> one.get("value").equals(there.get(String.valueOf(one.get("name")))));
    }

    private static Map<String, @Nullable Object> path(Map<String, @Nullable Object> match) {
        return Manifest.map(match.get("path"));
    }

    private static String value(Map<String, @Nullable Object> match) {
        return path(match).get("value") instanceof String value ? value : "/";
    }
}
