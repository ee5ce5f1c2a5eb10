package io.keelstream.kubernetes.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.route.MostSpecificRule.Request;
import io.keelstream.kubernetes.route.WeightedRoute.Arm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random HTTPRoutes and random requests: which rule takes a request, with and without the copies for matched ones. */
class MatchedRulesPropertyTests {

    private static final Backend WEB = new Backend("", "Service", "shop", "web", 80);
    private static final List<Arm> ARMS = List.of(new Arm("web-canary", 20), new Arm("web-baseline", 20));
    private static final HeaderMatch ALWAYS = new HeaderMatch("x-canary", "always", false);
    private static final int ROUTES = 400;
    private static final int REQUESTS = 60;

    private final SplittableRandom random = new SplittableRandom(16);

    @Test
    void requestWithoutTheHeaderTakesTheRuleThatItTookBefore() {
        for (int run = 0; run < ROUTES; run++) {
            Manifest route = route();
            Manifest split = split(route);

            for (int i = 0; i < REQUESTS; i++) {
                Request request = request(Map.of());
                assertThat(rule(split, request)).as("%s: %s", route, request).isEqualTo(rule(route, request));
            }
        }
    }

    @Test
    void requestWithTheHeaderTakesTheCopyOfTheRuleThatItTookBefore() {
        int copied = 0;
        for (int run = 0; run < ROUTES; run++) {
            Manifest route = route();
            Manifest split = split(route);

            for (int i = 0; i < REQUESTS; i++) {
                Request request = request(Map.of(ALWAYS.name(), ALWAYS.value()));
                Optional<String> before = rule(route, request);
                if (before.isPresent() && before.get().startsWith("web")) {
                    assertThat(rule(split, request))
                            .as("%s: %s", route, request)
                            .contains(before.get() + "-matched");
                    copied++;
                }
            }
        }
        assertThat(copied).isGreaterThan(ROUTES);
    }

    @Test
    void rulesOfGitKeepTheirNumbers() {
        for (int run = 0; run < ROUTES; run++) {
            Manifest route = route();

            assertThat(names(split(route))).startsWith(names(route).toArray(String[]::new));
        }
    }

    private static Manifest split(Manifest route) {
        return new WeightedRoute(route).split(WEB, "shop", ARMS, List.of(ALWAYS));
    }

    private static Optional<String> rule(Manifest route, Request request) {
        return MostSpecificRule.of(route, request).map(rule -> String.valueOf(rule.get("name")));
    }

    private static List<String> names(Manifest route) {
        return RouteApi.maps(route.spec().get("rules")).stream()
                .map(rule -> String.valueOf(rule.get("name")))
                .toList();
    }

    /** The first rule sends to the split backend, others do or do not; their names say so. */
    private Manifest route() {
        List<Object> rules = IntStream.range(0, 1 + random.nextInt(5))
                .mapToObj(i -> rule(i, i == 0 || random.nextBoolean() ? "web" : "other"))
                .toList();
        return new Manifest(new LinkedHashMap<>(Map.of(
                "apiVersion",
                "gateway.networking.k8s.io/v1",
                "kind",
                "HTTPRoute",
                "spec",
                new LinkedHashMap<>(Map.of("rules", rules)))));
    }

    private Object rule(int number, String backend) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("name", backend + number);
        rule.put("backendRefs", List.of(Map.of("name", backend, "port", 80L)));
        List<Object> matches =
                IntStream.range(0, random.nextInt(3)).mapToObj(_ -> match()).toList();
        if (!matches.isEmpty()) {
            rule.put("matches", matches);
        }
        return rule;
    }

    private Object match() {
        Map<String, @Nullable Object> match = new LinkedHashMap<>();
        maybe(match, "path", () -> Map.of("type", any("Exact", "PathPrefix"), "value", path()));
        maybe(match, "method", this::method);
        maybe(match, "headers", this::parameters);
        maybe(match, "queryParams", this::parameters);
        return match;
    }

    private void maybe(Map<String, @Nullable Object> match, String field, Supplier<Object> value) {
        if (random.nextBoolean()) {
            match.put(field, value.get());
        }
    }

    private Object parameters() {
        List<Object> parameters = new ArrayList<>();
        for (String name : List.of("x", "y")) {
            if (random.nextBoolean()) {
                parameters.add(Map.of("name", name, "value", "1"));
            }
        }
        return parameters;
    }

    private Request request(Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(present());
        return new Request(path(), method(), all, present());
    }

    private Map<String, String> present() {
        return random.nextBoolean() ? Map.of("x", "1", "y", "1") : Map.of(any("x", "y"), "1");
    }

    private String path() {
        return any("/", "/a", "/a/b", "/c");
    }

    private String method() {
        return any("GET", "POST");
    }

    private String any(String... values) {
        return values[random.nextInt(values.length)];
    }
}
