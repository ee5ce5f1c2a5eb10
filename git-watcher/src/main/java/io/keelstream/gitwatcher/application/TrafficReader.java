package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.canary.CanaryRules.Match;
import io.keelstream.contracts.canary.CanaryRules.Router;
import io.keelstream.contracts.canary.CanaryRules.Traffic;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.yaml.StrictMapping;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads {@code canary.traffic}. Routers that other tools have are refused by name. Confined to one thread. */
final class TrafficReader {

    private static final List<String> FIELDS =
            List.of("router", "route", "service", "drain", "match", "mirror", "rule", "sessionAffinity", "sticky");
    private static final String GATEWAY_API = "gateway-api";
    private static final String ISTIO = "istio";
    private static final String REPLICAS = "replicas";
    private static final String INSTEAD = "use 'gateway-api' with an HTTPRoute, or 'replicas'";
    private static final String RETIRED =
            "its project was archived in March 2026; route the Service with an HTTPRoute and use 'gateway-api'";
    private static final String STEPS = "use 'gateway-api' or 'replicas' with steps";
    private static final String AFFINITY =
            "remove it; session affinity and a canary's share exclude each other; 'match' with a cookie sends chosen users"
                    + " to the canary at every weight";
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("apisix", INSTEAD + "; APISIX reads HTTPRoutes"),
            Map.entry("gloo", INSTEAD + "; Gloo Gateway reads HTTPRoutes"),
            Map.entry("kuma", INSTEAD + "; Kuma reads HTTPRoutes"),
            Map.entry("skipper", INSTEAD),
            Map.entry("linkerd", INSTEAD + "; Linkerd reads HTTPRoutes"),
            Map.entry("traefik", INSTEAD + "; Traefik reads HTTPRoutes"),
            Map.entry("contour", INSTEAD + "; Contour reads HTTPRoutes"),
            Map.entry("smi", INSTEAD),
            Map.entry("appmesh", INSTEAD),
            Map.entry("alb", INSTEAD),
            Map.entry("nginx", RETIRED),
            Map.entry("ingress-nginx", RETIRED),
            Map.entry("mirror", STEPS + "; a first step may have a weight of 1"),
            Map.entry("blue-green", STEPS + ": [{weight: 50, soak: 10m}]"),
            Map.entry("blue/green", STEPS + ": [{weight: 50, soak: 10m}]"),
            Map.entry("bluegreen", STEPS + ": [{weight: 50, soak: 10m}]"));
    private static final Map<String, String> NOT_YET = Map.of(
            "mirror",
            "remove it; use a first step with a small weight",
            "rule",
            "remove it; every rule of the route that names the Service is shifted",
            "sessionAffinity",
            AFFINITY,
            "sticky",
            AFFINITY);

    private final FileProblems problems;

    TrafficReader(FileProblems problems) {
        this.problems = problems;
    }

    /** The traffic under {@code traffic} of the owner, on top of {@code inherited}. */
    Traffic read(StrictMapping owner, Traffic inherited) {
        if (!owner.has("traffic")) {
            return inherited;
        }
        StrictMapping traffic = owner.section("traffic", FIELDS);
        NOT_YET.forEach((name, remedy) -> {
            Node at = traffic.get(name);
            if (at != null) {
                problems.add(Reason.NOT_SUPPORTED, "not supported yet: '" + traffic.path(name) + "'; " + remedy, at);
            }
        });
        Router router = router(traffic, inherited.router());
        Node route = traffic.get("route");
        if (route != null && router == Router.REPLICAS) {
            traffic.invalid("route", route, "is for a router with routes, and the router is 'replicas'; remove it");
        }
        List<String> routes = Names.objects(traffic, "route");
        List<Match> matches = traffic.has("match") ? MatchReader.read(traffic) : inherited.matches();
        if (router == Router.REPLICAS && !matches.isEmpty()) {
            unmatched(traffic);
        }
        return new Traffic(
                router,
                routes.isEmpty() ? inherited.routes() : routes,
                Names.object(traffic, "service").orElse(inherited.service()),
                CanaryReader.duration(traffic, "drain", Duration.ofHours(1))
                        .map(Duration::toMillis)
                        .orElse(inherited.drainMillis()),
                matches);
    }

    private static void unmatched(StrictMapping traffic) {
        Node match = traffic.get("match");
        if (match != null) {
            traffic.invalid("match", match, "is for a router with routes, and the router is 'replicas'; remove it");
            return;
        }
        traffic.invalid(
                "router",
                Objects.requireNonNullElse(traffic.get("router"), traffic.node()),
                "is 'replicas', which cannot tell requests apart, and 'match' is inherited; write 'match: []' beside it");
    }

    private Router router(StrictMapping traffic, Router inherited) {
        Node at = traffic.get("router");
        if (at instanceof SequenceNode) {
            problems.add(
                    Reason.NOT_SUPPORTED,
                    "not supported: several routers in '" + traffic.path("router")
                            + "'; name one, and in 'route' as many of its routes as send traffic to the Service",
                    at);
            return inherited;
        }
        String written = traffic.text("router").orElse("").toLowerCase(Locale.ROOT);
        String remedy = OTHERS.get(written);
        if (at != null && remedy != null) {
            problems.add(
                    Reason.NOT_SUPPORTED,
                    "not supported: '" + traffic.path("router") + ": " + written + "'; " + remedy,
                    at);
            return inherited;
        }
        return traffic.choice("router", List.of(GATEWAY_API, ISTIO, REPLICAS))
                .map(text -> switch (text) {
                    case ISTIO -> Router.ISTIO;
                    case REPLICAS -> Router.REPLICAS;
                    default -> Router.GATEWAY_API;
                })
                .orElse(inherited);
    }
}
