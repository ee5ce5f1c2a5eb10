package io.keelstream.kubernetes.route;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.route.RouteApi.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A route whose share of one backend is split between several. The overlay is a function of the manifest of Git and the
 * shares alone: laid over the same manifest it is always the same, and taking it away leaves the manifest. Everything that is
 * not the split backend keeps what it had: other rules, matches, filters, timeouts, and the share of other backends.
 * Where rules and weights are is a matter of the {@link RouteApi}.
 *
 * @param manifest the route as Git wants it
 */
public record WeightedRoute(Manifest manifest) {

    static final int WHOLE = 100;

    /**
     * A backend that takes a part of the share.
     *
     * @param service name of its Service, in the namespace and at the port of the split backend
     * @param percent of the share of the split backend, 0 to 100
     */
    public record Arm(String service, int percent) {}

    /** How it is written. */
    public RouteApi api() {
        return RouteApi.of(manifest);
    }

    /**
     * Every backend that the route names, in the order of its rules.
     *
     * @param namespace the route's, where the manifest names none
     */
    public List<Backend> backends(String namespace) {
        return api().rules(manifest).stream()
                .flatMap(rule -> rule.references().stream())
                .map(reference -> api().backend(reference, namespace(namespace)))
                .toList();
    }

    /**
     * Why the route cannot be split; empty where it can.
     *
     * @param namespace the route's, where the manifest names none
     * @param arms how many take a part of the share
     */
    public Optional<String> obstacle(Backend split, String namespace, int arms) {
        Optional<String> refusal = api().refusal(manifest, split, namespace(namespace));
        if (refusal.isPresent()) {
            return refusal;
        }
        boolean named = false;
        for (Rule rule : api().rules(manifest)) {
            long times = rule.references().stream()
                    .filter(each -> is(split, each, namespace))
                    .count();
            if (times == 0) {
                continue;
            }
            named = true;
            if (times > 1) {
                return Optional.of(rule.name() + " names backend " + split + " " + times + " times; name it once");
            }
            Optional<String> limit = api().limit(rule, arms);
            if (limit.isPresent()) {
                return Optional.of(rule.name() + " " + limit.get());
            }
            if (rule.references().stream().allMatch(each -> api().weight(each, rule) == 0)) {
                return Optional.of(rule.name() + " gives no weight to any backend");
            }
        }
        return named ? Optional.empty() : Optional.of("no rule names backend " + split);
    }

    /**
     * Why the route cannot be split for the first time; empty where it can. A Service that has a share already would keep it
     * when the shares are taken back.
     *
     * @param namespace the route's, where the manifest names none
     * @param arms the Services that take a part of the share
     */
    public Optional<String> obstacle(Backend split, String namespace, List<String> arms) {
        return backends(namespace).stream()
                .filter(each -> arms.stream().anyMatch(arm -> each.isService(split.namespace(), arm)))
                .findFirst()
                .map(each ->
                        "it sends traffic to " + each + " already, which is the name of a copy; remove that backend")
                .or(() -> obstacle(split, namespace, arms.size()));
    }

    /**
     * The rules that send traffic to a backend and have failed requests repeated, for people.
     *
     * @param namespace the route's, where the manifest names none
     */
    public List<String> repeating(Backend backend, String namespace) {
        return api().rules(manifest).stream()
                .filter(rule -> rule.references().stream().anyMatch(each -> is(backend, each, namespace)))
                .filter(api()::repeats)
                .map(Rule::name)
                .toList();
    }

    /**
     * Why requests with one of these headers cannot be told apart from others; empty where they can.
     *
     * @param namespace the route's, where the manifest names none
     */
    public Optional<String> unmatchable(Backend split, String namespace, List<HeaderMatch> any) {
        return any.isEmpty() ? Optional.empty() : matched(split, namespace, any).obstacle(manifest);
    }

    /**
     * The route with the share of a backend split, and with requests that have one of these headers going to the first arm
     * alone. Without headers it is {@link #split(Backend, String, List)}.
     */
    public Manifest split(Backend split, String namespace, List<Arm> arms, List<HeaderMatch> any) {
        Manifest weighted = split(split, namespace, arms);
        return any.isEmpty()
                ? weighted
                : matched(split, namespace, any)
                        .over(manifest, weighted, arms.getFirst().service());
    }

    private MatchedRules matched(Backend split, String namespace, List<HeaderMatch> any) {
        return new MatchedRules(api(), split, namespace(namespace), any);
    }

    /**
     * The route with the share of a backend split. Every rule that names the backend is split; the split backend keeps what
     * the arms leave.
     *
     * @param split the backend whose share is split
     * @param namespace the route's, where the manifest names none
     * @param arms together at most 100 percent
     * @throws IllegalArgumentException when they are more, or there is an {@link #obstacle}
     */
    public Manifest split(Backend split, String namespace, List<Arm> arms) {
        int given = arms.stream().mapToInt(Arm::percent).sum();
        if (given > WHOLE || arms.stream().anyMatch(arm -> arm.percent() < 0)) {
            throw new IllegalArgumentException("shares of " + arms + " are not between 0 and 100 percent");
        }
        obstacle(split, namespace, arms.size()).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        Manifest copy = manifest.copy();
        for (Rule rule : api().rules(copy)) {
            List<Map<String, @Nullable Object>> references = rule.references();
            if (references.stream().noneMatch(each -> is(split, each, namespace))) {
                continue;
            }
            List<@Nullable Object> weighted = new ArrayList<>();
            for (Map<String, @Nullable Object> reference : references) {
                long weight = api().weight(reference, rule);
                if (is(split, reference, namespace)) {
                    weighted.add(weighted(reference, weight * (WHOLE - given)));
                    arms.forEach(
                            arm -> weighted.add(weighted(api().to(reference, arm.service()), weight * arm.percent())));
                } else {
                    weighted.add(weighted(reference, weight * WHOLE));
                }
            }
            rule.put(weighted);
        }
        return copy;
    }

    private boolean is(Backend split, Map<String, @Nullable Object> reference, String namespace) {
        return api().backend(reference, namespace(namespace)).equals(split);
    }

    private static Map<String, @Nullable Object> weighted(Map<String, @Nullable Object> reference, long weight) {
        return RouteApi.with(reference, "weight", weight);
    }

    private String namespace(String otherwise) {
        return manifest.namespace().isEmpty() ? otherwise : manifest.namespace();
    }
}
