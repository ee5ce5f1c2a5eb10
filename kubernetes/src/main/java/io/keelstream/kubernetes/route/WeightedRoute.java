package io.keelstream.kubernetes.route;

import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A route whose share of one backend is split between several. The overlay is a function of the manifest of Git and the
 * shares alone: laid over the same manifest it is always the same, and taking it away leaves the manifest. Everything that is
 * not the split backend keeps what it had: other rules, matches, filters, timeouts, and the share of other backends.
 * <a href="https://gateway-api.sigs.k8s.io/reference/spec/">Weights are proportions</a>: 1 where none is written, 0 for no
 * traffic, at most 1,000,000; a rule has at most 16 backends.
 *
 * @param manifest the route as Git wants it
 */
public record WeightedRoute(Manifest manifest) {

    private static final int MOST_BACKENDS = 16;
    private static final long GREATEST_WEIGHT = 1_000_000;
    private static final int WHOLE = 100;

    /**
     * A backend that takes a part of the share.
     *
     * @param service name of its Service, in the namespace and at the port of the split backend
     * @param percent of the share of the split backend, 0 to 100
     */
    public record Arm(String service, int percent) {}

    /** Whether the object is a route that can be split. */
    public static boolean is(Manifest manifest) {
        return manifest.groupKind().group().equals("gateway.networking.k8s.io")
                && (manifest.kind().equals("HTTPRoute") || manifest.kind().equals("GRPCRoute"));
    }

    /**
     * Every backend that the route names, in the order of its rules.
     *
     * @param namespace the route's, where the manifest names none
     */
    public List<Backend> backends(String namespace) {
        return rules(manifest).stream()
                .flatMap(rule -> references(rule).stream())
                .map(reference -> Backend.of(reference, namespace(namespace)))
                .toList();
    }

    /**
     * Why the route cannot be split; empty where it can.
     *
     * @param namespace the route's, where the manifest names none
     * @param arms how many take a part of the share
     */
    public Optional<String> obstacle(Backend split, String namespace, int arms) {
        boolean named = false;
        int number = 0;
        for (Map<String, @Nullable Object> rule : rules(manifest)) {
            number++;
            List<Map<String, @Nullable Object>> references = references(rule);
            long times = references.stream()
                    .filter(each -> Backend.of(each, namespace(namespace)).equals(split))
                    .count();
            if (times == 0) {
                continue;
            }
            named = true;
            if (times > 1) {
                return Optional.of("rule " + number + " names backend " + split + " " + times + " times; name it once");
            }
            if (references.size() + arms > MOST_BACKENDS) {
                return Optional.of("rule " + number + " has " + references.size() + " backends, and a rule has at most "
                        + MOST_BACKENDS + "; " + arms + " more are needed");
            }
            if (references.stream().anyMatch(each -> weight(each) * WHOLE > GREATEST_WEIGHT)) {
                return Optional.of("rule " + number + " has a weight above " + GREATEST_WEIGHT / WHOLE
                        + "; a part of it cannot be written exactly, use smaller weights of the same proportion");
            }
            if (references.stream().allMatch(each -> weight(each) == 0)) {
                return Optional.of("rule " + number + " gives no weight to any backend");
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
        for (Map<String, @Nullable Object> rule : rules(copy)) {
            List<Map<String, @Nullable Object>> references = references(rule);
            if (references.stream()
                    .noneMatch(each -> Backend.of(each, namespace(namespace)).equals(split))) {
                continue;
            }
            List<@Nullable Object> weighted = new ArrayList<>();
            for (Map<String, @Nullable Object> reference : references) {
                long weight = weight(reference);
                if (Backend.of(reference, namespace(namespace)).equals(split)) {
                    weighted.add(with(reference, null, weight * (WHOLE - given)));
                    arms.forEach(arm -> weighted.add(with(reference, arm.service(), weight * arm.percent())));
                } else {
                    weighted.add(with(reference, null, weight * WHOLE));
                }
            }
            rule.put("backendRefs", weighted);
        }
        return copy;
    }

    private String namespace(String otherwise) {
        return manifest.namespace().isEmpty() ? otherwise : manifest.namespace();
    }

    private static Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> reference, @Nullable String name, long weight) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(reference);
        if (name != null) {
            copy.put("name", name);
        }
        copy.put("weight", weight);
        return copy;
    }

    private static long weight(Map<String, @Nullable Object> reference) {
        return reference.get("weight") instanceof Number number ? number.longValue() : 1;
    }

    private static List<Map<String, @Nullable Object>> rules(Manifest route) {
        return maps(route.spec().get("rules"));
    }

    private static List<Map<String, @Nullable Object>> references(Map<String, @Nullable Object> rule) {
        return maps(rule.get("backendRefs"));
    }

    private static List<Map<String, @Nullable Object>> maps(@Nullable Object list) {
        return Manifest.list(list).stream()
                .filter(each -> each instanceof Map<?, ?>)
                .map(Manifest::map)
                .toList();
    }
}
