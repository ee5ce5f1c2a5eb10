package io.keelstream.kubernetes.route;

import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The http and tls routes of a <a href="https://istio.io/latest/docs/reference/config/networking/virtual-service/">VirtualService</a>.
 * Weights are proportions: the only destination of a route gets all of it whatever its weight is; of several, one without a
 * weight gets nothing. They are added up in 32 bits. A host without a dot is a Service of the route's namespace; every other
 * Service is named by its full name in the domain of the cluster.
 */
public record Istio() implements RouteApi {

    static final String GROUP = "networking.istio.io";

    private static final String ROUTE = "route";
    private static final String DESTINATION = "destination";
    private static final String TLS = "tls";
    private static final String MATCH = "match";
    private static final String HEADERS = "headers";

    /** Names that a match of headers ignores. */
    private static final Set<String> NO_HEADERS = Set.of("uri", "scheme", "method", "authority");

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public List<String> kinds() {
        return List.of("VirtualService");
    }

    @Override
    public List<Rule> rules(Manifest route) {
        List<Rule> rules = new ArrayList<>();
        for (String protocol : List.of("http", TLS)) {
            int number = 0;
            for (Map<String, @Nullable Object> rule : RouteApi.maps(route.spec().get(protocol))) {
                number++;
                rules.add(new Rule(
                        protocol + " route " + (rule.get("name") instanceof String name ? "'" + name + "'" : number),
                        rule,
                        ROUTE,
                        protocol));
            }
        }
        return rules;
    }

    @Override
    public Backend backend(Map<String, @Nullable Object> reference, String namespace) {
        return destination(Manifest.map(reference.get(DESTINATION)), namespace);
    }

    /**
     * The Service that a host names, or the host.
     *
     * @param destination a destination, or anything else with a {@code host}
     * @param namespace that of the object
     */
    public Backend destination(Map<String, @Nullable Object> destination, String namespace) {
        String host = host(destination);
        Object number = Manifest.map(destination.get("port")).get("number");
        Integer port = number instanceof Number given ? given.intValue() : null;
        String[] parts = host.split("\\.", 4);
        if (parts.length == 1) {
            return new Backend("", "Service", namespace, host, port);
        }
        return parts.length == 4 && parts[2].equals("svc")
                ? new Backend("", "Service", parts[1], parts[0], port)
                : new Backend(GROUP, "Hostname", namespace, host, port);
    }

    private static String host(Map<String, @Nullable Object> destination) {
        return destination.get("host") instanceof String host ? host : "";
    }

    @Override
    public Map<String, @Nullable Object> to(Map<String, @Nullable Object> reference, String service) {
        return RouteApi.with(reference, DESTINATION, of(Manifest.map(reference.get(DESTINATION)), service));
    }

    /** A copy of what has a {@code host}, for another Service of the same namespace. */
    public Map<String, @Nullable Object> of(Map<String, @Nullable Object> destination, String service) {
        String host = host(destination);
        int domain = host.indexOf('.');
        return RouteApi.with(destination, "host", domain < 0 ? service : service + host.substring(domain));
    }

    @Override
    public long weight(Map<String, @Nullable Object> reference, Rule rule) {
        if (rule.references().size() == 1) {
            return 1;
        }
        return reference.get("weight") instanceof Number number ? number.longValue() : 0;
    }

    @Override
    public Optional<String> limit(Rule rule, int arms) {
        long sum =
                rule.references().stream().mapToLong(each -> weight(each, rule)).sum();
        return sum * WeightedRoute.WHOLE > Integer.MAX_VALUE
                ? Optional.of("has weights of more than " + Integer.MAX_VALUE / WeightedRoute.WHOLE
                        + " together; a part of one cannot be written exactly, use smaller weights of the same"
                        + " proportion")
                : Optional.empty();
    }

    @Override
    public Optional<String> refusal(Manifest route, Backend split, String namespace) {
        for (Rule rule : rules(route)) {
            for (Map<String, @Nullable Object> reference : rule.references()) {
                Object subset = Manifest.map(reference.get(DESTINATION)).get("subset");
                if (subset != null && backend(reference, namespace).equals(split)) {
                    return Optional.of(rule.name() + " names subset '" + subset + "' of " + split
                            + ", and the copies have Services of their own without subsets; let the Service select the"
                            + " pods of the workload alone, and remove the subset");
                }
            }
            if (mirrors(rule)
                    .anyMatch(each -> destination(each, namespace).isService(split.namespace(), split.name()))) {
                return Optional.of(rule.name() + " mirrors requests to " + split.name()
                        + ", which only the running version would get; remove the mirror");
            }
        }
        return Optional.empty();
    }

    /** The destinations that get copies of its requests. */
    private static Stream<Map<String, @Nullable Object>> mirrors(Rule rule) {
        return Stream.concat(
                        Stream.of(Manifest.map(rule.tree().get("mirror"))),
                        RouteApi.maps(rule.tree().get("mirrors")).stream()
                                .map(each -> Manifest.map(each.get(DESTINATION))))
                .filter(each -> !each.isEmpty());
    }

    @Override
    public Optional<String> unmatchable(Rule rule, List<HeaderMatch> any) {
        if (rule.list().equals(TLS)) {
            return Optional.of("sees no headers, because it does not decrypt; remove the match, or use an http route");
        }
        for (HeaderMatch each : any) {
            if (NO_HEADERS.contains(each.name().toLowerCase(Locale.ROOT))) {
                return Optional.of("cannot match header " + each.name()
                        + ", because Istio ignores headers of that name, so all requests would match; match"
                        + " another header");
            }
        }
        return RouteApi.matches(rule.tree().get(MATCH)).stream()
                .flatMap(match -> Manifest.map(match.get(HEADERS)).keySet().stream())
                .filter(name -> any.stream().anyMatch(each -> each.name().equalsIgnoreCase(name)))
                .findFirst()
                .map(name -> "matches header " + name
                        + " itself, and one match cannot ask for a header twice; match another header");
    }

    /** Istio wants names of headers in lower case. */
    @Override
    public void match(Map<String, @Nullable Object> rule, List<HeaderMatch> any) {
        List<@Nullable Object> matches = new ArrayList<>();
        for (Map<String, @Nullable Object> match : RouteApi.matches(rule.get(MATCH))) {
            for (HeaderMatch each : any) {
                String name = each.name().toLowerCase(Locale.ROOT);
                Map<String, @Nullable Object> value =
                        RouteApi.with(Map.of(), each.regex() ? "regex" : "exact", each.value());
                matches.add(
                        RouteApi.with(match, HEADERS, RouteApi.with(Manifest.map(match.get(HEADERS)), name, value)));
            }
        }
        rule.put(MATCH, matches);
    }

    @Override
    public Optional<String> crowded(Manifest route) {
        return Optional.empty();
    }

    @Override
    public boolean ordered() {
        return true;
    }

    @Override
    public List<String> delegates(Manifest route, String namespace) {
        return rules(route).stream()
                .map(rule -> Manifest.map(rule.tree().get("delegate")))
                .filter(each -> !each.isEmpty())
                .map(each -> (each.get("namespace") instanceof String other && !other.isEmpty() ? other : namespace)
                        + "/" + each.get("name"))
                .distinct()
                .toList();
    }

    @Override
    public boolean repeats(Rule rule) {
        return RouteApi.repeats(rule.tree().get("retries"), "attempts");
    }

    @Override
    public boolean confirms() {
        return false;
    }

    /**
     * Istio need not write a status, and by default it does not. What it says of the live generation counts: an error of its
     * analyzers, and a condition {@code Reconciled} of older versions that is not true. Neither is a refusal: proxies may follow
     * all the same.
     */
    @Override
    public RouteStatus status(Manifest live) {
        long generation = number(live.metadata().get("generation"));
        long observed = number(live.status().get("observedGeneration"));
        List<String> missing = new ArrayList<>();
        for (Map<String, @Nullable Object> each : RouteApi.maps(live.status().get("validationMessages"))) {
            if (observed >= generation && "ERROR".equals(each.get("level"))) {
                Map<String, @Nullable Object> type = Manifest.map(each.get("type"));
                missing.add("Istio reports " + type.get("code") + " (" + type.get("name") + ")");
            }
        }
        for (Map<String, @Nullable Object> each : RouteApi.maps(live.status().get("conditions"))) {
            boolean current = Math.max(number(each.get("observedGeneration")), observed) >= generation;
            if (current && "Reconciled".equals(each.get("type")) && "False".equals(each.get("status"))) {
                missing.add("Reconciled is False (" + each.get("message") + ")");
            }
        }
        return new RouteStatus(missing.isEmpty(), String.join("; ", missing), "");
    }

    /** A number of 64 bits is a string in the JSON of protocol buffers. */
    private static long number(@Nullable Object value) {
        return switch (value) {
            case Number number -> number.longValue();
            case String text when text.matches("\\d{1,18}") -> Long.parseLong(text);
            case null, default -> 0;
        };
    }
}
