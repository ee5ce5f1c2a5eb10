package io.keelstream.kubernetes.route;

import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * HTTPRoute and GRPCRoute. <a href="https://gateway-api.sigs.k8s.io/reference/spec/">Weights are proportions</a>: 1 where none
 * is written, 0 for no traffic, at most 1,000,000; a rule has at most 16 backends. A route has at most 16 rules, a rule 64 matches,
 * a route 128, and a match 16 headers. Regular expressions in them are implementation-specific. A request takes the rule with the most
 * specific match: by path, then method, then the number of headers, then of query parameters; of equal ones the first.
 */
public record GatewayApi() implements RouteApi {

    private static final int MOST_BACKENDS = 16;
    private static final long GREATEST_WEIGHT = 1_000_000;
    private static final int MOST_RULES = 16;
    private static final int MOST_MATCHES_OF_RULE = 64;
    private static final int MOST_MATCHES = 128;
    private static final int MOST_HEADERS = 16;
    private static final String RULES = "rules";
    private static final String MATCHES = "matches";
    private static final String HEADERS = "headers";

    @Override
    public String group() {
        return "gateway.networking.k8s.io";
    }

    @Override
    public List<String> kinds() {
        return List.of("HTTPRoute", "GRPCRoute");
    }

    @Override
    public List<Rule> rules(Manifest route) {
        List<Rule> rules = new ArrayList<>();
        for (Map<String, @Nullable Object> rule : RouteApi.maps(route.spec().get(RULES))) {
            rules.add(new Rule("rule " + (rules.size() + 1), rule, "backendRefs", RULES));
        }
        return rules;
    }

    @Override
    public Backend backend(Map<String, @Nullable Object> reference, String namespace) {
        return Backend.of(reference, namespace);
    }

    @Override
    public Map<String, @Nullable Object> to(Map<String, @Nullable Object> reference, String service) {
        return RouteApi.with(reference, "name", service);
    }

    @Override
    public long weight(Map<String, @Nullable Object> reference, Rule rule) {
        return reference.get("weight") instanceof Number number ? number.longValue() : 1;
    }

    @Override
    public Optional<String> limit(Rule rule, int arms) {
        int backends = rule.references().size();
        if (backends + arms > MOST_BACKENDS) {
            return Optional.of("has " + backends + " backends, and a rule has at most " + MOST_BACKENDS + "; " + arms
                    + " more are needed");
        }
        return rule.references().stream().anyMatch(each -> weight(each, rule) * WeightedRoute.WHOLE > GREATEST_WEIGHT)
                ? Optional.of("has a weight above " + GREATEST_WEIGHT / WeightedRoute.WHOLE
                        + "; a part of it cannot be written exactly, use smaller weights of the same proportion")
                : Optional.empty();
    }

    @Override
    public Optional<String> refusal(Manifest route, Backend split, String namespace) {
        return Optional.empty();
    }

    @Override
    public Optional<String> unmatchable(Rule rule, List<HeaderMatch> any) {
        for (Map<String, @Nullable Object> match : RouteApi.matches(rule.tree().get(MATCHES))) {
            List<Map<String, @Nullable Object>> headers = RouteApi.maps(match.get(HEADERS));
            if (headers.size() == MOST_HEADERS) {
                return Optional.of("matches " + MOST_HEADERS + " headers, which is the most; one more is needed");
            }
            for (Map<String, @Nullable Object> header : headers) {
                if (any.stream().anyMatch(each -> each.name().equalsIgnoreCase(String.valueOf(header.get("name"))))) {
                    return Optional.of("matches header " + header.get("name")
                            + " itself, and one match cannot ask for a header twice; match another header");
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void match(Map<String, @Nullable Object> rule, List<HeaderMatch> any) {
        List<@Nullable Object> matches = new ArrayList<>();
        for (Map<String, @Nullable Object> match : RouteApi.matches(rule.get(MATCHES))) {
            for (HeaderMatch each : any) {
                List<@Nullable Object> headers = new ArrayList<>(RouteApi.maps(match.get(HEADERS)));
                headers.add(header(each));
                matches.add(RouteApi.with(match, HEADERS, headers));
            }
        }
        rule.put(MATCHES, matches);
    }

    private static Map<String, @Nullable Object> header(HeaderMatch match) {
        Map<String, @Nullable Object> header = new LinkedHashMap<>();
        header.put("name", match.name());
        header.put("type", match.regex() ? "RegularExpression" : "Exact");
        header.put("value", match.value());
        return header;
    }

    @Override
    public Optional<String> crowded(Manifest route) {
        List<Rule> rules = rules(route);
        if (rules.size() > MOST_RULES) {
            return Optional.of(
                    "it would have " + rules.size() + " rules with those for matched requests, and a route has"
                            + " at most " + MOST_RULES + "; split the route");
        }
        int sum = 0;
        for (Rule rule : rules) {
            int matches = RouteApi.matches(rule.tree().get(MATCHES)).size();
            sum += matches;
            if (matches > MOST_MATCHES_OF_RULE) {
                return Optional.of("a rule would have " + matches + " matches, and " + MOST_MATCHES_OF_RULE
                        + " are possible; match fewer headers, or split the rule");
            }
        }
        return sum > MOST_MATCHES
                ? Optional.of("its rules would have " + sum + " matches together, and " + MOST_MATCHES
                        + " are possible; match fewer headers, or split the route")
                : Optional.empty();
    }

    @Override
    public boolean ordered() {
        return false;
    }

    @Override
    public List<String> delegates(Manifest route, String namespace) {
        return List.of();
    }

    @Override
    public boolean repeats(Rule rule) {
        return RouteApi.repeats(rule.tree().get("retry"), "attempts");
    }

    @Override
    public boolean confirms() {
        return true;
    }

    @Override
    public RouteStatus status(Manifest live) {
        return RouteStatus.of(live);
    }
}
