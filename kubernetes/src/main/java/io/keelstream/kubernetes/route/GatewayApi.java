package io.keelstream.kubernetes.route;

import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * HTTPRoute and GRPCRoute. <a href="https://gateway-api.sigs.k8s.io/reference/spec/">Weights are proportions</a>: 1 where none
 * is written, 0 for no traffic, at most 1,000,000; a rule has at most 16 backends.
 */
public record GatewayApi() implements RouteApi {

    private static final int MOST_BACKENDS = 16;
    private static final long GREATEST_WEIGHT = 1_000_000;

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
        for (Map<String, @Nullable Object> rule : RouteApi.maps(route.spec().get("rules"))) {
            rules.add(new Rule("rule " + (rules.size() + 1), rule, "backendRefs"));
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
    public List<String> delegates(Manifest route, String namespace) {
        return List.of();
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
