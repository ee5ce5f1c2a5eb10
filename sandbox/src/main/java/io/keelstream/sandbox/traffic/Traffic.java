package io.keelstream.sandbox.traffic;

import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.route.Backend;
import io.keelstream.kubernetes.route.RouteApi;
import io.keelstream.sandbox.resource.TypeKey;
import io.keelstream.sandbox.selector.LabelSelector;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.ObjectStore;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import io.keelstream.sandbox.workload.Conditions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pretended clients: once a second, each route and each Service with the annotation {@code keelstream.io/pretend-load} gets so
 * many requests, and each route those of the pods of its namespace that have the annotation, until these end. They go by the route's weights to Services and from there to ready pods in turn. What is sent to a Service
 * without a ready pod is lost. The pods' counters are what Spring Boot's HTTP server exposes. Thread-safe.
 */
final class Traffic {

    private static final TypeKey PODS = new TypeKey("", "pods");
    private static final String COUNT = "http_server_requests_seconds_count";
    private static final String BUCKET = "http_server_requests_seconds_bucket";
    private static final long FORGOTTEN_AFTER_MILLIS = 900_000;

    private final ObjectStore store;
    private final Map<String, ServedPod> pods = new LinkedHashMap<>();

    /** The part of a request that a share was given and that is not a whole one yet, by route and backend. */
    private final Map<String, Double> owed = new HashMap<>();

    private final Map<ObjectKey, Integer> turns = new HashMap<>();

    Traffic(ObjectStore store) {
        this.store = store;
    }

    /** One second of requests, and a scrape of every ready pod. */
    synchronized void second(long millis) {
        Stream.concat(RouteDefinitions.GATEWAY_ROUTES.stream(), Stream.of(RouteDefinitions.VIRTUAL_SERVICES))
                .forEach(type -> store.list(type, "")
                        .objects()
                        .forEach(route -> route(route, load(route) + clients(route.namespace()))));
        store.list(GatewayController.SERVICES, "").objects().forEach(service -> service(service, (long) load(service)));
        for (StoredObject pod : store.list(PODS, "").objects()) {
            if (ready(pod)) {
                served(pod).scrape(millis);
            }
        }
        pods.values().removeIf(pod -> pod.scrapedAt() < millis - FORGOTTEN_AFTER_MILLIS);
    }

    /** The series that a selector names, with their points after {@code from} and not after {@code to}. */
    synchronized List<Series> select(RangeSelector selector, long from, long to) {
        List<Series> found = new ArrayList<>();
        for (ServedPod pod : pods.values()) {
            for (boolean failed : new boolean[] {false, true}) {
                String status = failed ? "500" : "200";
                add(found, selector, labels(pod, COUNT, status, null), pod, from, to, sample -> sample.count(failed));
                add(
                        found,
                        selector,
                        labels(pod, BUCKET, status, "+Inf"),
                        pod,
                        from,
                        to,
                        sample -> sample.count(failed));
                for (int i = 0; i < Behaviour.BOUNDS.length; i++) {
                    int bound = i;
                    String le = String.valueOf(Behaviour.BOUNDS[i]);
                    add(
                            found,
                            selector,
                            labels(pod, BUCKET, status, le),
                            pod,
                            from,
                            to,
                            sample -> sample.below(failed)[bound]);
                }
            }
        }
        return found;
    }

    private static void add(
            List<Series> found,
            RangeSelector selector,
            Map<String, String> labels,
            ServedPod pod,
            long from,
            long to,
            ToLongFunction<ServedPod.Sample> counter) {
        if (selector.matches(labels)) {
            List<ServedPod.Point> points = pod.values(from, to, counter);
            if (!points.isEmpty()) {
                found.add(new Series(labels, points));
            }
        }
    }

    private static Map<String, String> labels(ServedPod pod, String name, String status, @Nullable String le) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("__name__", name);
        labels.put("namespace", pod.namespace());
        labels.put("pod", pod.name());
        labels.put("uri", "/");
        labels.put("status", status);
        if (le != null) {
            labels.put("le", le);
        }
        return labels;
    }

    private void route(StoredObject route, double load) {
        Manifest manifest = new Manifest(route.tree());
        RouteApi api = RouteApi.of(manifest);
        for (RouteApi.Rule rule : api.rules(manifest)) {
            if (wantsHeaders(rule)) {
                continue;
            }
            long whole = rule.references().stream()
                    .mapToLong(each -> api.weight(each, rule))
                    .sum();
            for (Map<String, @Nullable Object> reference : rule.references()) {
                Backend backend = api.backend(reference, route.namespace());
                String account = route.key() + " " + backend;
                double share = whole == 0 ? 0 : load * api.weight(reference, rule) / whole;
                double due = owed.getOrDefault(account, 0.0) + share;
                owed.put(account, due - Math.floor(due));
                Optional.ofNullable(store.get(
                                new ObjectKey(GatewayController.SERVICES, backend.namespace(), backend.name())))
                        .ifPresent(service -> service(service, (long) Math.floor(due)));
            }
        }
    }

    /** Pretended clients send no headers. */
    private static boolean wantsHeaders(RouteApi.Rule rule) {
        return Stream.of("matches", "match")
                .flatMap(field -> RouteApi.matches(rule.tree().get(field)).stream())
                .filter(match -> !match.isEmpty())
                .map(match -> match.containsKey("headers"))
                .reduce(Boolean::logicalAnd)
                .orElse(false);
    }

    private void service(StoredObject service, long requests) {
        Map<String, @Nullable Object> selector = Tree.map(service.tree(), "spec", "selector");
        if (requests == 0 || selector.isEmpty()) {
            return;
        }
        LabelSelector wanted = LabelSelector.of(Tree.of("matchLabels", selector));
        List<StoredObject> ready = store.list(PODS, service.namespace()).objects().stream()
                .filter(pod -> wanted.matches(pod.labels()) && ready(pod))
                .toList();
        int turn = turns.merge(service.key(), 1, Integer::sum);
        for (int i = 0; i < ready.size(); i++) {
            long more = (i + turn) % ready.size() < requests % ready.size() ? 1 : 0;
            served(ready.get(i)).serve(requests / ready.size() + more);
        }
    }

    private ServedPod served(StoredObject pod) {
        return pods.computeIfAbsent(pod.uid(), uid -> {
            List<Map<String, @Nullable Object>> containers = Tree.maps(pod.tree(), "spec", "containers");
            String image = containers.isEmpty() ? "" : Tree.text(containers.getFirst(), "image");
            return new ServedPod(pod.namespace(), pod.name(), uid, image);
        });
    }

    /** Requests per second that the pods of a namespace send to each of its routes. */
    private double clients(String namespace) {
        return store.list(PODS, namespace).objects().stream()
                .filter(Traffic::runs)
                .mapToDouble(Traffic::load)
                .sum();
    }

    private static boolean runs(StoredObject pod) {
        String phase = Tree.text(pod.tree(), "status", "phase");
        return Tree.at(pod.tree(), "metadata", "deletionTimestamp") == null
                && !phase.equals("Succeeded")
                && !phase.equals("Failed");
    }

    private static boolean ready(StoredObject pod) {
        return Tree.at(pod.tree(), "metadata", "deletionTimestamp") == null
                && Conditions.isTrue(Tree.map(pod.tree(), "status"), "Ready");
    }

    /** Requests per second that the object gets; 0 where it does not say, or does not say a number. */
    private static double load(StoredObject object) {
        String load = Tree.text(object.tree(), "metadata", "annotations", Annotations.PRETEND_LOAD);
        return load.matches("\\d{1,5}") ? Double.parseDouble(load) : 0;
    }
}
