package io.keelstream.kubernetes.route;

import io.keelstream.kubernetes.object.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How an API writes routes: where their rules are, and what these say of backends. Pure. */
public sealed interface RouteApi permits GatewayApi, Istio {

    /** The API of an object; that of the Gateway API where it is no route at all. */
    static RouteApi of(Manifest manifest) {
        return manifest.groupKind().group().equals(Istio.GROUP) ? new Istio() : new GatewayApi();
    }

    /** The API group. */
    String group();

    /** The kinds whose weights can be shifted. */
    List<String> kinds();

    /** Whether the object is a route of this API that can be split. */
    default boolean has(Manifest manifest) {
        return manifest.groupKind().group().equals(group()) && kinds().contains(manifest.kind());
    }

    /** The rules that send traffic to backends by weight, in their order; each writes through to the manifest. */
    List<Rule> rules(Manifest route);

    /**
     * The backend of a reference.
     *
     * @param namespace the route's
     */
    Backend backend(Map<String, @Nullable Object> reference, String namespace);

    /** A copy of a reference to another Service of the same namespace, at the same port. */
    Map<String, @Nullable Object> to(Map<String, @Nullable Object> reference, String service);

    /** The share of a reference among those of its rule. */
    long weight(Map<String, @Nullable Object> reference, Rule rule);

    /** Why a rule that names the backend has no room for so many arms, or for parts of a percent; empty where it has. */
    Optional<String> limit(Rule rule, int arms);

    /**
     * Why a route cannot be split whatever its weights are; empty where nothing else stands in the way.
     *
     * @param namespace the route's
     */
    Optional<String> refusal(Manifest route, Backend split, String namespace);

    /** Whether a rule has requests repeated that failed. */
    boolean repeats(Rule rule);

    /** Why a rule cannot be narrowed to requests with one of these headers; empty where it can. */
    Optional<String> unmatchable(Rule rule, List<HeaderMatch> any);

    /** Narrows a rule to those of its requests that have one of these headers. */
    void match(Map<String, @Nullable Object> rule, List<HeaderMatch> any);

    /** Why a route has more rules, or more matches, than its API takes; empty where it has not. */
    Optional<String> crowded(Manifest route);

    /** Whether a request takes the first rule that fits; else it takes the most specific one, and of equal ones the first. */
    boolean ordered();

    /** The routes that it leaves the decision to, as {@code namespace/name}. */
    List<String> delegates(Manifest route, String namespace);

    /** Whether controllers say when they follow what was written. */
    boolean confirms();

    /** Whether the controllers follow what is live; a controller that says nothing objects to nothing. */
    RouteStatus status(Manifest live);

    /**
     * A rule of a route.
     *
     * @param name for people
     * @param tree the rule
     * @param field where its references are
     * @param list the field of the specification that it is in
     */
    record Rule(String name, Map<String, @Nullable Object> tree, String field, String list) {

        /** What it sends traffic to. */
        public List<Map<String, @Nullable Object>> references() {
            return maps(tree.get(field));
        }

        void put(List<@Nullable Object> references) {
            tree.put(field, references);
        }
    }

    /** What a rule matches; a rule that says nothing matches everything. */
    static List<Map<String, @Nullable Object>> matches(@Nullable Object list) {
        List<Map<String, @Nullable Object>> matches = maps(list);
        return matches.isEmpty() ? List.of(Map.of()) : matches;
    }

    /** Whether a policy of retries is there, and does not say that there are none. */
    static boolean repeats(@Nullable Object policy, String attempts) {
        Map<String, @Nullable Object> retries = Manifest.map(policy);
        return !retries.isEmpty() && !(retries.get(attempts) instanceof Number number && number.longValue() == 0);
    }

    /** The mappings of a list. */
    static List<Map<String, @Nullable Object>> maps(@Nullable Object list) {
        return Manifest.list(list).stream()
                .filter(each -> each instanceof Map<?, ?>)
                .map(Manifest::map)
                .toList();
    }

    /** A copy of a mapping with one entry more, or another one. */
    static Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> original, String name, @Nullable Object value) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(original);
        copy.put(name, value);
        return copy;
    }
}
